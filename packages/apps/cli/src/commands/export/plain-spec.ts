import { parseDuration, renderDuration } from '@gotk/duration';
import { type FluxKind, fluxOpenApi } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/** Optional fields whose zero value carries a meaning, so that Flux writes it. */
const KEPT_ZEROS: ReadonlySet<string> = new Set([
  'extract',
  'ignoreFailures',
  'ignoreTestFailures',
  'maxHistory',
  'persistentClient',
  'remediateLastFailure',
  'serverSideApply',
]);

/**
 * A spec as Flux exports it: durations in their normal form, and without optional fields that have their zero value.
 */
export function plainSpec(kind: FluxKind, spec: JsonValue): JsonValue {
  return plainValue(spec, propertyOf(fluxOpenApi(kind), 'spec'));
}

function plainValue(value: JsonValue, schema: JsonObject): JsonValue {
  if (typeof value === 'string') return isDuration(schema) ? normalDuration(value) : value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => plainValue(item, child(schema, 'items')));
  return isJsonObject(value) ? plainObject(value, schema) : value;
}

function plainObject(object: JsonObject, schema: JsonObject): JsonObject {
  const { properties, additionalProperties } = schema;
  if (!isJsonObject(properties)) {
    if (!isJsonObject(additionalProperties)) return object;
    return Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, plainValue(value ?? null, additionalProperties)]),
    );
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const kept = Object.entries(object).filter(
    ([key, value]) => required.includes(key) || KEPT_ZEROS.has(key) || !isZero(value),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, plainValue(value ?? null, propertyOf(schema, key))]));
}

function isZero(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === false || value === 0 || value === '';
}

function isDuration({ pattern }: JsonObject): boolean {
  return typeof pattern === 'string' && pattern.startsWith('^([0-9]+(\\.[0-9]+)?(ms|s|m');
}

function normalDuration(text: string): string {
  try {
    return renderDuration(parseDuration(text));
  } catch {
    // The API server has checked the text; what it let pass is left as it is.
    return text;
  }
}

function propertyOf(schema: JsonObject, name: string): JsonObject {
  return child(child(schema, 'properties'), name);
}

function child(schema: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return isJsonObject(value) ? value : {};
}
