import { GoMap, type GoValue } from '@gotk/go-template';

/** A copy that shares no table and no list with the original. */
export function copyTable(table: GoMap): GoMap {
  const copied = new GoMap(table.type);
  for (const key of table.keys()) copied.set(key, copyValue(table.get(key)));
  return copied;
}

function copyValue(value: GoValue): GoValue {
  if (value instanceof GoMap) return copyTable(value);
  return Array.isArray(value) ? value.map(copyValue) : value;
}
