import type { GoMap } from '@gotk/go-template';
import { findVersion, matchesConstraint, parseConstraint } from '@gotk/semver';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { coalesceValues } from '../values/coalesce-values.js';
import { scalarAt, tableAt } from '../values/value-path.js';
import { adopt, type ChartNode, copyForEntry, type NodeEntry } from './chart-graph.js';

interface Level {
  readonly values: GoMap;
  /** Where the values of this chart stand in the root's, with a dot at the end. */
  readonly path: string;
  readonly helmVersion: HelmVersion;
}

/** Leaves out the subcharts that are switched off and gives the others their aliases, at every level. */
export function selectSubcharts(node: ChartNode, level: Level, log: HelmLog): void {
  const { values, path, helmVersion } = level;
  const entries = node.metadata.dependencies;
  if (entries === undefined) return;
  adopt(node, namedSubcharts(node, entries, helmVersion));
  const coalesced = coalesceValues(node, values, log, helmVersion);
  const enabled = entries.filter((entry) => isEnabled(entry, { ...level, values: coalesced }, log));
  const removed = new Set(entries.filter((entry) => !enabled.includes(entry)).map(({ name }) => name));
  const kept = node.dependencies.filter(({ metadata }) => !removed.has(metadata.name));
  for (const subchart of kept) {
    selectSubcharts(subchart, { values: coalesced, path: `${path}${subchart.metadata.name}.`, helmVersion }, log);
  }
  const left = entries.filter(({ name }) => !removed.has(name));
  node.metadata.dependencies = left.length === 0 ? undefined : left;
  adopt(node, kept);
}

/** The subcharts that no entry names, then one for each entry, which goes by its alias from here on. */
function namedSubcharts(node: ChartNode, entries: readonly NodeEntry[], helmVersion: HelmVersion): ChartNode[] {
  const subcharts = node.dependencies.filter((subchart) => !entries.some((entry) => fits(subchart, entry)));
  for (const entry of entries) {
    const found = node.dependencies.find((subchart) => fits(subchart, entry));
    if (found !== undefined) subcharts.push(copyForEntry(found, entry, helmVersion));
    if (entry.given.alias !== '') entry.name = entry.given.alias;
  }
  return subcharts;
}

function fits({ metadata }: ChartNode, { name, given }: NodeEntry): boolean {
  return metadata.name === name && isCompatibleRange(given.version, metadata.given.version);
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
function isEnabled(entry: NodeEntry, level: Level, log: HelmLog): boolean {
  const byTags = isEnabledByTags(entry, level.values, log);
  for (const condition of entry.given.condition.trim().split(',')) {
    if (condition === '') continue;
    const value = scalarAt(level.values, level.path + condition);
    if (typeof value === 'boolean') return value;
    if (value !== undefined) warnNotBoolean(['path', condition], entry, log);
  }
  return byTags;
}

function isEnabledByTags({ given, name }: NodeEntry, values: GoMap, log: HelmLog): boolean {
  const found = tableAt(values, 'tags');
  if ('problem' in found) return true;
  const settings: boolean[] = [];
  for (const tag of given.tags) {
    const value = found.table.get(tag);
    if (typeof value === 'boolean') settings.push(value);
    else if (value !== undefined) warnNotBoolean(['tag', tag], { name }, log);
  }
  return settings.length === 0 || settings.includes(true);
}

function warnNotBoolean(attribute: readonly [string, string], { name }: Pick<NodeEntry, 'name'>, log: HelmLog): void {
  log({ level: 'WARN', message: 'returned non-bool value', attributes: [attribute, ['chart', name]] });
}
