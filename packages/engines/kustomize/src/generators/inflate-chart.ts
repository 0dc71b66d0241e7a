import type { FileTree } from '@gotk/file-tree';

/** A chart to download, as a kustomization names it. */
export interface PullRequest {
  readonly name: string;
  /** Empty for the latest. */
  readonly version: string;
  /** `https://…` or `oci://…`. */
  readonly repo: string;
  readonly devel: boolean;
}

/** A chart to render, with everything `helm template` would be told. */
export interface ChartRequest {
  readonly name: string;
  readonly version: string;
  readonly repo: string;
  /** The chart's own directory. */
  readonly chart: FileTree;
  /** Empty: Helm generates one. */
  readonly releaseName: string;
  readonly nameTemplate: string;
  /** Empty for the default namespace. */
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

/** Downloads a chart. A rejection fails the build with the rejection's message. */
export type PullChart = (request: PullRequest, signal?: AbortSignal) => Promise<FileTree>;

/** Renders a chart: the manifests as `helm template` prints them. A rejection fails the build with the rejection's message. */
export type InflateChart = (request: ChartRequest, signal?: AbortSignal) => Promise<string>;
