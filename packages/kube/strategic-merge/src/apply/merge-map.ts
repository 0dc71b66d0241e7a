import { goTypeName, type JsonObject, type JsonValue, jsonEqual, renderGoValue } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import {
  badDirectiveFormat,
  DELETE_FROM_PRIMITIVE_LIST,
  fieldOfDirective,
  PATCH,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  withoutDirectives,
  withoutNulls,
} from '../directives.js';
import { listFieldMerging, objectFieldMerging } from '../schema/field-merging.js';
import { mergeError, requireList, requireMap, unknownDirective } from '../strategic-merge-error.js';
import { mergeList } from './merge-list.js';
import type { MergeOptions } from './merge-options.js';
import { mergeOrderedLists } from './merge-ordered-lists.js';

/** An object under merging. A Map, so that no key of a patch is anything but a key. */
export type Fields = Map<string, JsonValue>;

/** `original` with `patch` merged into it, by the rules of `schema`. Neither is changed. */
export function mergeMap(
  original: JsonObject,
  patch: JsonObject,
  schema: KubeSchema,
  options: MergeOptions,
): JsonObject {
  if (Object.hasOwn(patch, PATCH)) return carryOutPatchDirective(patch);
  const fields = fieldsOf(original);
  const changes = fieldsOf(patch);
  retainKeys(fields, changes, options);
  mergeOrderedLists(fields, changes, schema, options);
  for (const [key, value] of changes) mergeField(fields, { key, value }, schema, options);
  return Object.fromEntries(fields);
}

function fieldsOf(object: JsonObject): Fields {
  const fields: Fields = new Map();
  for (const [key, value] of Object.entries(object)) if (value !== undefined) fields.set(key, value);
  return fields;
}

function carryOutPatchDirective(patch: JsonObject): JsonObject {
  const { [PATCH]: directive = null, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw unknownDirective(directive, patch);
}

function retainKeys(fields: Fields, changes: Fields, { carryOutDirectives }: MergeOptions): void {
  const directive = changes.get(RETAIN_KEYS);
  if (directive === undefined) return;
  changes.delete(RETAIN_KEYS);
  if (!carryOutDirectives) return keepDirective(fields, directive);
  if (!Array.isArray(directive)) throw badDirectiveFormat(RETAIN_KEYS);
  const retained = new Set<JsonValue>(directive);
  for (const [key, value] of changes) {
    const isPlain = !key.startsWith(DELETE_FROM_PRIMITIVE_LIST) && !key.startsWith(SET_ELEMENT_ORDER);
    if (value !== null && isPlain && !retained.has(key)) throw badDirectiveFormat(RETAIN_KEYS);
  }
  for (const key of Array.from(fields.keys())) if (!retained.has(key)) fields.delete(key);
}

function keepDirective(fields: Fields, directive: JsonValue): void {
  const present = fields.get(RETAIN_KEYS);
  if (present !== undefined && !jsonEqual(present, directive)) {
    throw mergeError(
      `${renderGoValue(present)} and ${renderGoValue(directive)} are not deep equal: this may happen when calculating the 3-way diff patch`,
    );
  }
  fields.set(RETAIN_KEYS, directive);
}

interface Change {
  readonly key: string;
  readonly value: JsonValue;
}

function mergeField(fields: Fields, { key, value }: Change, schema: KubeSchema, options: MergeOptions): void {
  if (key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) {
    if (!options.carryOutDirectives) fields.set(key, value);
    else deleteFromPrimitiveList(fields, { key, value }, schema, options);
    return;
  }
  if (value === null) {
    fields.delete(key);
    if (options.dropUnmatchedNulls) return;
  }
  const present = fields.get(key);
  if (present === undefined || goTypeName(present) !== goTypeName(value)) {
    setOrDelete(fields, key, withoutDirectives(options.dropUnmatchedNulls ? withoutNulls(value) : value));
    return;
  }
  setOrDelete(fields, key, mergeValues(present, { key, value }, schema, options));
}

function setOrDelete(fields: Fields, key: string, value: JsonValue | undefined): void {
  if (value === undefined) fields.delete(key);
  else fields.set(key, value);
}

function deleteFromPrimitiveList(
  fields: Fields,
  { key, value }: Change,
  schema: KubeSchema,
  options: MergeOptions,
): void {
  const field = fieldOfDirective(key, DELETE_FROM_PRIMITIVE_LIST);
  if (value === null) {
    fields.delete(field);
    return;
  }
  const present = fields.get(field);
  if (present === undefined || goTypeName(present) !== goTypeName(value)) return;
  if (!Array.isArray(present)) setOrDelete(fields, field, mergeValues(present, { key: field, value }, schema, options));
  else {
    const merging = listFieldMerging(schema, field);
    fields.set(field, mergeList(present, requireList(value), merging, { ...options, deleting: true }));
  }
}

/** Two values of the same type as one. */
function mergeValues(
  present: JsonValue,
  { key, value }: Change,
  schema: KubeSchema,
  options: MergeOptions,
): JsonValue | undefined {
  if (Array.isArray(present)) {
    const merging = listFieldMerging(schema, key);
    return mergeList(present, requireList(value), merging, { ...options, deleting: false });
  }
  if (typeof present !== 'object' || present === null) return withoutDirectives(value);
  const merging = objectFieldMerging(schema, key);
  const patch = requireMap(value);
  return merging.strategy === 'replace' ? patch : mergeMap(requireMap(present), patch, merging.schema, options);
}
