import { isJsonObject, type JsonObject, type JsonValue, jsonEqual, renderJsonPointer } from '@gotk/json';

/** One operation of a JSON patch. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: JsonValue;
}

/**
 * The JSON patch that turns one value into another: lists grow and shrink at their end, and a part is replaced as a whole where
 * that takes no more operations than it has changes.
 */
export function createJsonPatch(before: JsonObject, after: JsonObject): readonly PatchOperation[] {
  return compareObjects(before, after, []);
}

type Path = readonly (string | number)[];

function compareValues(before: JsonValue, after: JsonValue, path: Path): readonly PatchOperation[] {
  if (jsonEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (isJsonObject(before) && isJsonObject(after)) return compareObjects(before, after, path);
  return [operation('replace', path, after)];
}

function compareObjects(before: JsonObject, after: JsonObject, path: Path): readonly PatchOperation[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [old, value] = [fieldOf(before, name), fieldOf(after, name)];
    if (value === undefined) return old === undefined ? [] : [operation('remove', [...path, name])];
    return old === undefined ? [operation('add', [...path, name], value)] : compareValues(old, value, [...path, name]);
  });
}

function compareLists(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: Path,
): readonly PatchOperation[] {
  const common = Math.min(before.length, after.length);
  const changed = before
    .slice(0, common)
    .flatMap((item, index) => compareValues(item, after[index] ?? null, [...path, index]));
  const added = after.slice(common).map((item) => operation('add', [...path, '-'], item));
  // From the end, so that the places of the others stay.
  const removed = before.slice(common).map((_, index) => operation('remove', [...path, before.length - 1 - index]));
  return [...changed, ...added, ...removed];
}

function fieldOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function operation(op: PatchOperation['op'], path: Path, value?: JsonValue): PatchOperation {
  return { op, path: renderJsonPointer(path.map(String)), ...(value === undefined ? {} : { value }) };
}
