import { type FieldError, forbiddenField, notSupportedField, requiredField } from '@gotk/objects';
import { renderTime } from '../../core/kube-time.js';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkNoBacksteps } from '../pods/checks/check-paths.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkAccessModes, checkClassName, checkPositiveQuantity, checkVolumeMode } from './check-claim-spec.js';
import { volumeObjectWarnings } from './persistent-volume-warnings.js';
import type { ResourceList } from './pod-draft.js';

/** The sources of volumes in the order in which they are looked at. */
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

interface VolumeSpecDraft {
  accessModes?: string[];
  capacity?: ResourceList;
  persistentVolumeReclaimPolicy?: string;
  storageClassName?: string;
  volumeMode?: string;
  volumeAttributesClassName?: string;
  nodeAffinity?: object;
  hostPath?: { path: string };
  nfs?: { server: string; path: string };
  local?: { path: string };
  csi?: { driver: string; volumeHandle: string };
  [source: string]: unknown;
}

interface VolumeDraft extends DraftObject {
  spec: VolumeSpecDraft;
  status: { phase?: string; lastPhaseTransitionTime?: string | null };
}

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
    validate: (volume) => [...clusterMeta(volume), ...checkSpec(volume.spec)],
    validateUpdate: (volume, old) => [
      ...clusterMeta(volume),
      ...checkSpec(volume.spec),
      ...changedMeta(volume, old),
      ...checkSameSource(volume.spec, old.spec),
      ...checkImmutable(volume.spec.volumeMode, old.spec.volumeMode, 'volumeMode'),
    ],
  },
});

function checkSpec(spec: VolumeSpecDraft): readonly FieldError[] {
  const { accessModes = [], persistentVolumeReclaimPolicy: policy = '' } = spec;
  return [
    ...(accessModes.length === 0 ? [requiredField('spec.accessModes')] : []),
    ...checkAccessModes(accessModes, 'spec.accessModes'),
    ...checkCapacity(spec.capacity),
    ...(policy === '' || RECLAIM_POLICIES.includes(policy)
      ? []
      : [notSupportedField('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES)]),
    ...checkSource(spec),
    ...(spec.hostPath?.path === '/' && policy === 'Recycle'
      ? [forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...checkClassName(spec.storageClassName, 'spec.storageClassName'),
    ...checkVolumeMode(spec.volumeMode, 'spec.volumeMode'),
    ...checkAttributesClass(spec),
  ];
}

function checkCapacity(given: ResourceList | undefined): readonly FieldError[] {
  const field = 'spec.capacity';
  const capacity = given ?? {};
  const isStorage = Object.keys(capacity).length === 1 && capacity['storage'] !== undefined;
  return [
    ...(Object.keys(capacity).length === 0 ? [requiredField(field)] : []),
    ...(isStorage ? [] : [notSupportedField(field, given ?? null, ['storage'])]),
    ...Object.entries(capacity).flatMap(([name, amount]) => checkPositiveQuantity(amount, `${field}[${name}]`)),
  ];
}

function checkSource(spec: VolumeSpecDraft): readonly FieldError[] {
  const [first, ...more] = SOURCES.filter((name) => spec[name] !== undefined);
  if (first === undefined) return [requiredField('spec', 'must specify a volume type')];
  return [
    ...checkOwnSource(spec, first),
    ...more.map((name) => forbiddenField(`spec.${name}`, 'may not specify more than 1 volume type')),
  ];
}

function checkOwnSource(spec: VolumeSpecDraft, source: string): readonly FieldError[] {
  const { hostPath, nfs, local, csi } = spec;
  const required = (value: string, field: string): readonly FieldError[] =>
    value === '' ? [requiredField(field)] : [];
  if (hostPath !== undefined && source === 'hostPath')
    return hostPath.path === ''
      ? [requiredField('spec.hostPath.path')]
      : checkNoBacksteps(hostPath.path, 'spec.hostPath.path');
  if (nfs !== undefined && source === 'nfs')
    return [...required(nfs.server, 'spec.nfs.server'), ...required(nfs.path, 'spec.nfs.path')];
  if (csi !== undefined && source === 'csi')
    return [...required(csi.driver, 'spec.csi.driver'), ...required(csi.volumeHandle, 'spec.csi.volumeHandle')];
  if (local === undefined || source !== 'local') return [];
  return [
    ...(local.path === '' ? [requiredField('spec.local.path')] : checkNoBacksteps(local.path, 'spec.local.path')),
    ...(spec.nodeAffinity === undefined
      ? [requiredField('spec.nodeAffinity', 'Local volume requires node affinity')]
      : []),
  ];
}

function checkAttributesClass({ volumeAttributesClassName: name, csi }: VolumeSpecDraft): readonly FieldError[] {
  if (name === undefined) return [];
  const field = 'spec.volumeAttributesClassName';
  return [
    ...(name === '' ? [requiredField(field, 'an empty string is disallowed')] : checkClassName(name, field)),
    ...(csi === undefined
      ? [requiredField('spec.csi', 'has to be specified when using volumeAttributesClassName')]
      : []),
  ];
}

function checkSameSource(spec: VolumeSpecDraft, old: VolumeSpecDraft): readonly FieldError[] {
  const sources = (from: VolumeSpecDraft): object =>
    Object.fromEntries(SOURCES.map((name) => [name, from[name] ?? null]));
  if (sameValue(sources(spec), sources(old))) return [];
  const detail = 'spec.persistentvolumesource is immutable after creation';
  return [forbiddenField('spec.persistentvolumesource', detail)];
}
