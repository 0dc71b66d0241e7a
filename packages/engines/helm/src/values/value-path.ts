import { GoMap, type GoValue, quoteText } from '@gotk/go-template';

/** A table, or why there is none. */
export type FoundTable = { readonly table: GoMap } | { readonly problem: string };

/** The table at a path such as `a.b`. */
export function tableAt(values: GoMap, path: string): FoundTable {
  let table = values;
  for (const key of path.split('.')) {
    const next = table.get(key);
    if (!(next instanceof GoMap)) return { problem: `${quoteText(key)} is not a table` };
    table = next;
  }
  return { table };
}

/** The value at a path that is no table, or `undefined`. */
export function scalarAt(values: GoMap, path: string): GoValue {
  const dot = path.lastIndexOf('.');
  const found = dot === -1 ? { table: values } : tableAt(values, path.slice(0, dot));
  if ('problem' in found) return undefined;
  const value = found.table.get(path.slice(dot + 1));
  return value instanceof GoMap ? undefined : value;
}
