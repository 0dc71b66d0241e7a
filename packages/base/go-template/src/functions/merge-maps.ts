import { GoMap } from '../value/go-map.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { GoStruct } from '../value/go-struct.js';
import { type GoValue, isNil, itemsOf } from '../value/go-value.js';
import { requireModestSize } from '../value/require-modest-size.js';
import { isEmpty } from '../value/truth.js';

/** Merges the sources into `target`, maps within maps too. @param overwrite whether a source wins over what the target has. */
export function mergeMaps(target: GoMap, sources: readonly GoMap[], overwrite: boolean): GoMap {
  // A nil target takes its entries from the first source; there is no other name by which it could be seen.
  const merged = target.isNil && sources.some((source) => !source.isNil) ? new GoMap() : target;
  for (const source of sources) {
    requireModestSize(source);
    mergeInto(merged, source, overwrite);
  }
  return merged;
}

function mergeInto(target: GoMap, source: GoMap, overwrite: boolean): void {
  for (const key of source.keys()) mergeEntry(target, { key, value: source.get(key), source }, overwrite);
}

function mergeEntry(
  target: GoMap,
  { key, value, source }: { readonly key: string; readonly value: GoValue; readonly source: GoMap },
  overwrite: boolean,
): void {
  if (value === null || value === undefined) {
    if (overwrite) target.set(key, null);
    return;
  }
  const existing = target.get(key);
  if (value instanceof GoMap) mergeNested(existing, value, overwrite);
  const isList = isSlice(value);
  if (isList) {
    // The library replaces a list when overwriting, or when the whole target is still empty; else it sets the old one again.
    const replaces = !isEmpty(source) && (overwrite || isEmpty(target));
    target.set(key, replaces ? value : existing === undefined || isNil(existing) ? emptyLike(value) : existing);
  }
  if (existing !== undefined && !isEmptyForMerge(existing)) {
    if (isList || (value instanceof GoMap && existing instanceof GoMap)) return;
  }
  if (overwrite || existing === undefined || isEmptyForMerge(existing)) target.set(key, value);
}

function mergeNested(existing: GoValue, value: GoMap, overwrite: boolean): void {
  if (existing instanceof GoMap && !existing.isNil) mergeInto(existing, value, overwrite);
}

function isSlice(value: GoValue): boolean {
  return itemsOf(value) !== undefined;
}

function emptyLike(value: GoValue): GoValue {
  if (value instanceof GoSlice) return new GoSlice(value.type, []);
  return value instanceof GoBytes ? new GoBytes(value.type, new Uint8Array()) : [];
}

/** A struct is never empty for the merge. */
function isEmptyForMerge(value: GoValue): boolean {
  return !(value instanceof GoStruct) && isEmpty(value);
}
