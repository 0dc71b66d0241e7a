import {
  checkDns1123Label,
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { checkNoBacksteps } from '../pods/checks/check-paths.js';
import { checkNodeSelector } from '../pods/checks/check-scheduling.js';
import { checkDriverName } from '../storage/check-driver-name.js';
import { checkAttachedSource } from '../volumes/check-attached-source.js';
import { checkIscsiLength } from '../volumes/check-block-sources.js';
import { checkHostPath } from '../volumes/check-host-path.js';
import { requireFields, textOf, type VolumeSource } from '../volumes/volume-source.js';
import { checkBasicAmount } from './check-basic-amount.js';
import { checkAccessModes, checkClassName, checkPositiveQuantity, checkVolumeMode } from './check-claim-spec.js';
import type { ResourceList } from './pod-draft.js';
import { VOLUME_SOURCES, type VolumeSpecDraft } from './volume-draft.js';

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

/** What is wrong with the spec of a PersistentVolume. */
export function checkVolumeSpec(spec: VolumeSpecDraft, volumeName: string): readonly FieldError[] {
  const { accessModes = [], persistentVolumeReclaimPolicy: policy = '' } = spec;
  return [
    ...(accessModes.length === 0 ? [requiredField('spec.accessModes')] : []),
    ...checkAccessModes(accessModes, 'spec.accessModes'),
    ...checkCapacity(spec.capacity),
    ...(policy === '' || RECLAIM_POLICIES.includes(policy)
      ? []
      : [notSupportedField('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES)]),
    ...checkNodeAffinity(spec.nodeAffinity, 'spec.nodeAffinity'),
    ...checkSource(spec, volumeName),
    ...(spec.hostPath !== undefined && isRoot(spec.hostPath.path) && policy === 'Recycle'
      ? [forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...checkClassName(spec.storageClassName, 'spec.storageClassName'),
    ...checkVolumeMode(spec.volumeMode, 'spec.volumeMode'),
    ...checkAttributesClass(spec),
  ];
}

/** Whether a path leads to the root once it is walked. */
function isRoot(path: string): boolean {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return path.startsWith('/') && steps.every((step) => step === '..');
}

function checkNodeAffinity(affinity: VolumeSpecDraft['nodeAffinity'], field: string): readonly FieldError[] {
  if (affinity === undefined) return [];
  return affinity.required === undefined
    ? [requiredField(`${field}.required`, 'must specify required node constraints')]
    : checkNodeSelector(affinity.required, `${field}.required`);
}

function checkCapacity(given: ResourceList | undefined): readonly FieldError[] {
  const field = 'spec.capacity';
  const capacity = given ?? {};
  const isStorage = Object.keys(capacity).length === 1 && capacity['storage'] !== undefined;
  return [
    ...(Object.keys(capacity).length === 0 ? [requiredField(field)] : []),
    ...(isStorage ? [] : [notSupportedField(field, given ?? null, ['storage'])]),
    ...Object.entries(capacity).flatMap(([name, amount]) => [
      ...checkBasicAmount(amount, `${field}[${name}]`),
      ...checkPositiveQuantity(amount, `${field}[${name}]`),
    ]),
  ];
}

function checkSource(spec: VolumeSpecDraft, volumeName: string): readonly FieldError[] {
  const [first, ...more] = VOLUME_SOURCES.filter((name) => spec[name] !== undefined);
  if (first === undefined) return [requiredField('spec', 'must specify a volume type')];
  return [
    ...checkOwnSource(spec, first, volumeName),
    ...more.map((name) =>
      forbiddenField(`spec.${name === 'cephfs' ? 'cephFS' : name}`, 'may not specify more than 1 volume type'),
    ),
  ];
}

function checkOwnSource(spec: VolumeSpecDraft, name: string, volumeName: string): readonly FieldError[] {
  const source = (spec[name] ?? {}) as VolumeSource;
  switch (name) {
    case 'hostPath':
      return checkHostPath(source, 'spec.hostPath');
    case 'local':
      return checkLocal(spec, textOf(source, 'path'));
    case 'csi':
      return checkCsiSource(source, 'spec.csi');
    case 'iscsi': {
      const portal = { field: 'spec.iscsi.targetportal', value: textOf(source, 'targetPortal') };
      return [
        ...checkIscsiLength(source, volumeName, portal),
        ...checkAttachedSource(name, source, { field: 'spec', owner: 'persistent volume' }),
      ];
    }
    default:
      return checkAttachedSource(name, source, { field: 'spec', owner: 'persistent volume' });
  }
}

function checkLocal({ nodeAffinity }: VolumeSpecDraft, path: string): readonly FieldError[] {
  const field = 'spec.local.path';
  return [
    ...(path === '' ? [requiredField(field)] : checkNoBacksteps(path, field)),
    ...(nodeAffinity === undefined ? [requiredField('spec.nodeAffinity', 'Local volume requires node affinity')] : []),
  ];
}

const CSI_SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
];

/** What is wrong with a volume of a CSI driver. The secret of staging alone is taken as it is. */
export function checkCsiSource(source: VolumeSource, field: string): readonly FieldError[] {
  return [
    ...checkDriverName(textOf(source, 'driver'), `${field}.driver`),
    ...requireFields(source, ['volumeHandle'], field),
    ...CSI_SECRETS.flatMap((name) => checkSecretReference(source[name], `${field}.${name}`)),
  ];
}

function checkSecretReference(reference: unknown, field: string): readonly FieldError[] {
  if (reference === undefined || reference === null) return [];
  const secret = reference as VolumeSource;
  const [name, namespace] = [textOf(secret, 'name'), textOf(secret, 'namespace')];
  return [
    ...requireFields(secret, ['name', 'namespace'], field),
    ...(name === '' ? [] : checkDns1123Subdomain(name)).map((error) => invalidField(`${field}.name`, name, error)),
    ...(namespace === '' ? [] : checkDns1123Label(namespace)).map((error) =>
      invalidField(`${field}.namespace`, namespace, error),
    ),
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
