import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';

const DEFAULT_TIMEOUT = '60s';

/** The spec of an object. @throws Error when it has none. */
export function requireSpec(object: KubeObject): JsonObject {
  const spec = fieldOf(object, 'spec');
  if (!isJsonObject(spec)) throw new Error('spec must be an object');
  return spec;
}

/** A text that may be left out. @throws Error when it is something else. */
export function textField(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Error(`${field} must be a text`);
  return value;
}

/** A text of the spec. @throws Error when it is left out or something else. */
export function requireTextField(spec: JsonObject, field: string): string {
  const value = textField(spec, field);
  if (value === undefined) throw new Error(`spec.${field} is required`);
  return value;
}

/** A list that may be left out. @throws Error when it is something else. */
export function listField(object: JsonObject, field: string): readonly JsonValue[] {
  const value = object[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`spec.${field} must be a list`);
  return value;
}

/** The name in a reference such as `secretRef`; `undefined` when there is no reference. */
export function referencedName(value: JsonValue | undefined): string | undefined {
  return isJsonObject(value) ? textField(value, 'name') : undefined;
}

/** Milliseconds of `spec.timeout`. Default: a minute. @throws Error naming the field. */
export function timeoutField(spec: JsonObject): number {
  return parseInterval('spec.timeout', textField(spec, 'timeout') ?? DEFAULT_TIMEOUT);
}
