import { goQuote, type JsonValue, jsonEqual, renderGoJson } from '@gotk/json';
import {
  checkDns1123Label,
  checkLabelValue,
  checkQualifiedName,
  type NameRule,
  nameIsDnsSubdomain,
  utf8Length,
} from '@gotk/name-rules';
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../kube-object.js';
import { parseApiVersion } from '../object-key.js';
import { type FieldError, forbiddenField, invalidField, requiredField, tooLongField } from './field-error.js';
import { validateQualifiedName } from './validate-names.js';

const ANNOTATIONS_MAX_BYTES = 256 * 1024;
const FIELD_MANAGER_MAX_BYTES = 128;
const SUBRESOURCE_MAX_BYTES = 256;
const FIELD_IS_IMMUTABLE = 'field is immutable';

/** What the metadata of a kind must keep to. */
export interface ObjectMetaRules {
  readonly namespaced: boolean;
  /** @default nameIsDnsSubdomain */
  readonly nameRule?: NameRule;
  /** Where the metadata stands. @default 'metadata' */
  readonly field?: string;
}

/** What is wrong with the metadata of a new object. */
export function validateObjectMeta(meta: ObjectMeta, rules: ObjectMetaRules): readonly FieldError[] {
  const { namespaced, nameRule = nameIsDnsSubdomain, field = 'metadata' } = rules;
  return [
    ...validateName(meta, nameRule, field),
    ...validateNamespace(meta.namespace ?? '', namespaced, `${field}.namespace`),
    ...validateGeneration(meta.generation ?? 0, `${field}.generation`),
    ...validateLabels(meta.labels, `${field}.labels`),
    ...validateAnnotations(meta.annotations, `${field}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences, `${field}.ownerReferences`),
    ...validateFinalizers(meta.finalizers, `${field}.finalizers`),
    ...validateManagedFields(meta.managedFields, `${field}.managedFields`),
  ];
}

function validateName({ name = '', generateName = '' }: ObjectMeta, rule: NameRule, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (generateName !== '') {
    errors.push(...rule(generateName, true).map((error) => invalidField(`${field}.generateName`, generateName, error)));
  }
  if (name === '') return [...errors, requiredField(`${field}.name`, 'name or generateName is required')];
  return [...errors, ...rule(name, false).map((error) => invalidField(`${field}.name`, name, error))];
}

function validateNamespace(namespace: string, namespaced: boolean, field: string): readonly FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [forbiddenField(field, 'not allowed on this type')];
  if (namespace === '') return [requiredField(field)];
  return checkDns1123Label(namespace).map((error) => invalidField(field, namespace, error));
}

function validateGeneration(generation: number, field: string): readonly FieldError[] {
  return generation < 0 ? [invalidField(field, generation, 'must be greater than or equal to 0')] : [];
}

/** What is wrong with labels, key by key. */
export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(labels ?? {}).sort()) {
    const value = labels?.[key] ?? '';
    errors.push(...validateQualifiedName(key, field));
    errors.push(...checkLabelValue(value).map((error) => invalidField(field, value, error)));
  }
  return errors;
}

/** What is wrong with annotations: their keys in lower case must be qualified names, and all must fit in 256 KiB. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of Object.keys(annotations ?? {}).sort()) {
    errors.push(...checkQualifiedName(key.toLowerCase()).map((error) => invalidField(field, key, error)));
    bytes += utf8Length(key) + utf8Length(annotations?.[key] ?? '');
  }
  if (bytes > ANNOTATIONS_MAX_BYTES) errors.push(tooLongField(field, ANNOTATIONS_MAX_BYTES));
  return errors;
}

/** What is wrong with owner references: missing parts, an Event as owner, two controllers. */
export function validateOwnerReferences(
  references: readonly OwnerReference[] = [],
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const reference of references) {
    errors.push(...validateOwnerReference(reference, field));
    if (reference.controller !== true) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller === undefined) controller = name;
    else errors.push(secondController(references, field, [controller, name]));
  }
  return errors;
}

function validateOwnerReference(reference: OwnerReference, field: string): FieldError[] {
  const { apiVersion, kind, name, uid } = reference;
  const errors: FieldError[] = [];
  const { version } = parseApiVersion(apiVersion);
  if (version === '' || version.includes('/')) {
    errors.push(invalidField(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
  }
  for (const [key, value] of Object.entries({ kind, name, uid })) {
    if (value === '') errors.push(invalidField(`${field}.${key}`, value, 'must not be empty'));
  }
  if (apiVersion === 'v1' && kind === 'Event') {
    const detail = '/v1, Kind=Event is disallowed from being an owner';
    errors.push({ reason: 'FieldValueInvalid', field, shownValue: showReference(reference), detail });
  }
  return errors;
}

function secondController(references: readonly OwnerReference[], field: string, names: readonly string[]): FieldError {
  return {
    reason: 'FieldValueInvalid',
    field,
    shownValue: `[${references.map(showReference).join(',')}]`,
    detail: `Only one reference can have Controller set to true. Found "true" in references for ${names.join(' and ')}`,
  };
}

/** The reference as JSON, its members in the order of the API type. */
function showReference({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): string {
  const members = Object.entries({ apiVersion, kind, name, uid, controller, blockOwnerDeletion });
  const shown = members.flatMap(([key, value]) => (value === undefined ? [] : [`"${key}":${renderGoJson(value)}`]));
  return `{${shown.join(',')}}`;
}

/** What is wrong with finalizers. */
export function validateFinalizers(finalizers: readonly string[] = [], field: string): readonly FieldError[] {
  const errors = finalizers.flatMap((finalizer) => validateQualifiedName(finalizer, field));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalidField(field, finalizers, detail));
  }
  return errors;
}

/** What is wrong with managed fields entries, their sets of fields apart. */
export function validateManagedFields(
  entries: readonly ManagedFieldsEntry[] = [],
  field: string,
): readonly FieldError[] {
  return entries.flatMap((entry, index) => validateManagedFieldsEntry(entry, `${field}[${index}]`));
}

function validateManagedFieldsEntry(entry: ManagedFieldsEntry, field: string): readonly FieldError[] {
  const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
  const errors: FieldError[] = [];
  if (operation !== 'Apply' && operation !== 'Update') {
    errors.push(invalidField(`${field}.operation`, operation, 'must be `Apply` or `Update`'));
  }
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    errors.push(invalidField(`${field}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
  }
  errors.push(...validateFieldManager(manager, `${field}.manager`));
  if (utf8Length(subresource) > SUBRESOURCE_MAX_BYTES) {
    errors.push(tooLongField(`${field}.subresource`, SUBRESOURCE_MAX_BYTES));
  }
  return errors;
}

/** What is wrong with the name of a field manager: at most 128 bytes, all printable. */
export function validateFieldManager(manager: string, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (utf8Length(manager) > FIELD_MANAGER_MAX_BYTES) errors.push(tooLongField(field, FIELD_MANAGER_MAX_BYTES));
  let position = 0;
  for (const character of manager) {
    if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) {
      const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      errors.push(invalidField(field, manager, `invalid character U+${codePoint} (at position ${position})`));
    }
    position += utf8Length(character);
  }
  return errors;
}

/** What is wrong with the change from `before` to `after`: what must not change, and what the new metadata breaks. */
export function validateObjectMetaUpdate(
  after: ObjectMeta,
  before: ObjectMeta,
  field = 'metadata',
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (before.deletionTimestamp !== undefined) {
    errors.push(...validateNoNewFinalizers(after.finalizers, before.finalizers, `${field}.finalizers`));
  }
  if ((after.resourceVersion ?? '') === '') {
    errors.push(invalidField(`${field}.resourceVersion`, '', 'must be specified for an update'));
  }
  if ((after.generation ?? 0) < (before.generation ?? 0)) {
    errors.push(invalidField(`${field}.generation`, after.generation ?? 0, 'must not be decremented'));
  }
  return [
    ...errors,
    ...validateImmutableMeta(after, before, field),
    ...validateLabels(after.labels, `${field}.labels`),
    ...validateAnnotations(after.annotations, `${field}.annotations`),
    ...validateOwnerReferences(after.ownerReferences, `${field}.ownerReferences`),
    ...validateManagedFields(after.managedFields, `${field}.managedFields`),
  ];
}

function validateNoNewFinalizers(
  after: readonly string[] = [],
  before: readonly string[] = [],
  field: string,
): readonly FieldError[] {
  const added = Array.from(new Set(after)).filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return [];
  const shown = `[]string{${added.sort().map(goQuote).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`;
  return [forbiddenField(field, detail)];
}

function validateImmutableMeta(after: ObjectMeta, before: ObjectMeta, field: string): readonly FieldError[] {
  return [
    ...validateImmutable(after.name ?? '', before.name ?? '', `${field}.name`),
    ...validateImmutable(after.namespace ?? '', before.namespace ?? '', `${field}.namespace`),
    ...validateImmutable(after.uid ?? '', before.uid ?? '', `${field}.uid`),
    ...validateImmutable(
      after.creationTimestamp ?? null,
      before.creationTimestamp ?? null,
      `${field}.creationTimestamp`,
    ),
    ...validateImmutable(
      after.deletionTimestamp ?? null,
      before.deletionTimestamp ?? null,
      `${field}.deletionTimestamp`,
    ),
    ...validateImmutable(
      after.deletionGracePeriodSeconds ?? null,
      before.deletionGracePeriodSeconds ?? null,
      `${field}.deletionGracePeriodSeconds`,
    ),
  ];
}

/** An error when the value has changed. */
export function validateImmutable(after: JsonValue, before: JsonValue, field: string): readonly FieldError[] {
  return jsonEqual(after, before) ? [] : [invalidField(field, after, FIELD_IS_IMMUTABLE)];
}
