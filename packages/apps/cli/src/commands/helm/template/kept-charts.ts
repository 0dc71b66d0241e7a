import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateKeeper } from '@gotk/go-template';
import { type Chart, type KnownTemplates, keepChart, type RestoredChart, restoreChart } from '@gotk/helm';
import { decompress, type OpenChartOptions, openChart, openPackage } from '../open-chart.js';

/** Larger packages are not kept. */
const MAX_PACKAGE_BYTES = 16 * 1024 * 1024;
/** What is kept of all charts; the oldest are forgotten first. */
const MAX_CHARTS = 64;
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;

/** A chart that is about to be rendered. */
export interface OpenedChart {
  readonly chart: Chart;
  /** What is known of its templates, where something is kept of charts. */
  readonly knownTemplates?: KnownTemplates;
  /** Keeps what this run found out. Whatever fails only makes the next run slower. */
  readonly keep: () => void;
}

/**
 * Loads a chart as `openChart` does; a packaged one from what an earlier run of this build of the program kept of it, unpacked and
 * parsed. That lies in a file named after the checksum of the package, which it also holds: what is kept is only used for the
 * very bytes that it was made of.
 *
 * @throws LocatedError with Helm's text
 */
export function openKept(options: OpenChartOptions, ownCache: string | undefined): OpenedChart {
  const { path, helmVersion } = options;
  const bytes = ownCache === undefined || helmVersion !== '4.2' ? undefined : sizeOfFile(path);
  if (ownCache === undefined || bytes === undefined || bytes > MAX_PACKAGE_BYTES) {
    return { chart: openChart(options), keep: () => {} };
  }
  const content = readFileSync(path);
  const file = join(ownCache, 'charts', nameOf(content));
  const kept = findKept(file, content);
  return kept === undefined ? openAndKeep({ ...options, content }, file) : openedFrom(kept);
}

function sizeOfFile(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined;
}

/** The checksum and the size of what is inside, with which every gzip file ends, and its own size. */
function nameOf(content: Buffer): string {
  return `${content.subarray(-8).toString('hex')}-${content.length}`;
}

function findKept(file: string, content: Buffer): RestoredChart | undefined {
  try {
    const stored = readFileSync(file);
    const start = stored.length - content.length;
    if (start <= 0 || !content.equals(stored.subarray(start))) return undefined;
    return restoreChart(stored.subarray(0, start), () => decompress(content));
  } catch {
    // There is none, or it is damaged.
    return undefined;
  }
}

function openedFrom({ chart, templates }: RestoredChart): OpenedChart {
  // What is not known is not of the kind that is kept.
  const knownTemplates = { find: templates.find.bind(templates), add: () => {} };
  return { chart, knownTemplates, keep: () => {} };
}

function openAndKeep(options: OpenChartOptions & { readonly content: Buffer }, file: string): OpenedChart {
  const { content, log } = options;
  let tar: Uint8Array | undefined;
  let isSilent = true;
  const chart = openPackage({
    ...options,
    log: (entry) => {
      isSilent = false;
      log(entry);
    },
    gunzip: (bytes) => {
      const unpacked = decompress(bytes);
      // There may be packages inside.
      tar ??= unpacked;
      return unpacked;
    },
  });
  const templates = new TemplateKeeper();
  const knownTemplates = { find: () => undefined, add: templates.add.bind(templates) };
  const keep = (): void => {
    // What was said of the chart must be said again.
    if (!isSilent || tar === undefined) return;
    const kept = keepChart({ chart, tar, templates: templates.finish() });
    if (kept !== undefined) store(file, [kept, content]);
  };
  return { chart, knownTemplates, keep };
}

/** Two runs at once each write a file of their own; the last to rename wins. */
function store(file: string, parts: readonly Uint8Array[]): void {
  try {
    const folder = join(file, '..');
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.concat(parts), { flag: 'wx', mode: 0o600 });
    renameSync(draft, file);
    forgetOldest(folder);
  } catch {
    // A full disk, or a folder that cannot be written.
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  const files = names.map((name) => ({ path: join(folder, name), stats: statSync(join(folder, name)) }));
  files.sort((one, other) => other.stats.mtimeMs - one.stats.mtimeMs);
  let totalBytes = 0;
  for (const [index, { path, stats }] of files.entries()) {
    totalBytes += stats.size;
    if (index >= MAX_CHARTS || totalBytes > MAX_TOTAL_BYTES) rmSync(path, { force: true });
  }
}
