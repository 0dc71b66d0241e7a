import type { VolumeDraft } from '../core/pod-draft.js';

interface PlacedFile {
  readonly path: string;
  /** What the file comes from; nothing where the volume has one source only. */
  readonly source: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Warnings about files of a volume that are in one another's place, and about sources that turned out to be nothing. */
export function overlappingPaths(volume: VolumeDraft): readonly string[] {
  const { name, configMap, secret, downwardAPI, projected } = volume as { readonly name: string } & Record<
    string,
    Fields | undefined
  >;
  const warn = (source: string) => (overlap: string) => `volume "${name}" (${source}): overlapping paths: ${overlap}`;
  return [
    ...overlapsOf(filesOf(configMap, '')).map(warn(`ConfigMap ${quoted(configMap?.['name'])}`)),
    ...overlapsOf(filesOf(secret, '')).map(warn(`Secret ${quoted(secret?.['secretName'])}`)),
    ...overlapsOf(filesOf(downwardAPI, '')).map(warn('DownwardAPI')),
    ...(projected === undefined ? [] : projectedWarnings(name, projected, warn('Projected'))),
  ];
}

function projectedWarnings(name: string, projected: Fields, warn: (overlap: string) => string): readonly string[] {
  const known: PlacedFile[] = [];
  return ((projected['sources'] ?? []) as readonly Fields[]).flatMap((source) => {
    if (Object.keys(source).length === 0) return [`volume "${name}" (Projected) has no sources provided`];
    const overlaps = overlapsOf(projectedFiles(source), known);
    return overlaps.map(warn);
  });
}

function projectedFiles(source: Fields): readonly PlacedFile[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source as Record<
    string,
    Fields | undefined
  >;
  if (configMap?.['items'] !== undefined) return filesOf(configMap, `ConfigMap ${quoted(configMap['name'])}`);
  if (secret?.['items'] !== undefined) return filesOf(secret, `Secret ${quoted(secret['name'])}`);
  if (downwardAPI?.['items'] !== undefined) return filesOf(downwardAPI, 'DownwardAPI');
  if (serviceAccountToken !== undefined) return [fileAt(serviceAccountToken['path'], 'ServiceAccountToken')];
  if (clusterTrustBundle !== undefined) {
    const bundle = quoted(clusterTrustBundle['name'] ?? clusterTrustBundle['signerName']);
    return [fileAt(clusterTrustBundle['path'], `ClusterTrustBundle ${bundle}`)];
  }
  return Object.entries(CERTIFICATE_FILES).flatMap(([field, what]) =>
    (podCertificate?.[field] ?? '') === '' ? [] : [fileAt(podCertificate?.[field], `PodCertificate ${what}`)],
  );
}

const CERTIFICATE_FILES: Readonly<Record<string, string>> = {
  certificateChainPath: 'chain',
  keyPath: 'key',
  credentialBundlePath: 'credential bundle',
};

function filesOf(fields: Fields | undefined, source: string): readonly PlacedFile[] {
  return ((fields?.['items'] ?? []) as readonly Fields[]).map(({ path }) => fileAt(path, source));
}

function fileAt(path: unknown, source: string): PlacedFile {
  return { path: String(path ?? '').replace(/\/+$/, ''), source };
}

/** Each file is compared with those before it, which are added to `known`. */
function overlapsOf(files: readonly PlacedFile[], known: PlacedFile[] = []): readonly string[] {
  return files.flatMap((file) => {
    const others = known.filter(({ path }) => isWithin(path, file.path) || isWithin(file.path, path));
    if (file.path !== '') known.push(file);
    return file.path === '' ? [] : others.map((other) => `${shown(file)} with ${shown(other)}`);
  });
}

function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

function shown({ path, source }: PlacedFile): string {
  return source === '' ? quoted(path) : `${quoted(path)} (${source})`;
}

function quoted(text: unknown): string {
  return JSON.stringify(String(text ?? ''));
}
