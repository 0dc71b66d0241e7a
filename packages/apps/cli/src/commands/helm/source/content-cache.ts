import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What of a chart is cached: its package, or its provenance file. */
export type CachedPart = 'chart' | 'prov';

/** Where a digest (64 hexadecimal digits) is cached. */
export function cachedFile(root: string, digest: string, part: CachedPart): string {
  return join(root, digest.slice(0, 2), `${digest}.${part}`);
}

/** The cached file of a digest; `undefined` when there is none, or an empty one. */
export function findCached(root: string, digest: string, part: CachedPart): string | undefined {
  const file = cachedFile(root, digest, part);
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size > 0 ? file : undefined;
}

/** Caches content under a digest. @returns the file */
export function putCached(
  root: string,
  { digest, part }: { readonly digest: string; readonly part: CachedPart },
  content: Uint8Array,
): string {
  const file = cachedFile(root, digest, part);
  writeAtomically(file, content);
  return file;
}

/** Writes a file so that nobody ever sees half of it. */
export function writeAtomically(file: string, content: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, content, { mode: 0o644 });
  renameSync(unfinished, file);
}

/** 64 hexadecimal digits. */
export function sha256OfFile(file: string): string {
  return sha256OfBytes(readFileSync(file));
}

/** 64 hexadecimal digits. */
export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
