import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateKeeper } from '@gotk/go-template';
import {
  type Chart,
  type KnownManifests,
  type KnownTemplates,
  keepChart,
  type RestoredChart,
  restoreChart,
} from '@gotk/helm';
import { decompress, type OpenChartOptions, openChart, openPackage } from '../open-chart.js';
import { openManifests } from './kept-manifests.js';
import { writeOwnFile } from './own-file.js';

/** Larger packages are not kept. */
const MAX_PACKAGE_BYTES = 16 * 1024 * 1024;
/** The last byte of a file: whether the chart's own values passed its schemas. */
const VALID_DEFAULTS = 1;

/** What earlier runs found out about a chart. */
export interface ChartMemory {
  readonly templates: KnownTemplates;
  readonly manifests: KnownManifests;
  /** Whether the chart's own values, with none of a user, passed its schemas. */
  readonly hasValidDefaults: boolean;
}

/** What a run found out about a chart. */
export interface ChartFindings {
  readonly hasValidDefaults: boolean;
}

/** A chart that is about to be rendered. */
export interface OpenedChart {
  readonly chart: Chart;
  /** Where something is kept of charts. */
  readonly memory?: ChartMemory;
  /** Keeps what this run found out. Whatever fails only makes the next run slower. */
  readonly keep: (findings: ChartFindings) => void;
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
  const place = { file: join(ownCache, 'charts', nameOf(content)), content };
  const kept = findKept(place);
  return kept === undefined ? openAndKeep(options, place) : openedFrom(kept, place);
}

function sizeOfFile(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined;
}

/** The checksum and the size of what is inside, with which every gzip file ends, and its own size. */
function nameOf(content: Buffer): string {
  return `${content.subarray(-8).toString('hex')}-${content.length}`;
}

/** A package, and the file for what is kept of it. */
interface KeptPlace {
  readonly file: string;
  readonly content: Buffer;
}

interface KeptPackage extends RestoredChart {
  /** What the file holds of the chart. */
  readonly bytes: Uint8Array;
  readonly hasValidDefaults: boolean;
}

function findKept({ file, content }: KeptPlace): KeptPackage | undefined {
  try {
    const stored = readFileSync(file);
    const end = stored.length - 1;
    const start = end - content.length;
    if (start <= 0 || !content.equals(stored.subarray(start, end))) return undefined;
    const bytes = stored.subarray(0, start);
    const restored = restoreChart(bytes, () => decompress(content));
    return restored && { ...restored, bytes, hasValidDefaults: stored[end] === VALID_DEFAULTS };
  } catch {
    // There is none, or it is damaged.
    return undefined;
  }
}

function openedFrom({ chart, templates, bytes, hasValidDefaults }: KeptPackage, place: KeptPlace): OpenedChart {
  const manifests = openManifests(manifestsFile(place));
  // What is not known of templates is not of the kind that is kept.
  const known = { find: templates.find.bind(templates), add: () => {} };
  const keep = (findings: ChartFindings): void => {
    manifests.store();
    if (findings.hasValidDefaults && !hasValidDefaults) store(place, bytes, findings);
  };
  return { chart, memory: { templates: known, manifests, hasValidDefaults }, keep };
}

function manifestsFile({ file }: KeptPlace): string {
  return `${file}.manifests`;
}

function openAndKeep(options: OpenChartOptions, place: KeptPlace): OpenedChart {
  const { log } = options;
  let tar: Uint8Array | undefined;
  let isSilent = true;
  const chart = openPackage({
    ...options,
    content: place.content,
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
  const manifests = openManifests(manifestsFile(place));
  const known = { find: () => undefined, add: templates.add.bind(templates) };
  const keep = (findings: ChartFindings): void => {
    manifests.store();
    // What was said of the chart must be said again.
    if (!isSilent || tar === undefined) return;
    const kept = keepChart({ chart, tar, templates: templates.finish() });
    if (kept !== undefined) store(place, kept, findings);
  };
  return { chart, memory: { templates: known, manifests, hasValidDefaults: false }, keep };
}

function store({ file, content }: KeptPlace, kept: Uint8Array, { hasValidDefaults }: ChartFindings): void {
  writeOwnFile(file, [kept, content, Uint8Array.of(hasValidDefaults ? VALID_DEFAULTS : 0)]);
}
