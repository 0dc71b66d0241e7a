import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LocatedError } from '@gotk/located-error';

/** A file written so shortly before it was read may change again without showing it in its times. */
const RACY_MS = 50;

/** Bounds of a folder that is offered. */
export interface ScanLimits {
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
}

export type ScannedKind = 'file' | 'executable' | 'symlink';

/** What a file was when it was looked at. */
export interface ScannedFile {
  readonly kind: ScannedKind;
  /** Differs when the content may differ; `undefined`: take it for changed. */
  readonly stamp: string | undefined;
}

/** Path → file. */
export type Scan = ReadonlyMap<string, ScannedFile>;

/**
 * Looks at every file of a folder, without reading it.
 * @throws LocatedError `folder-too-large`.
 */
export async function scanFolder(folder: string, { maxFiles, maxTotalBytes }: ScanLimits): Promise<Scan> {
  const files = new Map<string, ScannedFile>();
  const pending = [''];
  let total = 0;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (!isOffered(child)) continue;
      if (entry.isDirectory()) pending.push(child);
      const scanned = await scanFile(join(folder, child), entry);
      if (scanned === undefined) continue;
      files.set(child, scanned.file);
      total += scanned.sizeBytes;
      if (files.size > maxFiles || total > maxTotalBytes) throw tooLarge(folder, { maxFiles, maxTotalBytes });
    }
  }
  return files;
}

async function scanFile(
  file: string,
  entry: Dirent,
): Promise<{ readonly file: ScannedFile; readonly sizeBytes: number } | undefined> {
  if (!entry.isFile() && !entry.isSymbolicLink()) return undefined;
  const stats = await lstat(file, { bigint: true }).catch(() => undefined);
  if (stats === undefined) return undefined;
  const kind = entry.isSymbolicLink() ? 'symlink' : (stats.mode & 0o100n) === 0n ? 'file' : 'executable';
  const { mtimeNs, ctimeNs, size, ino } = stats;
  const racy = Date.now() - Number(mtimeNs / 1_000_000n) < RACY_MS;
  return {
    file: { kind, stamp: racy ? undefined : `${mtimeNs} ${ctimeNs} ${size} ${ino}` },
    sizeBytes: Number(size),
  };
}

/** Repositories inside the folder stay out with their metadata; their files are offered like all others. */
export function isOffered(path: string): boolean {
  return !path.split('/').includes('.git');
}

/** A racy file makes every fingerprint differ from every other. */
export function fingerprintOf(scan: Scan): string {
  return [...scan]
    .map(([path, { kind, stamp }]) => `${path}\0${kind} ${stamp ?? crypto.randomUUID()}`)
    .sort()
    .join('\0');
}

function tooLarge(folder: string, { maxFiles, maxTotalBytes }: ScanLimits): LocatedError {
  return new LocatedError({
    code: 'folder-too-large',
    message: `${folder} has more than ${maxFiles} files or ${Math.round(maxTotalBytes / 1024 ** 2)} MiB`,
    hint: 'Make the folder a Git repository, or name a smaller one.',
  });
}
