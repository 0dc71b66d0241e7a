import {
  checkDns1123Label,
  checkDns1123Subdomain,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  requiredField,
} from '@gotk/objects';
import { compareToInteger, parseQuantity } from '@gotk/quantity';
import type { DraftMeta } from '../../../drafts/draft.js';
import { checkTemplateMeta } from '../../check-template-meta.js';
import { checkClaimSpec } from '../../core/check-claim-spec.js';
import type { ClaimSpecDraft } from '../../core/claim-draft.js';
import type { VolumeDraft } from '../../core/pod-draft.js';
import { checkDriverName } from '../../storage/check-driver-name.js';
import { checkAttachedSource } from '../../volumes/check-attached-source.js';
import { checkIscsiLength } from '../../volumes/check-block-sources.js';
import { checkHostPath } from '../../volumes/check-host-path.js';
import { checkDownwardFiles, checkKeyFiles, checkMode } from '../../volumes/check-key-files.js';
import { checkProjected } from '../../volumes/check-projected.js';
import { requireFields, textOf, type VolumeSource } from '../../volumes/volume-source.js';
import { checkOneOf } from './check-containers.js';
import { checkDescendingPath } from './check-paths.js';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** What is wrong with the volumes of a pod, and the good ones by name. */
export function checkVolumes(
  volumes: readonly VolumeDraft[],
  field: string,
  podName: string | undefined,
): { readonly errors: readonly FieldError[]; readonly byName: ReadonlyMap<string, VolumeDraft> } {
  const byName = new Map<string, VolumeDraft>();
  const errors = volumes.flatMap((volume, index) => {
    const at = `${field}[${index}]`;
    const found = [...checkSource(volume, at, podName), ...checkName(volume.name, byName, `${at}.name`)];
    if (found.length === 0) byName.set(volume.name, volume);
    return found;
  });
  return { errors, byName };
}

function checkName(name: string, known: ReadonlyMap<string, unknown>, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field)];
  const errors = checkDns1123Label(name).map((error) => invalidField(field, name, error));
  return known.has(name) ? [...errors, duplicateField(field, name)] : errors;
}

function checkSource(volume: VolumeDraft, field: string, podName: string | undefined): readonly FieldError[] {
  const sources = Object.keys(volume)
    .filter((key) => key !== 'name' && volume[key] !== undefined)
    .sort((a, b) => placeOf(a) - placeOf(b));
  const [first, ...others] = sources;
  if (first === undefined) return [requiredField(field, 'must specify a volume type')];
  const source = (volume[first] ?? {}) as VolumeSource;
  const check = CHECKS[first];
  return [
    ...(check === undefined
      ? checkAttachedSource(first, source, { field, owner: 'pod' })
      : check(source, `${field}.${first}`)),
    ...(first === 'image' && podName !== undefined ? requireFields(source, ['reference'], `${field}.image`) : []),
    ...checkNameWith(volume, source, { field: `${field}.name`, podName, kind: first }),
    ...others.map((name) =>
      forbiddenField(`${field}.${FORBIDDEN_AS[name] ?? name}`, 'may not specify more than 1 volume type'),
    ),
  ];
}

/** Sources whose names are not quite right where there may be no other one. */
const FORBIDDEN_AS: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** What is wrong with the name of a volume for what its source makes of it. */
function checkNameWith(
  { name }: VolumeDraft,
  source: VolumeSource,
  { field, podName, kind }: { readonly field: string; readonly podName: string | undefined; readonly kind: string },
): readonly FieldError[] {
  if (kind === 'iscsi') return checkIscsiLength(source, name, { field, value: name });
  if (kind !== 'ephemeral' || (podName ?? '') === '' || name === '') return [];
  const claim = `${podName}-${name}`;
  return checkDns1123Subdomain(claim).map((error) =>
    invalidField(field, name, `PVC name ${JSON.stringify(claim)}: ${error}`),
  );
}

/** The order in which sources are looked at. */
const ORDER = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

function placeOf(source: string): number {
  const place = ORDER.indexOf(source);
  return place === -1 ? ORDER.length : place;
}

type SourceCheck = (source: VolumeSource, field: string) => readonly FieldError[];

/** The sources that only pods have, by their names. */
const CHECKS: Readonly<Record<string, SourceCheck>> = {
  emptyDir: ({ sizeLimit }, field) =>
    typeof sizeLimit === 'string' && compareToInteger(parseQuantity(sizeLimit), 0n) < 0
      ? [forbiddenField(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: checkHostPath,
  secret: (source, field) => [...requireFields(source, ['secretName'], field), ...checkFiles(source, field)],
  configMap: (source, field) => [...requireFields(source, ['name'], field), ...checkFiles(source, field)],
  persistentVolumeClaim: (source, field) => requireFields(source, ['claimName'], field),
  gitRepo: (source, field) => [
    ...requireFields(source, ['repository'], field),
    ...checkDescendingPath(textOf(source, 'directory'), `${field}.directory`),
  ],
  downwardAPI: (source, field) => [
    ...checkMode(source['defaultMode'], `${field}.defaultMode`),
    ...checkDownwardFiles(source, field),
  ],
  projected: checkProjected,
  csi: checkInlineCsi,
  ephemeral: checkEphemeral,
  image: (source, field) => checkOneOf(textOf(source, 'pullPolicy'), PULL_POLICIES, `${field}.pullPolicy`),
};

function checkFiles(source: VolumeSource, field: string): readonly FieldError[] {
  return [...checkMode(source['defaultMode'], `${field}.defaultMode`), ...checkKeyFiles(source, field)];
}

function checkInlineCsi(source: VolumeSource, field: string): readonly FieldError[] {
  const driver = checkDriverName(textOf(source, 'driver'), `${field}.driver`);
  const { nodePublishSecretRef: secret } = source;
  if (secret === undefined || secret === null) return driver;
  const name = textOf(secret as VolumeSource, 'name');
  return [
    ...driver,
    ...requireFields(secret as VolumeSource, ['name'], `${field}.nodePublishSecretRef`),
    ...(name === '' ? [] : checkDns1123Subdomain(name)).map((error) => invalidField(`${field}.name`, name, error)),
  ];
}

function checkEphemeral({ volumeClaimTemplate }: VolumeSource, field: string): readonly FieldError[] {
  const at = `${field}.volumeClaimTemplate`;
  if (volumeClaimTemplate === undefined || volumeClaimTemplate === null) return [requiredField(at)];
  const { metadata = {}, spec = {} } = volumeClaimTemplate as { metadata?: DraftMeta; spec?: ClaimSpecDraft };
  return [...checkTemplateMeta(metadata, `${at}.metadata`), ...checkClaimSpec(spec, `${at}.spec`)];
}
