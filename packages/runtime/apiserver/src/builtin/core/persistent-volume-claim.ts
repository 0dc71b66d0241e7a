import { nameIsDnsSubdomain } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { claimWarnings } from '../pods/volume-warnings.js';
import { checkClaimChange, STORAGE_CLASS_ANNOTATION } from './check-claim-change.js';
import { checkClaimSpec } from './check-claim-spec.js';
import { checkClaimStatus } from './check-claim-status.js';
import type { ClaimDraft, ClaimSpecDraft } from './claim-draft.js';

/** PersistentVolumeClaims ask for volumes; once bound only their size may grow. */
export const claimKind = builtinKind<ClaimDraft>({
  strategy: {
    prepareForCreate: (claim) => {
      claim.status = { phase: 'Pending' };
      dropForeignSource(claim.spec);
      dropFarSource(claim.spec, undefined);
      normalizeSources(claim.spec);
    },
    prepareForUpdate: ({ spec }, old) => {
      dropFarSource(spec, old.spec);
      normalizeSources(spec);
      normalizeSources(old.spec);
    },
    warn: warningsOf,
    validate: (claim) => [...namespacedMeta(claim, nameIsDnsSubdomain), ...checkClaimSpec(claim.spec, 'spec')],
    validateUpdate: (claim, old) => [
      ...changedMeta(claim, old),
      ...checkClaimSpec(claim.spec, 'spec'),
      ...checkClaimChange(claim, old),
    ],
    validateStatusUpdate: (claim, old) => [...changedMeta(claim, old), ...checkClaimStatus(claim)],
  },
});

function warningsOf({ metadata, spec }: ClaimDraft): readonly string[] {
  const advice = 'deprecated since v1.8; use "storageClassName" attribute instead';
  const old =
    metadata.annotations?.[STORAGE_CLASS_ANNOTATION] === undefined
      ? []
      : [`metadata.annotations[${STORAGE_CLASS_ANNOTATION}]: ${advice}`];
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

/** Sources in other namespaces are behind a feature gate that is off. */
function dropFarSource(spec: ClaimSpecDraft, old: ClaimSpecDraft | undefined): void {
  if ((spec.dataSourceRef?.namespace ?? '') !== '' && old?.dataSourceRef === undefined) delete spec.dataSourceRef;
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
