import type { GoMap } from '@gotk/go-template';
import type { ChartMetadata } from './chart-metadata.js';

/** A file of a chart by its path within the chart. */
export interface ChartFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** When it was last changed, where that is known. */
  readonly modifiedMs?: number | undefined;
}

/** `Chart.lock`. */
export interface ChartLock {
  readonly generated: string;
  readonly digest: string;
  /** `undefined` when the lock has none. */
  readonly dependencies: readonly LockedDependency[] | undefined;
}

/** An entry of Chart.lock: a dependency with the version that was chosen. */
export interface LockedDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
}

/** A chart as loaded. Nothing changes it; processing its dependencies gives another one. */
export interface Chart {
  readonly metadata: ChartMetadata;
  readonly lock: ChartLock | undefined;
  /** Every file in the order it was read: the archive's, or sorted by path. */
  readonly raw: readonly ChartFile[];
  readonly templates: readonly ChartFile[];
  /** What is none of the others: README, crds/, files that templates read. */
  readonly files: readonly ChartFile[];
  /** The defaults from values.yaml. Never changed in place. */
  readonly values: GoMap | undefined;
  /** values.schema.json. */
  readonly schema: Uint8Array | undefined;
  readonly dependencies: readonly Chart[];
  /** Where Helm takes the chart to stand in the tree of charts once dependencies are processed. Default: {@link chartPathOf}. */
  readonly path?: string | undefined;
}

/** `name/charts/sub`: where a chart stands in the tree of charts. */
export function chartPathOf(chart: Chart, parentPath: string | undefined): string {
  if (chart.path !== undefined) return chart.path;
  return parentPath === undefined ? chart.metadata.name : `${parentPath}/charts/${chart.metadata.name}`;
}
