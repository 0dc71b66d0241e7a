import type { ReconcileContext } from '@gotk/controller-runtime';
import { fieldOf } from '@gotk/objects';
import { parseVersion, renderVersion } from '@gotk/semver';
import { currentArtifact } from '../artifact/artifact-status.js';
import type { HelmChart } from './parse-helm-chart.js';

/** A chart that is to be stored, or that is stored already. */
export interface ChartBuild {
  readonly name: string;
  readonly version: string;
  /** `undefined`: the artifact that is stored is this one. */
  readonly content: Uint8Array | undefined;
  /** Whether it was packed here, not only pulled. */
  readonly packaged: boolean;
  /** Merged into its default values. */
  readonly valuesFiles: readonly string[];
  readonly resolvedDependencies: number;
}

/** What people are told of a build. */
export function summaryOf({ name, version, packaged, valuesFiles }: ChartBuild): string {
  const merged = valuesFiles.length === 0 ? '' : ` and merged values files [${valuesFiles.join(' ')}]`;
  return `${packaged ? 'packaged' : 'pulled'} '${name}' chart with version '${version}'${merged}`;
}

/** Whether the stored artifact is this chart, and nothing in the spec has changed since. */
export function isCached(
  { object, status }: ReconcileContext<HelmChart>,
  { name, version }: Pick<ChartBuild, 'name' | 'version'>,
): boolean {
  const isSettled = object.metadata.generation === fieldOf(object, 'status', 'observedGeneration');
  const isSame = status.fields['observedChartName'] === name && currentArtifact(status)?.revision === version;
  return isSettled && isSame;
}

/** The build of a chart that is stored already. */
export function cachedBuild(
  { object, status }: ReconcileContext<HelmChart>,
  chart: Pick<ChartBuild, 'name' | 'version' | 'packaged'>,
): ChartBuild {
  const observed = status.fields['observedValuesFiles'];
  const valuesFiles = Array.isArray(observed) ? observed.map(String) : object.decoded.valuesFiles;
  return { ...chart, content: undefined, valuesFiles, resolvedDependencies: 0 };
}

/** A version with other metadata. @throws Error when it is no version */
export function withMetadata(version: string, metadata: string): string {
  try {
    return renderVersion({ ...parseVersion(version), metadata });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to parse version from chart metadata as SemVer: ${reason}`, { cause });
  }
}
