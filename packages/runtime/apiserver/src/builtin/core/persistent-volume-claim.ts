import { type FieldError, forbiddenField, nameIsDnsSubdomain } from '@gotk/objects';
import { compareQuantities, parseQuantity } from '@gotk/quantity';
import { builtinKind } from '../builtin-kinds.js';
import { internalDifference } from '../internal-values/internal-difference.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { claimWarnings } from '../pods/volume-warnings.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkClaimSpec } from './check-claim-spec.js';
import type { ClaimDraft, ClaimSpecDraft } from './claim-draft.js';

/** PersistentVolumeClaims ask for volumes; once bound only their size may grow. */
export const claimKind = builtinKind<ClaimDraft>({
  strategy: {
    prepareForCreate: (claim) => {
      claim.status = { phase: 'Pending' };
      dropForeignSource(claim.spec);
      normalizeSources(claim.spec);
    },
    prepareForUpdate: ({ spec }, old) => {
      normalizeSources(spec);
      normalizeSources(old.spec);
    },
    warn: warningsOf,
    validate: (claim) => [...namespacedMeta(claim, nameIsDnsSubdomain), ...checkClaimSpec(claim.spec, 'spec')],
    validateUpdate: (claim, old) => [
      ...changedMeta(claim, old),
      ...checkClaimSpec(claim.spec, 'spec'),
      ...checkChange(claim, old),
    ],
  },
});

const STORAGE_CLASS = 'volume.beta.kubernetes.io/storage-class';

function warningsOf({ metadata, spec }: ClaimDraft): readonly string[] {
  const advice = 'deprecated since v1.8; use "storageClassName" attribute instead';
  const old =
    metadata.annotations?.[STORAGE_CLASS] === undefined ? [] : [`metadata.annotations[${STORAGE_CLASS}]: ${advice}`];
  return [...old, ...claimWarnings(spec, 'spec')];
}

/** The older of the two fields takes claims and snapshots only; what else it names is dropped, as it always was. */
function dropForeignSource(spec: ClaimSpecDraft): void {
  const { dataSource } = spec;
  if (dataSource === undefined) return;
  const group = dataSource.apiGroup ?? '';
  const isClaim = group === '' && dataSource.kind === 'PersistentVolumeClaim';
  const isSnapshot = group === 'snapshot.storage.k8s.io' && dataSource.kind === 'VolumeSnapshot';
  if (!isClaim && !isSnapshot) delete spec.dataSource;
}

/** A source that only one of the two fields names stands in both. */
function normalizeSources(spec: ClaimSpecDraft): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined) spec.dataSourceRef = { ...dataSource };
  else if (dataSourceRef !== undefined && dataSource === undefined && (dataSourceRef.namespace ?? '') === '') {
    const { namespace: _namespace, ...source } = dataSourceRef;
    spec.dataSource = source;
  }
}

function checkChange(
  { spec, status }: ClaimDraft,
  { spec: old, status: oldStatus }: ClaimDraft,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const isBound = status.phase === 'Bound';
  const now = allowed(spec, old, isBound);
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
  return [...errors, ...checkImmutable(spec.volumeMode, old.volumeMode, 'volumeMode')];
}

function isLess(a = '0', b = '0'): boolean {
  return compareQuantities(parseQuantity(a), parseQuantity(b)) < 0;
}

/** The new spec with what may change set back. */
function allowed(spec: ClaimSpecDraft, old: ClaimSpecDraft, isBound: boolean): ClaimSpecDraft {
  const now = { ...spec };
  if (old.storageClassName === undefined) delete now.storageClassName;
  if (!isBound) return now;
  const storage = old.resources?.requests?.['storage'];
  if (storage !== undefined && now.resources?.requests !== undefined)
    now.resources = { ...now.resources, requests: { ...now.resources.requests, storage } };
  if (old.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName;
  else now.volumeAttributesClassName = old.volumeAttributesClassName;
  return now;
}
