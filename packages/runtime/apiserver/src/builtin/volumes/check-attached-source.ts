import {
  checkDns1123Label,
  type FieldError,
  invalidField,
  nameIsDnsLabel,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { checkFcSource, checkIscsiSource } from './check-block-sources.js';
import { requireFields, textOf, type VolumeOwner, type VolumeSource } from './volume-source.js';

type SourceCheck = (source: VolumeSource, field: string, owner: VolumeOwner) => readonly FieldError[];

/** The fields that a source must have. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  glusterfs: ['endpoints', 'path'],
  nfs: ['server', 'path'],
  rbd: ['monitors', 'image'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  azureFile: ['secretName', 'shareName'],
  azureDisk: ['diskName', 'diskURI'],
  vsphereVolume: ['volumePath'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  storageos: ['volumeName'],
};

/** What more there is to a source. */
const RULES: Readonly<Record<string, SourceCheck>> = {
  gcePersistentDisk: checkPartition,
  awsElasticBlockStore: checkPartition,
  glusterfs: checkEndpointsNamespace,
  nfs: checkAbsolutePath,
  iscsi: checkIscsiSource,
  fc: checkFcSource,
  cinder: checkSecretReference,
  storageos: checkStorageOs,
  flocker: checkFlocker,
  quobyte: checkQuobyte,
  flexVolume: checkFlexOptions,
  azureFile: checkSecretNamespace,
  azureDisk: checkAzureDisk,
};

/** Where errors place a source that they call otherwise. */
const PLACES: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };

/**
 * What is wrong with a source that both pods and PersistentVolumes have: a disk or a file system somewhere else.
 *
 * @param field of what has the source.
 */
export function checkAttachedSource(
  name: string,
  source: VolumeSource,
  { field, owner }: { readonly field: string; readonly owner: VolumeOwner },
): readonly FieldError[] {
  const at = `${field}.${PLACES[name] ?? name}`;
  return [...requireFields(source, REQUIRED[name] ?? [], at), ...(RULES[name]?.(source, at, owner) ?? [])];
}

/** The message has always named 1 as the least, and 0, for the whole disk, has always been taken. */
function checkPartition(source: VolumeSource, field: string): readonly FieldError[] {
  const partition = Number(source['partition'] ?? 0);
  return partition >= 0 && partition <= 255
    ? []
    : [invalidField(`${field}.partition`, partition, 'must be between 1 and 255, inclusive')];
}

function checkEndpointsNamespace({ endpointsNamespace }: VolumeSource, field: string): readonly FieldError[] {
  if (endpointsNamespace === undefined || endpointsNamespace === null) return [];
  const [name, at] = [String(endpointsNamespace), `${field}.endpointsNamespace`];
  if (name === '')
    return [invalidField(at, name, 'if the endpointnamespace is set, it must be a valid namespace name')];
  return nameIsDnsLabel(name, false).map((error) => invalidField(at, name, error));
}

function checkAbsolutePath(source: VolumeSource, field: string): readonly FieldError[] {
  const path = textOf(source, 'path');
  return path.startsWith('/') ? [] : [invalidField(`${field}.path`, path, 'must be an absolute path')];
}

function checkSecretReference({ secretRef }: VolumeSource, field: string, owner: VolumeOwner): readonly FieldError[] {
  if (secretRef === undefined) return [];
  const names = owner === 'pod' ? ['name'] : ['name', 'namespace'];
  return requireFields((secretRef ?? {}) as VolumeSource, names, `${field}.secretRef`);
}

function checkStorageOs(source: VolumeSource, field: string, owner: VolumeOwner): readonly FieldError[] {
  const labels = ['volumeName', 'volumeNamespace'].flatMap((name) => {
    const value = textOf(source, name);
    return (value === '' ? [] : checkDns1123Label(value)).map((error) =>
      invalidField(`${field}.${name}`, value, error),
    );
  });
  return [...labels, ...checkSecretReference(source, field, owner)];
}

function checkFlocker(source: VolumeSource, field: string): readonly FieldError[] {
  const [name, uuid] = [textOf(source, 'datasetName'), textOf(source, 'datasetUUID')];
  const both = 'datasetName and datasetUUID can not be specified simultaneously';
  return [
    ...(name === '' && uuid === '' ? [requiredField(field, 'one of datasetName and datasetUUID is required')] : []),
    ...(name !== '' && uuid !== '' ? [invalidField(field, 'resource', both)] : []),
    ...(name.includes('/') ? [invalidField(`${field}.datasetName`, name, "must not contain '/'")] : []),
  ];
}

const REGISTRY_FORM = 'must be a host:port pair or multiple pairs separated by commas';
/** What is before the colon has none of its own, unless it is in brackets. */
const HOST_AND_PORT = /^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/;
const MAX_TENANT_BYTES = 64;

function checkQuobyte(source: VolumeSource, field: string): readonly FieldError[] {
  return [...checkQuobyteRegistry(source, field), ...requireFields(source, ['volume'], field)];
}

function checkQuobyteRegistry(source: VolumeSource, field: string): readonly FieldError[] {
  const [registry, tenant] = [textOf(source, 'registry'), textOf(source, 'tenant')];
  if (registry === '') return [requiredField(`${field}.registry`, REGISTRY_FORM)];
  if (Buffer.byteLength(tenant) > MAX_TENANT_BYTES)
    return [requiredField(`${field}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')];
  return registry
    .split(',')
    .filter((pair) => !HOST_AND_PORT.test(pair))
    .map(() => invalidField(`${field}.registry`, registry, REGISTRY_FORM));
}

/** The options that belong to Kubernetes itself. */
const RESERVED_OPTION = /(?:^|\.)(?:kubernetes|k8s)\.io$/i;

function checkFlexOptions({ options }: VolumeSource, field: string): readonly FieldError[] {
  const detail = 'kubernetes.io and k8s.io namespaces are reserved';
  return Object.keys(options ?? {})
    .filter((key) => RESERVED_OPTION.test(key.split('/')[0] ?? ''))
    .map((key) => invalidField(`${field}.options[${key}]`, key, detail));
}

function checkSecretNamespace({ secretNamespace }: VolumeSource, field: string, owner: VolumeOwner) {
  return owner === 'persistent volume' && secretNamespace === '' ? [requiredField(`${field}.secretNamespace`)] : [];
}

const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function checkAzureDisk({ cachingMode, kind, diskURI = '' }: VolumeSource, field: string): readonly FieldError[] {
  const oneOf = (value: unknown, allowed: readonly string[], name: string): readonly FieldError[] =>
    value === undefined || allowed.includes(String(value))
      ? []
      : [notSupportedField(`${field}.${name}`, String(value), allowed)];
  const [start, form] = kind === 'Managed' ? ['/subscriptions/', MANAGED_URI] : ['https://', BLOB_URI];
  return [
    ...oneOf(cachingMode, CACHING_MODES, 'cachingMode'),
    ...oneOf(kind, DISK_KINDS, 'kind'),
    ...(kind === undefined || String(diskURI).startsWith(start)
      ? []
      : [notSupportedField(`${field}.diskURI`, String(diskURI), [form])]),
  ];
}
