import {
  checkDns1123Label,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { compareToInteger, parseQuantity } from '@gotk/quantity';
import type { VolumeDraft } from '../../core/pod-draft.js';
import { checkDownwardFile } from './check-env.js';
import { checkDescendingPath, checkNoBacksteps, checkUnreservedPath } from './check-paths.js';

const MODE_DETAIL = 'must be a number between 0 and 0777 (octal), both inclusive';
const MAX_MODE = 0o777;

type Source = Readonly<Record<string, unknown>>;

/** What is wrong with the volumes of a pod, and the good ones by name. */
export function checkVolumes(
  volumes: readonly VolumeDraft[],
  field: string,
): { readonly errors: readonly FieldError[]; readonly byName: ReadonlyMap<string, VolumeDraft> } {
  const byName = new Map<string, VolumeDraft>();
  const errors = volumes.flatMap((volume, index) => {
    const at = `${field}[${index}]`;
    const found = [...checkSource(volume, at), ...checkName(volume.name, byName, `${at}.name`)];
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

function checkSource(volume: VolumeDraft, field: string): readonly FieldError[] {
  const sources = Object.keys(volume)
    .filter((key) => key !== 'name' && volume[key] !== undefined)
    .sort((a, b) => placeOf(a) - placeOf(b));
  const [first, ...others] = sources;
  if (first === undefined) return [requiredField(field, 'must specify a volume type')];
  const own = CHECKS[first]?.(volume[first] as Source, `${field}.${first}`) ?? [];
  return [
    ...own,
    ...others.map((name) => forbiddenField(`${field}.${name}`, 'may not specify more than 1 volume type')),
  ];
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

type SourceCheck = (source: Source, field: string) => readonly FieldError[];

function required(...names: readonly string[]): SourceCheck {
  return (source, field) =>
    names.filter((name) => (source[name] ?? '') === '').map((name) => requiredField(`${field}.${name}`));
}

/** By the name of the source; sources that are not listed are taken as they are. */
const CHECKS: Readonly<Record<string, SourceCheck>> = {
  emptyDir: ({ sizeLimit }, field) =>
    typeof sizeLimit === 'string' && compareToInteger(parseQuantity(sizeLimit), 0n) < 0
      ? [forbiddenField(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: checkHostPath,
  secret: (source, field) => [...required('secretName')(source, field), ...checkFiles(source, field)],
  configMap: (source, field) => [...required('name')(source, field), ...checkFiles(source, field)],
  persistentVolumeClaim: required('claimName'),
  nfs: (source, field) => [
    ...required('server', 'path')(source, field),
    ...(String(source['path'] ?? '').startsWith('/')
      ? []
      : [invalidField(`${field}.path`, String(source['path'] ?? ''), 'must be an absolute path')]),
  ],
  gitRepo: (source, field) => [
    ...required('repository')(source, field),
    ...checkDescendingPath(String(source['directory'] ?? ''), `${field}.directory`),
  ],
  downwardAPI: (source, field) => [
    ...checkMode(source['defaultMode'], `${field}.defaultMode`),
    ...itemsOf(source).flatMap((item) => checkDownwardFile(item, field)),
  ],
  projected: checkProjected,
  csi: required('driver'),
};

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function checkHostPath({ path, type }: Source, field: string): readonly FieldError[] {
  const target = String(path ?? '');
  if (target === '') return [requiredField(`${field}.path`)];
  const known = type === undefined || HOST_PATH_TYPES.includes(String(type));
  return [
    ...checkNoBacksteps(target, `${field}.path`),
    ...(known ? [] : [notSupportedField(`${field}.type`, String(type), HOST_PATH_TYPES)]),
  ];
}

function checkMode(mode: unknown, field: string): readonly FieldError[] {
  if (typeof mode !== 'number' || (mode >= 0 && mode <= MAX_MODE)) return [];
  return [invalidField(field, mode, MODE_DETAIL)];
}

function itemsOf(source: Source): readonly Source[] {
  return Array.isArray(source['items']) ? (source['items'] as readonly Source[]) : [];
}

/** The mode and the files of a volume made of keys. */
function checkFiles(source: Source, field: string): readonly FieldError[] {
  return [
    ...checkMode(source['defaultMode'], `${field}.defaultMode`),
    ...itemsOf(source).flatMap((item, index) => checkKeyToPath(item, `${field}.items[${index}]`)),
  ];
}

function checkKeyToPath({ key, path, mode }: Source, field: string): readonly FieldError[] {
  return [
    ...(String(key ?? '') === '' ? [requiredField(`${field}.key`)] : []),
    ...(String(path ?? '') === '' ? [requiredField(`${field}.path`)] : []),
    ...checkUnreservedPath(String(path ?? ''), `${field}.path`),
    ...checkMode(mode, `${field}.mode`),
  ];
}

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

function checkProjected(source: Source, field: string): readonly FieldError[] {
  const sources = Array.isArray(source['sources']) ? (source['sources'] as readonly Source[]) : [];
  return [
    ...checkMode(source['defaultMode'], `${field}.defaultMode`),
    ...sources.flatMap((item, index) => checkProjection(item, `${field}.sources[${index}]`)),
    ...checkRepeatedPaths(sources, field),
  ];
}

/** Where every file of a projection goes, each place taken once. */
function checkRepeatedPaths(sources: readonly Source[], field: string): readonly FieldError[] {
  const taken = new Set<string>();
  return sources.flatMap((source) =>
    Object.entries(source).flatMap(([kind, projection]) => {
      const own = (projection ?? {}) as Source;
      const token = kind === 'serviceAccountToken' ? [own] : [];
      return [...itemsOf(own), ...token].flatMap(({ path }) => {
        const isTaken = taken.has(String(path));
        taken.add(String(path));
        const shown = String(own['name'] ?? path);
        return isTaken && String(path ?? '') !== '' ? [invalidField(field, shown, 'conflicting duplicate paths')] : [];
      });
    }),
  );
}

function checkProjection(item: Source, field: string): readonly FieldError[] {
  const names = Object.keys(item).filter((name) => item[name] !== undefined);
  const [first, ...others] = names;
  if (first === undefined) return [];
  const projection = item[first] as Source;
  const at = `${field}.${first}`;
  return [
    ...(first === 'secret' || first === 'configMap'
      ? [...required('name')(projection, at), ...checkFiles(projection, at)]
      : []),
    ...(first === 'serviceAccountToken' ? checkToken(projection, at) : []),
    ...(first === 'downwardAPI' ? itemsOf(projection).flatMap((file) => checkDownwardFile(file, at)) : []),
    ...others.map((name) => forbiddenField(`${field}.${name}`, 'may not specify more than 1 volume type')),
  ];
}

function checkToken({ expirationSeconds, path }: Source, field: string): readonly FieldError[] {
  const seconds = Number(expirationSeconds ?? 0);
  const at = `${field}.expirationSeconds`;
  return [
    ...(seconds < MIN_TOKEN_SECONDS
      ? [invalidField(at, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > MAX_TOKEN_SECONDS
      ? [invalidField(at, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(String(path ?? '') === '' ? [requiredField(`${field}.path`)] : []),
  ];
}
