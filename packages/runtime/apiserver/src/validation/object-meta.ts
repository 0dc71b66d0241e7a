import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '@gotk/objects';
import { parseApiVersion } from '@gotk/objects';
import type { DraftMeta } from '../drafts/draft.js';
import { type FieldError, forbiddenValue, invalidValue, requiredValue, tooLongValue } from '../errors/field-error.js';
import {
  checkDnsLabel,
  checkLabelValue,
  checkPathSegment,
  checkPrefix,
  checkQualifiedName,
  type TextRule,
} from './name-rules.js';

const MAX_ANNOTATION_BYTES = 256 * 1024;

export interface MetaRules {
  readonly namespaced: boolean;
  /** The rule for names. Default: whatever can stand in a path. */
  readonly nameRule?: TextRule;
  /** Where the metadata stands. Default `metadata`. */
  readonly path?: string;
}

/** The rules that every object's metadata must keep. */
export function validateObjectMeta(
  metadata: DraftMeta,
  { namespaced, nameRule = checkPathSegment, path = 'metadata' }: MetaRules,
): readonly FieldError[] {
  return [
    ...validateName(metadata, nameRule, path),
    ...validateNamespace(metadata, namespaced, path),
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validateOwners(metadata.ownerReferences, `${path}.ownerReferences`),
    ...validateFinalizers(metadata.finalizers, `${path}.finalizers`),
    ...validateManagedFields(metadata.managedFields, `${path}.managedFields`),
  ];
}

function validateName(
  { name = '', generateName = '' }: DraftMeta,
  rule: TextRule,
  path: string,
): readonly FieldError[] {
  const prefixErrors =
    generateName === ''
      ? []
      : checkPrefix(rule, generateName).map((text) => invalidValue(`${path}.generateName`, generateName, text));
  if (name === '') return [...prefixErrors, requiredValue(`${path}.name`, 'name or generateName is required')];
  return [...prefixErrors, ...rule(name).map((text) => invalidValue(`${path}.name`, name, text))];
}

function validateNamespace({ namespace = '' }: DraftMeta, namespaced: boolean, path: string): readonly FieldError[] {
  const field = `${path}.namespace`;
  if (!namespaced) return namespace === '' ? [] : [forbiddenValue(field, 'not allowed on this type')];
  if (namespace === '') return [requiredValue(field)];
  return checkDnsLabel(namespace).map((text) => invalidValue(field, namespace, text));
}

export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...checkQualifiedName(key).map((text) => invalidValue(path, key, text)),
    ...checkLabelValue(value).map((text) => invalidValue(path, value, text)),
  ]);
}

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) =>
    checkQualifiedName(key.toLowerCase()).map((text) => invalidValue(path, key, text)),
  );
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return size > MAX_ANNOTATION_BYTES ? [...errors, tooLongValue(path, MAX_ANNOTATION_BYTES)] : errors;
}

function validateOwners(owners: readonly OwnerReference[] | undefined, path: string): readonly FieldError[] {
  const errors = (owners ?? []).flatMap((owner) => validateOwner(owner, path));
  const controllers = (owners ?? []).filter(({ controller }) => controller === true);
  const [first] = controllers;
  for (const other of controllers.slice(1)) {
    const names = `${first?.kind}/${first?.name} and ${other.kind}/${other.name}`;
    const detail = `Only one reference can have Controller set to true. Found "true" in references for ${names}`;
    errors.push(invalidValue(path, owners, detail));
  }
  return errors;
}

function validateOwner(owner: OwnerReference, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (parseApiVersion(owner.apiVersion).version === '') {
    errors.push(invalidValue(`${path}.apiVersion`, owner.apiVersion, 'version must not be empty'));
  }
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (owner[field] === '') errors.push(invalidValue(`${path}.${field}`, '', 'must not be empty'));
  }
  if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
    errors.push(invalidValue(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

export function validateFinalizers(finalizers: readonly string[] | undefined, path: string): readonly FieldError[] {
  const list = finalizers ?? [];
  const errors = list.flatMap((name) => checkQualifiedName(name).map((text) => invalidValue(path, name, text)));
  if (list.includes('orphan') && list.includes('foregroundDeletion')) {
    errors.push(invalidValue(path, list, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateManagedFields(
  entries: readonly ManagedFieldsEntry[] | undefined,
  path: string,
): readonly FieldError[] {
  return (entries ?? []).flatMap((entry, index) => {
    const at = `${path}[${index}]`;
    const errors: FieldError[] = [];
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') {
      errors.push(invalidValue(`${at}.operation`, entry.operation ?? '', 'must be `Apply` or `Update`'));
    }
    const fieldsType: string = entry.fieldsType ?? '';
    if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
      errors.push(invalidValue(`${at}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
    }
    return errors;
  });
}

const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** What an update may not change in metadata. */
export function validateObjectMetaUpdate(
  metadata: DraftMeta,
  old: ObjectMeta,
  path = 'metadata',
): readonly FieldError[] {
  const errors = [...validateNewFinalizers(metadata, old, path)];
  for (const field of IMMUTABLE) {
    if ((metadata[field] ?? null) !== (old[field] ?? null)) {
      errors.push(invalidValue(`${path}.${field}`, metadata[field] ?? null, 'field is immutable'));
    }
  }
  return [
    ...errors,
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validateOwners(metadata.ownerReferences, `${path}.ownerReferences`),
    ...validateManagedFields(metadata.managedFields, `${path}.managedFields`),
  ];
}

function validateNewFinalizers(metadata: DraftMeta, old: ObjectMeta, path: string): readonly FieldError[] {
  if (old.deletionTimestamp === undefined) return [];
  const added = [...new Set(metadata.finalizers ?? [])].filter((name) => !(old.finalizers ?? []).includes(name)).sort();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((name) => JSON.stringify(name)).join(', ')}}`;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [forbiddenValue(`${path}.finalizers`, why)];
}
