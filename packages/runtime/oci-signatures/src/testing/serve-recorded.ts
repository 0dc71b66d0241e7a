import { readFileSync } from 'node:fs';
import { createDispatcherPool, createHttpSend } from '@gotk/http';
import { createOciClient, parseReference, serveOciRegistry } from '@gotk/oci';
import type { SignedManifest } from '../signature-check.js';

/** What a registry held: blobs and manifests in base64, by repository. */
export interface Recorded {
  readonly repositories: Readonly<
    Record<
      string,
      {
        readonly blobs: readonly string[];
        readonly manifests: readonly { readonly tag?: string; readonly mediaType: string; readonly bytes: string }[];
      }
    >
  >;
}

/** A file of recorded repositories. @param name of the file in `fixtures`. */
export function readRecorded<T extends Recorded>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

/** A registry with what was recorded. */
export interface RecordedRegistry {
  /** The manifest that the tag `v1` of a repository names. */
  signed(repository: string): SignedManifest;
  close(): Promise<void>;
}

/** Serves it on loopback. */
export async function serveRecorded({ repositories }: Recorded): Promise<RecordedRegistry> {
  const registry = await serveOciRegistry();
  const pool = createDispatcherPool();
  const digests = new Map<string, string>();
  for (const [name, { blobs, manifests }] of Object.entries(repositories)) {
    for (const blob of blobs) registry.putBlob(name, Buffer.from(blob, 'base64'));
    for (const { bytes, ...manifest } of manifests) {
      const digest = registry.putManifest(name, { ...manifest, bytes: Buffer.from(bytes, 'base64') });
      if (manifest.tag === 'v1') digests.set(name, digest);
    }
  }
  const client = createOciClient({ send: createHttpSend(pool) });
  return {
    signed: (repository) => ({
      client,
      name: parseReference(`${registry.address}/${repository}`),
      digest: digests.get(repository) ?? '',
    }),
    async close(): Promise<void> {
      await pool.close();
      await registry.close();
    },
  };
}
