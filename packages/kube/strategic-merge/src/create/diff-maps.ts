import { goTypeName, isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import { DELETE_FROM_PRIMITIVE_LIST, PATCH, RETAIN_KEYS, SET_ELEMENT_ORDER } from '../directives.js';
import { sortScalars } from '../lists/sort-elements.js';
import { type FieldMerging, listFieldMerging, objectFieldMerging } from '../schema/field-merging.js';
import { mergeError } from '../strategic-merge-error.js';
import { diffLists } from './diff-lists.js';
import type { DiffOptions } from './diff-options.js';

type Patch = Map<string, JsonValue>;

/** The strategic merge patch that leads from `original` to `modified`, as far as `options` ask for it. */
export function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  schema: KubeSchema,
  options: DiffOptions,
): JsonObject {
  const patch: Patch = new Map();
  for (const [key, value] of Object.entries(modified)) {
    if (value !== undefined) diffField(patch, { key, before: fieldIn(original, key), after: value }, schema, options);
  }
  if (!options.ignoreDeletions) {
    for (const key of Object.keys(original)) {
      if (fieldIn(original, key) !== undefined && fieldIn(modified, key) === undefined) patch.set(key, null);
    }
  }
  if (options.retainKeys) addRetainKeys(patch, original, modified);
  return Object.fromEntries(patch);
}

function fieldIn(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The fields to keep, where the patch changes anything at all. */
function addRetainKeys(patch: Patch, original: JsonObject, modified: JsonObject): void {
  const kept = Object.keys(modified).filter((key) => modified[key] !== undefined && modified[key] !== null);
  const hasMore = Object.keys(original).some(
    (key) => (original[key] ?? null) !== null && fieldIn(modified, key) === undefined,
  );
  if (kept.length > 0 && (patch.size > 0 || hasMore)) patch.set(RETAIN_KEYS, sortScalars(kept));
}

interface FieldChange {
  readonly key: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue;
}

function diffField(patch: Patch, change: FieldChange, schema: KubeSchema, options: DiffOptions): void {
  const { key, before, after } = change;
  if (before !== undefined && key === PATCH) return diffDirective(patch, before, after);
  if (before === undefined || goTypeName(before) !== goTypeName(after)) {
    if (!options.ignoreChangesAndAdditions) patch.set(key, after);
  } else if (isJsonObject(before) && isJsonObject(after))
    diffObjectField(patch, { key, before, after }, schema, options);
  else if (Array.isArray(before) && Array.isArray(after)) diffListField(patch, { key, before, after }, schema, options);
  else replaceIfChanged(patch, change, options);
}

function diffDirective(patch: Patch, before: JsonValue, after: JsonValue): void {
  if (typeof before !== 'string' || typeof after !== 'string')
    throw mergeError(`invalid value for special key: ${PATCH}`);
  if (before !== after) patch.set(PATCH, after);
}

function replaceIfChanged(patch: Patch, { key, before, after }: FieldChange, options: DiffOptions): void {
  if (!options.ignoreChangesAndAdditions && !jsonEqual(before, after)) patch.set(key, after);
}

function diffObjectField(
  patch: Patch,
  { key, before, after }: { readonly key: string; readonly before: JsonObject; readonly after: JsonObject },
  schema: KubeSchema,
  options: DiffOptions,
): void {
  const merging = mergingUnlessEqual(() => objectFieldMerging(schema, key), before, after);
  if (merging === undefined) return;
  if (merging.strategy === 'replace') {
    if (!options.ignoreChangesAndAdditions) patch.set(key, after);
    return;
  }
  const changes = diffMaps(before, after, merging.schema, { ...options, retainKeys: merging.retainKeys });
  if (Object.keys(changes).length > 0) patch.set(key, changes);
}

type List = readonly JsonValue[];

function diffListField(
  patch: Patch,
  { key, before, after }: { readonly key: string; readonly before: List; readonly after: List },
  schema: KubeSchema,
  options: DiffOptions,
): void {
  const merging = mergingUnlessEqual(() => listFieldMerging(schema, key), before, after);
  if (merging === undefined) return;
  if (merging.strategy !== 'merge') return replaceIfChanged(patch, { key, before, after }, options);
  const changes = diffLists(before, after, merging, { ...options, retainKeys: merging.retainKeys });
  if (changes.added.length > 0) patch.set(key, changes.added);
  if (changes.deleted.length > 0) patch.set(`${DELETE_FROM_PRIMITIVE_LIST}/${key}`, changes.deleted);
  if (changes.order.length > 0) patch.set(`${SET_ELEMENT_ORDER}/${key}`, changes.order);
}

/** A field without a schema is no error as long as it does not change. */
function mergingUnlessEqual(lookUp: () => FieldMerging, before: JsonValue, after: JsonValue): FieldMerging | undefined {
  try {
    return lookUp();
  } catch (error) {
    if (jsonEqual(before, after)) return undefined;
    throw error;
  }
}
