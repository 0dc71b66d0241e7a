import { isJsonObject, type JsonObject, type JsonValue, jsonEqual, renderGoValue } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import { PATCH, RETAIN_KEYS } from '../directives.js';
import { elementKind } from '../lists/element-kind.js';
import { deduplicateScalars, sortScalars } from '../lists/sort-elements.js';
import { type FieldMerging, listFieldMerging, objectFieldMerging } from '../schema/field-merging.js';
import { mergeError } from '../strategic-merge-error.js';

type List = readonly JsonValue[];

/** How values without a field of their own merge. */
type Merging = Pick<FieldMerging, 'strategy' | 'mergeKey'> & { readonly schema: KubeSchema };

/** Whether two patches of one type say different things about the same fields. */
export function haveConflicts(left: JsonObject, right: JsonObject, schema: KubeSchema): boolean {
  return valuesConflict(left, right, { strategy: '', mergeKey: '', schema });
}

function valuesConflict(left: JsonValue, right: JsonValue, merging: Merging): boolean {
  if (isJsonObject(left)) return !isJsonObject(right) || objectsConflict(left, right, merging);
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, merging);
  return !jsonEqual(left, right);
}

function objectsConflict(left: JsonObject, right: JsonObject, { strategy, schema }: Merging): boolean {
  const [leftDirective, rightDirective] = [fieldIn(left, PATCH), fieldIn(right, PATCH)];
  if (leftDirective !== rightDirective) return true;
  if (strategy === 'replace') return false;
  return Object.entries(left).some(([key, value]) => {
    const other = fieldIn(right, key);
    if (value === undefined || other === undefined || key === PATCH || key === RETAIN_KEYS) return false;
    return valuesConflict(value, other, mergingOf(schema, key, value));
  });
}

function fieldIn(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function mergingOf(schema: KubeSchema, key: string, value: JsonValue): Merging {
  if (Array.isArray(value)) return listFieldMerging(schema, key);
  return isJsonObject(value) ? objectFieldMerging(schema, key) : { strategy: '', mergeKey: '', schema };
}

function listsConflict(left: List, right: List, { strategy, mergeKey, schema }: Merging): boolean {
  const kind = elementKind(left, right);
  const plain: Merging = { strategy: '', mergeKey: '', schema };
  if (strategy === 'merge') return kind === 'object' && namedElementsConflict(left, right, { mergeKey, schema });
  if (left.length !== right.length) return true;
  const lefts = kind === 'object' ? left : sortScalars(deduplicateScalars(left));
  const rights = kind === 'object' ? right : sortScalars(deduplicateScalars(right));
  return lefts.some((value, index) => valuesConflict(value, rights[index] ?? null, plain));
}

function namedElementsConflict(
  left: List,
  right: List,
  { mergeKey, schema }: { readonly mergeKey: string; readonly schema: KubeSchema },
): boolean {
  const rights = byName(right, mergeKey);
  return Array.from(byName(left, mergeKey)).some(([name, element]) => {
    const other = rights.get(name);
    return other !== undefined && valuesConflict(element, other, { strategy: '', mergeKey: '', schema });
  });
}

function byName(list: List, mergeKey: string): ReadonlyMap<string, JsonObject> {
  return new Map(
    list.map((element) => {
      if (!isJsonObject(element)) throw mergeError(`invalid element type in merging list:${renderGoValue(list)}`);
      const name = fieldIn(element, mergeKey);
      if (name !== undefined) return [renderGoValue(name), element] as const;
      const shown = renderGoValue(element);
      throw mergeError(`cannot find merge key \`${mergeKey}\` in merging list element:${shown}`);
    }),
  );
}
