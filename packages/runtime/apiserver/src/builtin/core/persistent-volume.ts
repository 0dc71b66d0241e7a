import { type FieldError, forbiddenField } from '@gotk/objects';
import { renderTime } from '../../core/kube-time.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkVolumeChange } from './check-volume-change.js';
import { checkVolumeSpec } from './check-volume-spec.js';
import { volumeObjectWarnings } from './persistent-volume-warnings.js';
import type { VOLUME_SOURCES, VolumeDraft } from './volume-draft.js';

/** PersistentVolumes are storage that claims are bound to; when they change their phase the time is kept. */
export const volumeKind = builtinKind<VolumeDraft>({
  strategy: {
    prepareForCreate: (volume, { nowMs }) => {
      volume.status = { phase: 'Pending', lastPhaseTransitionTime: renderTime(nowMs) };
    },
    prepareForStatusUpdate: ({ status }, { status: old }, { nowMs }) => {
      const before = old.lastPhaseTransitionTime ?? undefined;
      const given = status.lastPhaseTransitionTime ?? undefined;
      if (status.phase !== old.phase && (given === undefined || given === before))
        status.lastPhaseTransitionTime = renderTime(nowMs);
      else if (status.phase === old.phase && given === undefined && before !== undefined)
        status.lastPhaseTransitionTime = before;
    },
    warn: volumeObjectWarnings,
    validate: checkVolume,
    // The checks of a new volume are made twice, and tell twice what they find.
    validateUpdate: (volume, old) => [
      ...checkVolume(volume),
      ...checkVolume(volume).filter(({ field }) => field !== MOUNT_OPTIONS_FIELD),
      ...changedMeta(volume, old),
      ...checkVolumeChange(volume.spec, old.spec),
    ],
  },
});

function checkVolume(volume: VolumeDraft): readonly FieldError[] {
  const { metadata, spec } = volume;
  return [...clusterMeta(volume), ...checkVolumeSpec(spec, metadata.name ?? ''), ...checkMountOptions(volume)];
}

/** The old way to say how a volume is mounted, which only some sources ever heard. */
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const MOUNT_OPTIONS_FIELD = `metadata.annotations.${MOUNT_OPTIONS}`;
const MOUNTED_WITH_OPTIONS: readonly (typeof VOLUME_SOURCES)[number][] = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
];

function checkMountOptions({ metadata, spec }: VolumeDraft): readonly FieldError[] {
  const isTaken = MOUNTED_WITH_OPTIONS.some((name) => spec[name] !== undefined);
  return isTaken || metadata.annotations?.[MOUNT_OPTIONS] === undefined
    ? []
    : [forbiddenField(MOUNT_OPTIONS_FIELD, 'may not specify mount options for this volume type')];
}
