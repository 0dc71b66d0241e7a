import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { KnownTemplates } from '@gotk/helm';

/** Smaller charts are parsed faster than remembered. */
const MIN_CHART_BYTES = 32 * 1024;
/** What is remembered of more charts than these is forgotten at once. */
const MAX_CHARTS = 128;
const MAX_BYTES = 1024 * 1024;

/** The memory of one packaged chart. */
export interface StoredTemplates extends KnownTemplates {
  /** Writes down what was added. Whatever fails only makes the next run slower. */
  readonly store: () => void;
}

/**
 * What earlier runs of this build of the program know of the templates of a packaged chart: the names of the files that parsed.
 * It is a file named after the checksum of the package; damaged, it makes at worst an error come later.
 *
 * @returns `undefined` for what is no package, or a small one
 */
export function openKnownTemplates(ownCache: string, chartPath: string): StoredTemplates | undefined {
  const stats = statSync(chartPath, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size < MIN_CHART_BYTES) return undefined;
  const folder = join(ownCache, 'templates');
  const file = join(folder, checksumOf(chartPath, stats.size));
  const names = new Set(readNames(file));
  const { size } = names;
  return {
    has: (name) => names.has(name),
    add: (name) => names.add(name),
    store: () => {
      if (names.size > size) storeNames(folder, file, [...names]);
    },
  };
}

/** The checksum and the size of what is inside, with which every gzip file ends, and its own size. */
function checksumOf(path: string, size: number): string {
  const end = Buffer.alloc(8);
  const file = openSync(path, 'r');
  try {
    readSync(file, end, 0, end.length, size - end.length);
  } finally {
    closeSync(file);
  }
  return `${end.toString('hex')}-${size}`;
}

function readNames(file: string): readonly string[] {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? MAX_BYTES) >= MAX_BYTES) return [];
  return readFileSync(file, 'utf8').split('\n');
}

/** Two runs at once each write a file of their own; the last to rename wins. */
function storeNames(folder: string, file: string, names: readonly string[]): void {
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const kept = readdirSync(folder);
    if (kept.length > MAX_CHARTS) for (const name of kept) rmSync(join(folder, name), { force: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, names.join('\n'), { flag: 'wx', mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full disk, or a folder that cannot be written.
  }
}
