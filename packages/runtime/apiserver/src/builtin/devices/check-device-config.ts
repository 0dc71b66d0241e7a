import { isJsonObject, type JsonValue } from '@gotk/json';
import { type FieldError, invalidField, requiredField, tooLongField } from '@gotk/objects';
import { checkDriverName } from '../storage/check-driver-name.js';
import type { DeviceConfigDraft } from './device-drafts.js';

const MAX_BYTES = 10 * 1024;

/** What is wrong with parameters for a driver. */
export function checkDeviceConfig({ opaque }: DeviceConfigDraft, field: string): readonly FieldError[] {
  const at = `${field}.opaque`;
  if (opaque === undefined) return [requiredField(at)];
  return [
    ...checkDriverName(opaque.driver ?? '', `${at}.driver`),
    ...checkRawObject(opaque.parameters, `${at}.parameters`),
  ];
}

/** What is wrong with a value that only a driver understands. */
export function checkRawObject(value: unknown, field: string): readonly FieldError[] {
  if (value === undefined || value === null) return [requiredField(field)];
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES) return [tooLongField(field, MAX_BYTES)];
  return isJsonObject(value as JsonValue) // What a codec read of JSON.
    ? []
    : [invalidField(field, '<value omitted>', 'must be a valid JSON object')];
}
