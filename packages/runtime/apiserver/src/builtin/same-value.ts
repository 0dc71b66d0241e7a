import { isJsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { type FieldError, invalidField } from '@gotk/objects';
import { isSentEmpty } from '../drafts/empty-collections.js';
import type { InternalType } from './internal-values/internal-type.js';
import { withInternalValue } from './internal-values/with-internal-value.js';
import { withStructValue } from './with-struct-value.js';

/**
 * Whether two values mean the same to Kubernetes: lists and maps that are empty and those that are not there are equal.
 * The values are JSON; their type is the caller's.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isSentEmpty(a) || isSentEmpty(b)) return isNone(a) && isNone(b);
  return jsonEqual(withoutEmpty(a as JsonValue | undefined), withoutEmpty(b as JsonValue | undefined));
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** An error for a field that may not change and did; `value` is what the message shows, as the type where one is given. */
export function checkImmutable(
  value: unknown,
  old: unknown,
  field: string,
  type?: InternalType,
): readonly FieldError[] {
  if (sameValue(value, old)) return [];
  const error = invalidField(field, (value ?? null) as JsonValue, 'field is immutable');
  if (typeof value !== 'object' || value === null) return [error];
  return [type === undefined ? withStructValue(error, value) : withInternalValue(error, type, value)];
}

function withoutEmpty(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withoutEmpty);
  if (!isJsonObject(value)) return value ?? null;
  if (isSentEmpty(value)) return null;
  const fields = Object.entries(value)
    .map(([name, item]) => [name, withoutEmpty(item)] as const)
    .filter(([, item]) => item !== null && !(Array.isArray(item) && item.length === 0));
  return Object.fromEntries(fields);
}
