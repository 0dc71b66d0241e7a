import { GoMap, sprintf } from '@gotk/go-template';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import { copyTable } from './copy-values.js';

const GLOBAL_KEY = 'global';

/** What values are made of. */
interface ValuedChart {
  readonly metadata: { readonly name: string };
  readonly values: GoMap | undefined;
  readonly dependencies: readonly ValuedChart[];
}

/** Whether nulls delete what lies below them (coalescing), or are kept for a later coalescing (merging). */
type Mode = 'coalesce' | 'merge';

interface Context {
  readonly mode: Mode;
  /** Whether nulls among the defaults are values, as they are to Helm 3. */
  readonly keepsNulls: boolean;
  readonly log: HelmLog;
}

/**
 * The values that the templates of a chart and its subcharts see: the given ones over the chart's defaults, tables merged, lists
 * and scalars replaced, globals handed down. A null removes a default.
 *
 * @param values stays as it is.
 * @throws LocatedError `values-type` when the values of a subchart are no table.
 */
export function coalesceValues(
  chart: ValuedChart,
  values: GoMap,
  log: HelmLog = silentLog,
  helmVersion: HelmVersion = '4.2',
): GoMap {
  const keepsNulls = helmVersion === '3.22';
  return coalesce(chart, copyTable(values), { prefix: '', context: { mode: 'coalesce', keepsNulls, log } });
}

/** Like {@link coalesceValues}, but nulls stay. */
export function mergeValues(chart: ValuedChart, values: GoMap, log: HelmLog = silentLog): GoMap {
  return coalesce(chart, copyTable(values), { prefix: '', context: { mode: 'merge', keepsNulls: true, log } });
}

/** The target with what it lacks from the source, tables merged; a null removes. Both are changed. */
export function coalesceTables(target: GoMap, source: GoMap, log: HelmLog = silentLog): GoMap {
  return coalesceInto(target, source, { prefix: '', context: { mode: 'coalesce', keepsNulls: false, log } });
}

/** Like {@link coalesceTables}, but nulls stay. */
export function mergeTables(target: GoMap, source: GoMap, log: HelmLog = silentLog): GoMap {
  return coalesceInto(target, source, { prefix: '', context: { mode: 'merge', keepsNulls: true, log } });
}

interface At {
  /** The path of the table, for log lines. */
  readonly prefix: string;
  readonly context: Context;
}

function coalesce(chart: ValuedChart, target: GoMap, at: At): GoMap {
  takeDefaults(chart, target, at);
  return coalesceSubcharts(chart, target, at);
}

function coalesceSubcharts(chart: ValuedChart, target: GoMap, { prefix, context }: At): GoMap {
  for (const subchart of chart.dependencies) {
    const { name } = subchart.metadata;
    const own = target.has(name) ? target.get(name) : new GoMap();
    if (!(own instanceof GoMap)) {
      throw helmError('values-type', sprintf('type mismatch on %s: %t', [name, own]), {
        hint: `Give the subchart "${name}" a table of values.`,
      });
    }
    const inner = { prefix: joinPrefix(prefix, chart.metadata.name), context };
    handDownGlobals(own, target, inner);
    target.set(name, coalesce(subchart, own, inner));
  }
  return target;
}

/** The chart's defaults under the values that are given. */
function takeDefaults(chart: ValuedChart, target: GoMap, { prefix, context }: At): void {
  if (chart.values === undefined) return;
  const defaults = copyTable(chart.values);
  const { mode, keepsNulls } = context;
  const dropsNulls = mode === 'coalesce' && !keepsNulls;
  for (const key of defaults.keys()) {
    const value = defaults.get(key);
    if (target.has(key)) {
      meetDefault(target, { key, value }, { chart, prefix, context });
    } else if (!dropsNulls || value !== null) {
      if (dropsNulls && value instanceof GoMap) removeNulls(value);
      target.set(key, value);
    }
  }
}

interface ChartAt extends At {
  readonly chart: ValuedChart;
}

function meetDefault(
  target: GoMap,
  { key, value }: { readonly key: string; readonly value: ReturnType<GoMap['get']> },
  { chart, prefix, context }: ChartAt,
): void {
  const given = target.get(key);
  if (given === null && context.mode === 'coalesce') {
    target.delete(key);
    return;
  }
  if (!(given instanceof GoMap)) return;
  const chartPrefix = joinPrefix(prefix, chart.metadata.name);
  if (!(value instanceof GoMap)) {
    if (value !== null) warn(context, `warning: skipped value for ${chartPrefix}.${key}: Not a table.`);
    return;
  }
  // The subchart's own coalescing will deal with its nulls.
  const isSubchart = chart.dependencies.some(({ metadata }) => metadata.name === key);
  const mode: Mode = isSubchart ? 'merge' : context.mode;
  if (mode === 'coalesce' && !context.keepsNulls) removeNulls(value);
  coalesceInto(given, value, { prefix: joinPrefix(chartPrefix, key), context: { ...context, mode } });
}

/** Copies the globals of a chart into those of a subchart, where they win. */
function handDownGlobals(target: GoMap, source: GoMap, { prefix, context }: At): void {
  const own = target.has(GLOBAL_KEY) ? target.get(GLOBAL_KEY) : new GoMap();
  if (!(own instanceof GoMap)) {
    return warn(context, `warning: skipping globals because destination ${GLOBAL_KEY} is not a table.`);
  }
  const above = source.has(GLOBAL_KEY) ? source.get(GLOBAL_KEY) : new GoMap();
  if (!(above instanceof GoMap)) {
    return warn(context, `warning: skipping globals because source ${GLOBAL_KEY} is not a table.`);
  }
  for (const key of above.keys()) handDownGlobal(own, { key, value: above.get(key) }, { prefix, context });
  target.set(GLOBAL_KEY, own);
}

function handDownGlobal(
  own: GoMap,
  { key, value }: { readonly key: string; readonly value: ReturnType<GoMap['get']> },
  { prefix, context }: At,
): void {
  const below = own.get(key);
  if (!(value instanceof GoMap)) {
    if (below instanceof GoMap) warn(context, `key ${key} is table. Skipping`);
    else own.set(key, value);
    return;
  }
  if (own.has(key) && !(below instanceof GoMap)) {
    return warn(context, sprintf('Conflict: cannot merge map onto non-map for %q. Skipping.', [key]));
  }
  const copy = value.mapped((inner) => inner);
  if (below instanceof GoMap) {
    coalesceInto(copy, below, { prefix: joinPrefix(prefix, key), context: { ...context, mode: 'merge' } });
  }
  own.set(key, copy);
}

function coalesceInto(target: GoMap, source: GoMap, { prefix, context }: At): GoMap {
  const hadValue = new Set(source.keys().filter((key) => source.get(key) !== null));
  for (const key of target.keys()) {
    if (target.get(key) === null) source.set(key, null);
  }
  for (const key of source.keys()) {
    const value = source.get(key);
    const given = target.get(key);
    const path = joinPrefix(prefix, key);
    if (given === null && context.mode === 'coalesce' && hadValue.has(key)) target.delete(key);
    else if (given === undefined) target.set(key, value);
    else if (value instanceof GoMap) {
      if (given instanceof GoMap) coalesceInto(given, value, { prefix: path, context });
      else warn(context, sprintf('warning: cannot overwrite table with non table for %s (%v)', [path, value]));
    } else if (given instanceof GoMap && value !== null) {
      const message = sprintf('warning: destination for %s is a table. Ignoring non-table value (%v)', [path, value]);
      warn(context, message);
    }
  }
  return target;
}

function removeNulls(table: GoMap): void {
  for (const key of table.keys()) {
    const value = table.get(key);
    if (value === null) table.delete(key);
    else if (value instanceof GoMap) removeNulls(value);
  }
}

function joinPrefix(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

function warn({ log }: Context, message: string): void {
  log({ level: 'INFO', message, attributes: [] });
}
