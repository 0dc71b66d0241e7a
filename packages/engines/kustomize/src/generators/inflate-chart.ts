import type { FileTree } from '@gotk/file-tree';
import type { JsonObject } from '@gotk/json';

/** A chart to render, with everything `helm template` would be told. */
export interface ChartRequest {
  /** The chart's own directory when it is in the tree; absent when it must be pulled from `repo`. */
  readonly chart: FileTree | undefined;
  /** Path of the chart's directory in the tree of the build. */
  readonly chartPath: string;
  readonly name: string;
  readonly version: string;
  /** `https://…` or `oci://…`; empty for a local chart. */
  readonly repo: string;
  /** Empty: Helm generates one. */
  readonly releaseName: string;
  readonly nameTemplate: string;
  readonly namespace: string;
  /** Texts of values files; later ones win. */
  readonly values: readonly string[];
  readonly includeCrds: boolean;
  readonly skipHooks: boolean;
  readonly skipTests: boolean;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  readonly devel: boolean;
  readonly debug: boolean;
}

/** What a pulled or local chart turned into. */
export interface ChartAnswer {
  /** The manifests as `helm template` prints them. */
  readonly manifests: string;
  /** Default values of a chart that was pulled, where the request needs them merged. */
  readonly defaultValues?: JsonObject;
}

/** Renders a chart. A rejection fails the build with the rejection's message. */
export type InflateChart = (request: ChartRequest, signal?: AbortSignal) => Promise<ChartAnswer>;
