import { type Chart, type ChartFile, chartPathOf } from '../chart/chart.js';

/** A file of custom resource definitions, which are never templates. */
export interface CrdFile {
  /** `chart/crds/x.yaml`. */
  readonly path: string;
  readonly file: ChartFile;
}

/** The files below crds/ of a chart and then of its subcharts. */
export function crdFilesOf(chart: Chart, parentPath?: string): CrdFile[] {
  const path = chartPathOf(chart, parentPath);
  const own = chart.files.filter(({ name }) => name.startsWith('crds/') && /\.(?:ya?ml|json)$/i.test(name));
  return [
    ...own.map((file) => ({ path: `${path}/${file.name}`, file })),
    ...chart.dependencies.flatMap((subchart) => crdFilesOf(subchart, path)),
  ];
}
