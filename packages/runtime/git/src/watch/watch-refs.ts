import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notifyOnChange } from './notify-on-change.js';

export interface WatchRefsOptions {
  /** The common Git directory: what `git rev-parse --git-common-dir` names. */
  readonly gitDir: string;
  /** A branch, tag or `HEAD` has been made, moved or removed. Which one is for the caller to find out. */
  readonly onChange: () => void;
  /** @default 10000 */
  readonly pollMs?: number;
}

const MAX_REFS = 100_000;

/**
 * Tells when refs of a local repository change, within milliseconds, until the signal aborts.
 * @returns when it has begun; a change after that is never missed, at worst found by the next poll.
 */
export function watchRefs({ gitDir, onChange, pollMs = 10_000 }: WatchRefsOptions, signal: AbortSignal): Promise<void> {
  const descend = (path: string): boolean => /^(refs|reftable)(\/|$)/.test(path);
  const fingerprint = (): Promise<string> => fingerprintRefs(gitDir);
  return notifyOnChange({ root: gitDir, descend, fingerprint, onChange, pollMs }, signal);
}

/** Everything that refs are stored in: loose files, the packed file, and the tables of the reftable format. */
async function fingerprintRefs(gitDir: string): Promise<string> {
  const loose = await fingerprintFolder(gitDir, 'refs');
  const packed = await fingerprintStat(join(gitDir, 'packed-refs'));
  const tables = await readText(join(gitDir, 'reftable/tables.list'));
  return [await readText(join(gitDir, 'HEAD')), packed, tables, ...loose].join('\n');
}

async function fingerprintFolder(gitDir: string, folder: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const pending = [folder];
  for (let path = pending.pop(); path !== undefined && lines.length < MAX_REFS; path = pending.pop()) {
    for (const entry of await list(join(gitDir, path))) {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) pending.push(child);
      else if (!child.endsWith('.lock')) lines.push(`${child} ${await readText(join(gitDir, child))}`);
    }
  }
  return lines.sort();
}

async function list(folder: string): ReturnType<typeof readFolder> {
  try {
    return await readFolder(folder);
  } catch {
    return [];
  }
}

function readFolder(folder: string): Promise<import('node:fs').Dirent[]> {
  return readdir(folder, { withFileTypes: true });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

async function fingerprintStat(file: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(file, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
