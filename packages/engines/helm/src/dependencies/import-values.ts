import { GoMap, goMap, goValueOf, valueText } from '@gotk/go-template';
import { isJsonObject, type JsonValue } from '@gotk/json';
import type { HelmLog } from '../log/helm-log.js';
import { mergeTables, mergeValues } from '../values/coalesce-values.js';
import { copyTable } from '../values/copy-values.js';
import { tableAt } from '../values/value-path.js';
import type { ChartNode, NodeEntry } from './chart-graph.js';

/** A table of a subchart's values that goes into its parent's. */
interface Import {
  readonly child: string;
  readonly parent: string;
  /** Written as a name under `exports`. */
  readonly isExport: boolean;
}

/** Takes the values that charts import from their subcharts into their own, from the leaves up. */
export function importSubchartValues(node: ChartNode, log: HelmLog): void {
  for (const subchart of node.dependencies) importSubchartValues(subchart, log);
  const entries = node.metadata.dependencies;
  if (entries === undefined) return;
  const merged = mergeValues(node, new GoMap(), log);
  let imported = new GoMap();
  for (const entry of entries) {
    const imports = importsOf(entry);
    for (const wanted of imports) imported = importTable(imported, { merged, entry, wanted }, log);
    // How the entry shows in `.Chart.Dependencies` from now on.
    entry.importValues = imports.map(({ child, parent }) => ({ child, parent }));
    entry.isImported = true;
  }
  // What the parent says wins over what it imports.
  node.values = mergeTables(copyTable(merged), imported, log);
}

function importsOf({ importValues, isImported }: NodeEntry): Import[] {
  return isImported ? [] : importValues.map(importOf).filter((wanted) => wanted !== undefined);
}

function importOf(value: JsonValue): Import | undefined {
  if (typeof value === 'string') return { child: `exports.${value}`, parent: '.', isExport: true };
  if (!isJsonObject(value)) return undefined;
  return { child: fieldText(value['child']), parent: fieldText(value['parent']), isExport: false };
}

function fieldText(value: JsonValue | undefined): string {
  return valueText(goValueOf(value));
}

interface Source {
  readonly merged: GoMap;
  readonly entry: NodeEntry;
  readonly wanted: Import;
}

function importTable(imported: GoMap, { merged, entry, wanted }: Source, log: HelmLog): GoMap {
  const found = tableAt(merged, `${entry.name}.${wanted.child}`);
  if ('problem' in found) {
    const error = ['error', found.problem] as const;
    if (wanted.isExport) log({ level: 'WARN', message: 'ImportValues missing table', attributes: [error] });
    else {
      const message = 'ImportValues missing table from chart';
      log({ level: 'WARN', message, attributes: [['chart', entry.name], error] });
    }
    return imported;
  }
  return mergeTables(imported, atPath(wanted.parent, found.table), log);
}

/** The table nested under a path; `.` is the table itself. */
function atPath(path: string, table: GoMap): GoMap {
  if (path === '.') return table;
  return path.split('.').reduceRight((inner, key) => goMap([[key, inner]]), table);
}
