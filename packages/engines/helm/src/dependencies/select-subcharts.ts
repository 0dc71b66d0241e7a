import type { GoMap } from '@gotk/go-template';
import { findVersion, matchesConstraint, parseConstraint } from '@gotk/semver';
import type { Chart } from '../chart/chart.js';
import type { ChartDependency } from '../chart/chart-metadata.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { coalesceValues } from '../values/coalesce-values.js';
import { scalarAt, tableAt } from '../values/value-path.js';

interface Level {
  readonly values: GoMap;
  /** Where the values of this chart stand in the root's, with a dot at the end. */
  readonly path: string;
  readonly helmVersion: HelmVersion;
  /** The path of the chart with the names from before aliases. */
  readonly loadedPath: string;
}

/** Leaves out the subcharts that are switched off and gives the others their aliases, at every level. */
export function selectSubcharts(chart: Chart, level: Level, log: HelmLog): Chart {
  const { values, path, helmVersion } = level;
  const { dependencies } = chart.metadata;
  if (dependencies === undefined) return helmVersion === '3.22' ? { ...chart, loadedPath: level.loadedPath } : chart;
  const entries = dependencies.map(underAlias);
  const aliased: Chart = {
    ...chart,
    metadata: { ...chart.metadata, dependencies: entries },
    dependencies: aliasedCharts(chart, dependencies),
  };
  const coalesced = coalesceValues(aliased, values, log, helmVersion);
  const enabled = entries.filter((entry) => isEnabled(entry, { ...level, values: coalesced }, log));
  const removed = new Set(entries.filter((entry) => !enabled.includes(entry)).map(({ name }) => name));
  const kept = aliased.dependencies.filter(({ metadata }) => !removed.has(metadata.name));
  return {
    ...aliased,
    metadata: { ...aliased.metadata, dependencies: enabled.length === 0 ? undefined : enabled },
    dependencies: kept.map((subchart) => {
      const { name } = subchart.metadata;
      const loadedPath = `${level.loadedPath}/charts/${loadedName(name, dependencies)}`;
      return selectSubcharts(subchart, { values: coalesced, path: `${path}${name}.`, helmVersion, loadedPath }, log);
    }),
  };
}

function loadedName(name: string, dependencies: readonly ChartDependency[]): string {
  return dependencies.find(({ alias }) => alias === name)?.name ?? name;
}

/** From here on a dependency goes by its alias. */
function underAlias(entry: ChartDependency): ChartDependency {
  return { ...entry, name: entry.alias === '' ? entry.name : entry.alias, enabled: true };
}

/** The subcharts that no dependency names, then one for each dependency. */
function aliasedCharts(chart: Chart, dependencies: readonly ChartDependency[]): Chart[] {
  const unnamed = chart.dependencies.filter((subchart) => !dependencies.some((entry) => fits(subchart, entry)));
  const named = dependencies.flatMap((entry) => {
    const found = chart.dependencies.find((subchart) => fits(subchart, entry));
    return found === undefined ? [] : [entry.alias === '' ? found : renamed(found, entry.alias)];
  });
  return [...unnamed, ...named];
}

function renamed(chart: Chart, name: string): Chart {
  return { ...chart, metadata: { ...chart.metadata, name } };
}

function fits({ metadata }: Chart, { name, version }: ChartDependency): boolean {
  return metadata.name === name && isCompatibleRange(version, metadata.version);
}

/** Whether a version lies in a range; not when either is malformed. */
export function isCompatibleRange(range: string, version: string): boolean {
  const found = findVersion(version);
  if (found === undefined) return false;
  try {
    return matchesConstraint(found, parseConstraint(range));
  } catch {
    return false;
  }
}

/** The first condition that holds a boolean decides; else a tag that is on, unless all that are set are off. */
function isEnabled(entry: ChartDependency, level: Level, log: HelmLog): boolean {
  const byTags = isEnabledByTags(entry, level.values, log);
  for (const condition of entry.condition.trim().split(',')) {
    if (condition === '') continue;
    const value = scalarAt(level.values, level.path + condition);
    if (typeof value === 'boolean') return value;
    if (value !== undefined) warnNotBoolean(['path', condition], entry, log);
  }
  return byTags;
}

function isEnabledByTags({ tags, name }: ChartDependency, values: GoMap, log: HelmLog): boolean {
  const found = tableAt(values, 'tags');
  if ('problem' in found) return true;
  const settings: boolean[] = [];
  for (const tag of tags) {
    const value = found.table.get(tag);
    if (typeof value === 'boolean') settings.push(value);
    else if (value !== undefined) warnNotBoolean(['tag', tag], { name }, log);
  }
  return settings.length === 0 || settings.includes(true);
}

function warnNotBoolean(
  attribute: readonly [string, string],
  { name }: Pick<ChartDependency, 'name'>,
  log: HelmLog,
): void {
  log({ level: 'WARN', message: 'returned non-bool value', attributes: [attribute, ['chart', name]] });
}
