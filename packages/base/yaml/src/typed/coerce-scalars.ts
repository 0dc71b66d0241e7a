import type { JsonValue } from '@gotk/json';
import { setField } from '../decode/set-field.js';
import type { ExactValue } from '../resolve/exact-value.js';
import { GoFloat } from '../resolve/exact-value.js';
import { renderGoFloat32 } from '../resolve/go-float.js';
import { behindPointers, findGoField, type GoType } from './go-type.js';

/**
 * Turns numbers and booleans into text where the type wants text, as sigs.k8s.io/yaml does before it decodes: `name: 1` is the
 * name "1". Floats lose what single precision cannot hold.
 */
export function coerceScalars(value: ExactValue | GoFloat, type: GoType | undefined): ExactValue {
  const target = type === undefined ? undefined : behindPointers(type);
  if (value instanceof GoFloat) return target?.kind === 'string' ? renderGoFloat32(value.value) : value.value;
  if (typeof value !== 'object' || value === null) return coerceScalar(value, target);
  if (Array.isArray(value)) {
    const element = target?.kind === 'slice' ? target.element : undefined;
    return value.map((item: ExactValue) => coerceScalars(item, element));
  }
  const coerced: Record<string, ExactValue> = {};
  for (const [key, field] of Object.entries(value as Record<string, ExactValue>))
    setField(coerced, key, coerceScalars(field, fieldType(target, key)));
  return coerced;
}

/** Whether there is a number where the type wants text: how that is written depends on what is no longer known of it. */
export function hasNumberForText(value: JsonValue, type: GoType | undefined): boolean {
  const target = type === undefined ? undefined : behindPointers(type);
  if (typeof value === 'number') return target?.kind === 'string';
  if (typeof value !== 'object' || value === null || target === undefined) return false;
  if (Array.isArray(value)) {
    const element = target.kind === 'slice' ? target.element : undefined;
    return element !== undefined && value.some((item: JsonValue) => hasNumberForText(item, element));
  }
  return Object.entries(value).some(
    ([key, field]) => field !== undefined && hasNumberForText(field, fieldType(target, key)),
  );
}

function coerceScalar(value: ExactValue, target: GoType | undefined): ExactValue {
  if (target?.kind !== 'string' || value === null) return value;
  return typeof value === 'object' ? value : String(value);
}

function fieldType(target: GoType | undefined, key: string): GoType | undefined {
  if (target?.kind === 'map') return target.element;
  const field = target?.kind === 'struct' ? findGoField(target, key)?.[1] : undefined;
  // Of a field of an embedded struct, sigs.k8s.io/yaml sees the struct, not the field.
  return (field?.embedded ?? []).length === 0 ? field?.type : undefined;
}
