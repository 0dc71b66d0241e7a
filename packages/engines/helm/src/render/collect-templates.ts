import { GoMap, type GoValue, goMap, goType } from '@gotk/go-template';
import { type Chart, type ChartFile, chartPathOf } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import { tableAt } from '../values/value-path.js';
import { valuesType } from '../values/values-type.js';
import { chartStructValue, chartValue } from './chart-value.js';
import { filesValue } from './files-value.js';

/** A template file with what its templates see. */
export interface TemplateFile {
  /** `chart/templates/x.yaml`. */
  readonly name: string;
  readonly file: ChartFile;
  /** `.`: shared by all templates of a chart. */
  readonly data: GoMap;
  /** `chart/templates`. */
  readonly basePath: string;
}

interface Place {
  readonly chart: Chart;
  readonly path: string;
  readonly isRoot: boolean;
  /** `.` of the chart above, or what is common to all charts. */
  readonly above: GoMap;
}

/**
 * The template files of a chart and its subcharts in the order that Helm parses and executes them: the deepest first.
 *
 * @param top Release, Capabilities and Values.
 */
export function collectTemplates(chart: Chart, top: GoMap, helmVersion: HelmVersion): TemplateFile[] {
  const files = new Map<string, TemplateFile>();
  collect(files, { chart, path: chartPathOf(chart, undefined), isRoot: true, above: top }, helmVersion);
  const depths = new Map([...files.keys()].map((name) => [name, name.split('/').length]));
  const depthOf = ({ name }: TemplateFile): number => depths.get(name) ?? 0;
  return [...files.values()].sort((a, b) => depthOf(b) - depthOf(a) || (a.name < b.name ? 1 : -1));
}

function collect(files: Map<string, TemplateFile>, place: Place, helmVersion: HelmVersion): GoMap {
  const { chart, path } = place;
  const subcharts = new GoMap();
  const data = dataOf(place, { subcharts, helmVersion });
  for (const subchart of chart.dependencies) {
    const inner = {
      chart: subchart,
      path: chartPathOf(subchart, path),
      isRoot: false,
      above: data,
    };
    subcharts.set(subchart.metadata.name, collect(files, inner, helmVersion).as(goType.MAP));
  }
  for (const file of chart.templates) {
    // A library only lends its partials.
    if (chart.metadata.type === 'library' && !baseName(file.name).startsWith('_')) continue;
    const name = `${path}/${file.name}`;
    files.set(name, { name, file, data, basePath: `${path}/templates` });
  }
  return data;
}

function dataOf(
  { chart, isRoot, above }: Place,
  { subcharts, helmVersion }: { readonly subcharts: GoMap; readonly helmVersion: HelmVersion },
): GoMap {
  const type = valuesType(helmVersion);
  const toChart = helmVersion === '4.2' ? chartValue : chartStructValue;
  return goMap(
    [
      ['Capabilities', above.get('Capabilities')],
      ['Chart', toChart(chart.metadata, isRoot)],
      ['Files', filesValue(chart.files)],
      ['Release', above.get('Release')],
      ['Subcharts', subcharts],
      ['Values', isRoot ? above.get('Values') : valuesOf(chart, above).as(type)],
    ],
    type,
  );
}

function valuesOf(chart: Chart, above: GoMap): GoMap {
  const values: GoValue = above.get('Values');
  const found = values instanceof GoMap ? tableAt(values, chart.metadata.name) : undefined;
  return found !== undefined && 'table' in found ? found.table : new GoMap();
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
