import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isNotFound } from './file-stamp.js';
import { TEMPORARY_PREFIX } from './write-atomically.js';

/** What stays and what goes. */
export interface GarbageRules {
  /** Files that are older go, except the current one. */
  readonly ttlMs: number;
  /** How many files stay, the current one included. */
  readonly records: number;
  readonly nowMs: number;
}

/** More files than this are not looked at in one go. */
const MAX_FILES = 1000;
const LOCK_SUFFIX = '.lock';

/**
 * Removes old artifacts from the folder of a current one, and what was left of writes that never ended.
 * @returns how many artifacts were removed.
 */
export async function collectGarbage(current: string, rules: GarbageRules): Promise<number> {
  const files = await listFiles(dirname(current));
  const garbage = chooseGarbage(files, { ...rules, current: basename(current) });
  for (const name of garbage) {
    await rm(join(dirname(current), name), { force: true });
    await rm(join(dirname(current), `${name}${LOCK_SUFFIX}`), { force: true });
  }
  return garbage.filter((name) => !name.startsWith(TEMPORARY_PREFIX)).length;
}

/** A file of an artifact folder. */
export interface DatedFile {
  readonly name: string;
  readonly modifiedMs: number;
}

/** Chooses what goes: all that is too old, then the oldest until no more than `records` are left. */
export function chooseGarbage(
  files: readonly DatedFile[],
  { current, ttlMs, records, nowMs }: GarbageRules & { readonly current: string },
): readonly string[] {
  const expired = files.filter(({ name, modifiedMs }) => name !== current && nowMs - modifiedMs > ttlMs);
  const left = files
    .filter((file) => !expired.includes(file) && !file.name.startsWith(TEMPORARY_PREFIX))
    .toSorted((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1));
  const surplus = left.filter(({ name }) => name !== current).slice(0, Math.max(0, left.length - records));
  return [...expired, ...surplus].map(({ name }) => name);
}

async function listFiles(folder: string): Promise<readonly DatedFile[]> {
  const files: DatedFile[] = [];
  for (const entry of await readFolder(folder)) {
    if (files.length === MAX_FILES) break;
    if (!entry.isFile() || entry.name.endsWith(LOCK_SUFFIX)) continue;
    try {
      files.push({ name: entry.name, modifiedMs: (await lstat(join(folder, entry.name))).mtimeMs });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return files;
}

async function readFolder(folder: string): ReturnType<typeof list> {
  try {
    return await list(folder);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function list(folder: string): Promise<import('node:fs').Dirent[]> {
  return readdir(folder, { withFileTypes: true });
}
