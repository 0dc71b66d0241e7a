import { type FieldError, forbiddenField, invalidField } from '@gotk/objects';
import { compareQuantities, parseQuantity } from '@gotk/quantity';
import { internalDifference } from '../internal-values/internal-difference.js';
import { checkImmutable, sameValue } from '../same-value.js';
import type { ClaimDraft, ClaimSpecDraft } from './claim-draft.js';

/** The annotation that said the class before there was a field. */
export const STORAGE_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** What is wrong with how a claim changes: once made it grows, and moves to another class of attributes, once bound. */
export function checkClaimChange(claim: ClaimDraft, oldClaim: ClaimDraft): readonly FieldError[] {
  const { spec, status } = claim;
  const { spec: old, status: oldStatus } = oldClaim;
  const errors = [...checkClassAnnotation(claim, oldClaim)];
  const now = allowed(claim, oldClaim, status.phase === 'Bound');
  const before: ClaimSpecDraft =
    (old.volumeName ?? '') === '' && spec.volumeName !== undefined ? { ...old, volumeName: spec.volumeName } : old;
  if (!sameValue(now, before)) {
    const difference = internalDifference('core.PersistentVolumeClaimSpec', before, now);
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    errors.push(forbiddenField('spec', `${detail}\n${difference}`));
  }
  const [size, oldSize] = [spec.resources?.requests?.['storage'], old.resources?.requests?.['storage']];
  const capacity = oldStatus.capacity?.['storage'] ?? '0';
  if (isLess(size, oldSize) && !isLess(capacity, size))
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return [
    ...errors,
    ...checkImmutable(spec.volumeMode, old.volumeMode, 'volumeMode'),
    ...checkAttributesClass(spec.volumeAttributesClassName, oldStatus.currentVolumeAttributesClassName),
  ];
}

function classAnnotation({ metadata }: ClaimDraft): string | undefined {
  return metadata.annotations?.[STORAGE_CLASS_ANNOTATION];
}

/** Whether the class moves from the annotation to the field. */
function movesClass(claim: ClaimDraft, old: ClaimDraft): boolean {
  const before = classAnnotation(old);
  const after = classAnnotation(claim);
  if (before === undefined || (after !== undefined && after !== before)) return false;
  return old.spec.storageClassName === undefined && claim.spec.storageClassName === before;
}

function checkClassAnnotation(claim: ClaimDraft, old: ClaimDraft): readonly FieldError[] {
  const [now, before] = [classAnnotation(claim) ?? '', classAnnotation(old) ?? ''];
  if (movesClass(claim, old) || now === before) return [];
  return [invalidField(`metadata.annotations.${STORAGE_CLASS_ANNOTATION}`, now, 'field is immutable')];
}

/** A class of attributes that was given to the volume can be changed, not taken away. */
function checkAttributesClass(name: string | undefined, current: string | undefined): readonly FieldError[] {
  if (current === undefined || (name ?? '') !== '') return [];
  const to = name === undefined ? 'nil' : 'empty string';
  const detail = `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  return [forbiddenField('spec.volumeAttributesClassName', detail)];
}

function isLess(a = '0', b = '0'): boolean {
  return compareQuantities(parseQuantity(a), parseQuantity(b)) < 0;
}

/** The new spec with what may change set back. */
function allowed(claim: ClaimDraft, oldClaim: ClaimDraft, isBound: boolean): ClaimSpecDraft {
  const old = oldClaim.spec;
  const now = { ...claim.spec };
  if (movesClass(claim, oldClaim)) delete now.storageClassName;
  else if (old.storageClassName === undefined && classAnnotation(oldClaim) === undefined) delete now.storageClassName;
  if (!isBound) return now;
  const storage = old.resources?.requests?.['storage'];
  if (storage !== undefined && now.resources?.requests !== undefined)
    now.resources = { ...now.resources, requests: { ...now.resources.requests, storage } };
  if (old.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName;
  else now.volumeAttributesClassName = old.volumeAttributesClassName;
  return now;
}
