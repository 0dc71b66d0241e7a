import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';

/** What happened to a value. */
export type ChangeDetail =
  | { readonly kind: 'added' | 'removed'; readonly value: JsonValue }
  | { readonly kind: 'modified' | 'reordered'; readonly from: JsonValue; readonly to: JsonValue };

/** The changes of one value. */
export interface ValueChange {
  /** Names of fields and list entries, indices where an entry has no name. */
  readonly path: readonly string[];
  readonly details: readonly ChangeDetail[];
}

/** Fields by which list entries are known. */
const IDENTIFIERS = ['name', 'key', 'id', 'manager'];

/**
 * What differs between two values, in the way of dyff (v1.10), which Flux shows differences with: fields and list entries
 * that were added or removed are told of the map or list that they are in.
 */
export function compareValues(from: JsonValue, to: JsonValue, path: readonly string[] = []): readonly ValueChange[] {
  if (isJsonObject(from) && isJsonObject(to)) return compareMaps(from, to, path);
  if (isList(from) && isList(to)) return compareLists(from, to, path);
  return jsonEqual(from, to) ? [] : [{ path, details: [{ kind: 'modified', from, to }] }];
}

function compareMaps(from: JsonObject, to: JsonObject, path: readonly string[]): readonly ValueChange[] {
  const removed = Object.entries(from).filter(([key]) => !Object.hasOwn(to, key));
  const added = Object.entries(to).filter(([key]) => !Object.hasOwn(from, key));
  const own = changeOf(path, [
    ...(removed.length === 0 ? [] : [{ kind: 'removed', value: Object.fromEntries(removed) } as const]),
    ...(added.length === 0 ? [] : [{ kind: 'added', value: Object.fromEntries(added) } as const]),
  ]);
  const inner = Object.entries(from).flatMap(([key, value]) =>
    Object.hasOwn(to, key) ? compareValues(value ?? null, to[key] ?? null, [...path, key]) : [],
  );
  return [...own, ...inner];
}

function compareLists(
  from: readonly JsonValue[],
  to: readonly JsonValue[],
  path: readonly string[],
): readonly ValueChange[] {
  const identifier = IDENTIFIERS.find((field) => names(from, field) !== undefined && names(to, field) !== undefined);
  if (identifier !== undefined) return compareNamed(from as JsonObject[], to as JsonObject[], { path, identifier });
  const [first, other] = [from[0], to[0]];
  if (from.length === 1 && to.length === 1 && first !== undefined && other !== undefined) {
    return compareValues(first, other, [...path, '0']);
  }
  return comparePlain(from, to, path);
}

/** The names of the entries, when all have one and no two the same. */
function names(list: readonly JsonValue[], field: string): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const entry of list) {
    const name = isJsonObject(entry) ? entry[field] : undefined;
    if (typeof name !== 'string' || found.has(name)) return undefined;
    found.add(name);
  }
  return found;
}

function compareNamed(
  from: readonly JsonObject[],
  to: readonly JsonObject[],
  { path, identifier }: { readonly path: readonly string[]; readonly identifier: string },
): readonly ValueChange[] {
  const nameOf = (entry: JsonObject): string => String(entry[identifier]);
  const byName = new Map(to.map((entry) => [nameOf(entry), entry]));
  const before = new Set(from.map(nameOf));
  const removed = from.filter((entry) => !byName.has(nameOf(entry)));
  const added = to.filter((entry) => !before.has(nameOf(entry)));
  const kept = [from.map(nameOf).filter((name) => byName.has(name)), to.map(nameOf).filter((name) => before.has(name))];
  const inner = from.flatMap((entry) => {
    const other = byName.get(nameOf(entry));
    return other === undefined ? [] : compareValues(entry, other, [...path, nameOf(entry)]);
  });
  return [...changeOf(path, listDetails({ removed, added, kept })), ...inner];
}

function comparePlain(
  from: readonly JsonValue[],
  to: readonly JsonValue[],
  path: readonly string[],
): readonly ValueChange[] {
  const [left, right] = [countByText(from), countByText(to)];
  const removed = surplus(from, { left, right });
  const added = surplus(to, { left: right, right: left });
  const kept = [
    from.filter((entry) => right.has(JSON.stringify(entry))),
    to.filter((entry) => left.has(JSON.stringify(entry))),
  ];
  return changeOf(path, listDetails({ removed, added, kept }));
}

function countByText(list: readonly JsonValue[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of list) {
    const text = JSON.stringify(entry);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

type Counts = ReadonlyMap<string, number>;

/** The entries of which the left has more. */
function surplus(list: readonly JsonValue[], { left, right }: { readonly left: Counts; readonly right: Counts }) {
  const told = new Set<string>();
  return list.flatMap((entry) => {
    const text = JSON.stringify(entry);
    if (!right.has(text)) return [entry];
    const more = (left.get(text) ?? 0) - (right.get(text) ?? 0);
    if (more <= 0 || told.has(text)) return [];
    told.add(text);
    return Array.from({ length: more }, () => entry);
  });
}

function listDetails({
  removed,
  added,
  kept: [before = [], after = []],
}: {
  readonly removed: readonly JsonValue[];
  readonly added: readonly JsonValue[];
  /** What both lists have, in the order of each. */
  readonly kept: readonly (readonly JsonValue[])[];
}): readonly ChangeDetail[] {
  const isReordered = before.length === after.length && !jsonEqual(before, after);
  return [
    ...(isReordered ? [{ kind: 'reordered', from: before, to: after } as const] : []),
    ...(removed.length === 0 ? [] : [{ kind: 'removed', value: removed } as const]),
    ...(added.length === 0 ? [] : [{ kind: 'added', value: added } as const]),
  ];
}

function changeOf(path: readonly string[], details: readonly ChangeDetail[]): readonly ValueChange[] {
  return details.length === 0 ? [] : [{ path, details }];
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
