import { type FieldError, forbiddenField, invalidField, requiredField } from '@gotk/objects';
import { checkUnreservedPath } from '../pods/checks/check-paths.js';
import { checkPodCertificate, checkTrustBundle } from './check-certificate-projections.js';
import { checkDownwardFiles, checkKeyFiles, checkMode, itemsOf } from './check-key-files.js';
import { requireFields, textOf, type VolumeSource } from './volume-source.js';

/** What is wrong with a volume made of several sources. */
export function checkProjected(source: VolumeSource, field: string): readonly FieldError[] {
  const sources = Array.isArray(source['sources']) ? (source['sources'] as readonly VolumeSource[]) : [];
  return [
    ...checkMode(source['defaultMode'], `${field}.defaultMode`),
    ...sources.flatMap((item, index) => checkProjection(item, `${field}.sources[${index}]`, field)),
    ...checkRepeatedPaths(sources, field),
  ];
}

/** @param volume the field of the whole volume, which errors about the path of a token name. */
type ProjectionCheck = (projection: VolumeSource, field: string, volume: string) => readonly FieldError[];

/** In the order in which they are looked at. */
const PROJECTIONS: Readonly<Record<string, ProjectionCheck>> = {
  secret: (source, field) => [...requireFields(source, ['name'], field), ...checkKeyFiles(source, field)],
  configMap: (source, field) => [...requireFields(source, ['name'], field), ...checkKeyFiles(source, field)],
  downwardAPI: checkDownwardFiles,
  serviceAccountToken: checkToken,
  clusterTrustBundle: checkTrustBundle,
  podCertificate: checkPodCertificate,
};

function checkProjection(item: VolumeSource, field: string, volume: string): readonly FieldError[] {
  const names = Object.keys(PROJECTIONS).filter((name) => (item[name] ?? undefined) !== undefined);
  return [
    ...names.flatMap((name) => PROJECTIONS[name]?.(item[name] as VolumeSource, `${field}.${name}`, volume) ?? []),
    ...(names.length > 1 ? [forbiddenField(field, 'may not specify more than 1 volume type per source')] : []),
  ];
}

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

function checkToken(token: VolumeSource, field: string, volume: string): readonly FieldError[] {
  const seconds = Number(token['expirationSeconds'] ?? 0);
  const path = textOf(token, 'path');
  const at = `${field}.expirationSeconds`;
  return [
    ...(seconds < MIN_TOKEN_SECONDS
      ? [invalidField(at, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > MAX_TOKEN_SECONDS
      ? [invalidField(at, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(path === '' ? [requiredField(`${volume}.path`)] : checkUnreservedPath(path, `${volume}.path`)),
  ];
}

/** Where every file of a projection goes, each place taken once. */
function checkRepeatedPaths(sources: readonly VolumeSource[], field: string): readonly FieldError[] {
  const taken = new Set<string>();
  return sources.flatMap(filesOf).flatMap(({ path, shown }) => {
    const isTaken = taken.has(path);
    taken.add(path);
    return isTaken ? [invalidField(field, shown, 'conflicting duplicate paths')] : [];
  });
}

interface ProjectedFile {
  readonly path: string;
  /** What an error about the path shows. */
  readonly shown: string;
}

/** The files whose places are compared; those of tokens are not. A trust bundle has a file even without a path. */
function filesOf(source: VolumeSource): readonly ProjectedFile[] {
  const of = (name: string): VolumeSource => (source[name] ?? {}) as VolumeSource;
  const keyed = ['secret', 'configMap'].flatMap((name) =>
    itemsOf(of(name)).map((item) => ({ path: textOf(item, 'path'), shown: textOf(of(name), 'name') })),
  );
  const [bundle, certificate] = [source['clusterTrustBundle'], of('podCertificate')];
  const paths = [
    ...itemsOf(of('downwardAPI')).map((item) => textOf(item, 'path')),
    ...['credentialBundlePath', 'keyPath', 'certificateChainPath'].map((name) => textOf(certificate, name)),
  ];
  const files = [...keyed, ...paths.map((path) => ({ path, shown: path }))].filter(({ path }) => path !== '');
  if (bundle === undefined || bundle === null) return files;
  const path = textOf(bundle as VolumeSource, 'path');
  return [...files, { path, shown: path }];
}
