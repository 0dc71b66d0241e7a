import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { mergeError } from './strategic-merge-error.js';

/** `$patch: delete | replace`: what to do with the object it stands in, instead of merging. */
export const PATCH = '$patch';
/** `$retainKeys: […]`: fields that are not listed are dropped. */
export const RETAIN_KEYS = '$retainKeys';
/** `$setElementOrder/FIELD: […]`: the order of a merged list. */
export const SET_ELEMENT_ORDER = '$setElementOrder';
/** `$deleteFromPrimitiveList/FIELD: […]`: values to take out of a list of scalars. */
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList';

const FORMAT_ERRORS: Readonly<Record<string, string>> = {
  [SET_ELEMENT_ORDER]: 'invalid patch format of setElementOrder list',
  [DELETE_FROM_PRIMITIVE_LIST]: 'invalid patch format of primitive list',
};

/** The field that a directive with a field is about. */
export function fieldOfDirective(key: string, directive: string): string {
  const slash = key.indexOf('/');
  if (slash === -1 || key.slice(0, slash) !== directive) throw badDirectiveFormat(directive);
  return key.slice(slash + 1);
}

/** The error of a directive that is not in its form. */
export function badDirectiveFormat(directive: string): Error {
  return mergeError(FORMAT_ERRORS[directive] ?? 'invalid patch format of retainKeys', 'strategic-merge-format');
}

/** Whether the list element says what to do with itself. */
export function hasDirective(element: JsonValue): boolean {
  return isJsonObject(element) && Object.hasOwn(element, PATCH);
}

/** A list element that deletes the one it names. */
export function deleteDirective(mergeKey: string, value: JsonValue): JsonObject {
  return { [mergeKey]: value, [PATCH]: 'delete' };
}

/** Whether the list element is a {@link deleteDirective}. */
export function isDeleteDirective(element: JsonObject): boolean {
  return Object.hasOwn(element, PATCH) && element[PATCH] === 'delete';
}

/**
 * `value` as it is stored where nothing was: objects with a `$patch` of their own are left out.
 * @returns `undefined` when nothing is left.
 */
export function withoutDirectives(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value.map((item: JsonValue) => withoutDirectives(item)).filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  return hasDirective(value) ? undefined : mapMembers(value, withoutDirectives);
}

/** `value` without null members, at any depth. */
export function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutNulls(item));
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (member) => (member === null ? undefined : withoutNulls(member)));
}

function mapMembers(object: JsonObject, convert: (member: JsonValue) => JsonValue | undefined): JsonObject {
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(object)) {
    const converted = member === undefined ? undefined : convert(member);
    if (converted !== undefined) members.push([key, converted]);
  }
  return Object.fromEntries(members);
}
