import { GoMap, type GoValue } from '@gotk/go-template';

/** A copy that shares no table and no list with the original. */
export function copyTable(table: GoMap): GoMap {
  return table.mapped(copyValue);
}

function copyValue(value: GoValue): GoValue {
  if (value instanceof GoMap) return copyTable(value);
  return Array.isArray(value) ? value.map(copyValue) : value;
}
