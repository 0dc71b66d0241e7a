import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is kept of all charts; the oldest files are forgotten first. */
const MAX_FILES = 128;
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;

/**
 * Writes a file that makes later runs faster, into a folder of such files. Whatever fails only makes the next run slower. Two runs at
 * once each write a file of their own; the last to rename wins.
 */
export function writeOwnFile(file: string, parts: readonly Uint8Array[]): void {
  try {
    const folder = dirname(file);
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const draft = `${file}.${process.pid}`;
    writeAll(draft, parts);
    renameSync(draft, file);
    forgetOldest(folder);
  } catch {
    // A full disk, or a folder that cannot be written.
  }
}

function writeAll(file: string, parts: readonly Uint8Array[]): void {
  const opened = openSync(file, 'wx', 0o600);
  try {
    for (const part of parts) writeFileSync(opened, part);
  } finally {
    closeSync(opened);
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  const files = names.map((name) => ({ path: join(folder, name), stats: statSync(join(folder, name)) }));
  files.sort((one, other) => other.stats.mtimeMs - one.stats.mtimeMs);
  let totalBytes = 0;
  for (const [index, { path, stats }] of files.entries()) {
    totalBytes += stats.size;
    if (index >= MAX_FILES || totalBytes > MAX_TOTAL_BYTES) rmSync(path, { force: true });
  }
}
