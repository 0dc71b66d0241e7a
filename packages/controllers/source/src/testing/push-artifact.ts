import { gzipSync } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import type { OciRegistryServer } from '@gotk/oci';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONTENT = 'application/vnd.cncf.flux.content.v1.tar+gzip';

/** A layer of a pushed artifact; `files` become an archive. */
export interface PushedLayer {
  readonly mediaType?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly bytes?: Uint8Array;
}

export interface Push {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly layers: readonly PushedLayer[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Puts an artifact into a registry. @returns the digest of its manifest. */
export function pushArtifact(registry: OciRegistryServer, { repository, tags, layers, annotations }: Push): string {
  const config = registry.putBlob(repository, Buffer.from('{}'));
  const described = layers.map(({ mediaType = CONTENT, files = {}, bytes }) => {
    const content = bytes ?? archiveOf(files);
    return { mediaType, size: content.length, digest: registry.putBlob(repository, content) };
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: 'application/vnd.cncf.flux.config.v1+json', size: 2, digest: config },
    layers: described,
    ...(annotations !== undefined && { annotations }),
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const digests = tags.map((tag) => registry.putManifest(repository, { tag, mediaType: MANIFEST, bytes }));
  return digests[0] ?? registry.putManifest(repository, { mediaType: MANIFEST, bytes });
}

/** A `.tar.gz` of files. */
export function archiveOf(files: Readonly<Record<string, string>>): Uint8Array {
  return gzipSync(writeTar(memoryTree(files)));
}
