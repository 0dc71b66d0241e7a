import {
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
} from '@gotk/objects';
import { invalidObject } from '../errors/invalid-object.js';
import type { Query } from './api-request.js';

const MAX_MANAGER_LENGTH = 128;
const FIELD_VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** What a writing request asks for in its query. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** What the request says of it; empty when nothing. */
  readonly askedFieldValidation: string;
  /** Empty when not given; the user agent then names the manager. */
  readonly fieldManager: string;
  /** Only for server-side apply. */
  readonly force: boolean;
}

/** @throws ApiError naming `kind` (`CreateOptions` …) when a parameter is not allowed. */
export function parseWriteOptions(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  apply = false,
): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') ?? '';
  const errors = [
    ...(kind === 'PatchOptions' ? checkPatch(query, apply, fieldManager) : []),
    ...checkFieldManager(fieldManager),
    ...checkDryRun(query.all('dryRun')),
    ...checkFieldValidation(fieldValidation),
  ];
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    dryRun: query.all('dryRun').length > 0,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation), // Checked above.
    askedFieldValidation: fieldValidation,
    fieldManager,
    force: parseFlag(query.get('force')),
  };
}

/** Go's reading of a flag in a query: anything but false and 0 is true. */
export function parseFlag(text: string | undefined): boolean {
  return text !== undefined && text.toLowerCase() !== 'false' && text !== '0';
}

/** Which values `dryRun` may have. */
export function checkDryRun(values: readonly string[]): readonly FieldError[] {
  return values.every((value) => value === 'All') ? [] : [notSupportedField('dryRun', values, ['All'])];
}

function checkPatch(query: Query, apply: boolean, fieldManager: string): readonly FieldError[] {
  if (apply) return fieldManager === '' ? [requiredField('fieldManager', 'is required for apply patch')] : [];
  return query.has('force') ? [forbiddenField('force', 'may not be specified for non-apply patch')] : [];
}

function checkFieldManager(manager: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (Buffer.byteLength(manager) > MAX_MANAGER_LENGTH) errors.push(tooLongField('fieldManager', MAX_MANAGER_LENGTH));
  for (const { 0: character, index } of manager.matchAll(/[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu)) {
    const position = Buffer.byteLength(manager.slice(0, index));
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    errors.push(invalidField('fieldManager', manager, `invalid character U+${code} (at position ${position})`));
  }
  return errors;
}

function checkFieldValidation(value: string): readonly FieldError[] {
  return FIELD_VALIDATIONS.includes(value) ? [] : [notSupportedField('fieldValidation', value, FIELD_VALIDATIONS)];
}
