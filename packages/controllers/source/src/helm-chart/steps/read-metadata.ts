import { basename } from 'node:path';
import type { FileTree } from '@gotk/file-tree';
import { type ChartMetadata, decodeMetadata, validateMetadata } from '@gotk/helm';
import type { HelmLimits } from '../../helm-limits.js';
import { loadPackage } from './package-chart.js';

export interface MetadataOptions {
  /** Path of the chart in the tree. */
  readonly place: string;
  /** What stands for the root of the tree in messages. */
  readonly shownRoot: string;
  readonly limits: HelmLimits;
}

/** What a chart says of itself. */
export interface FoundChart {
  readonly metadata: ChartMetadata;
  /** The package, where it is one. */
  readonly packed: Uint8Array | undefined;
}

/**
 * Reads what a chart in a folder, or in a package, says of itself. The rest of it is not looked at.
 * @throws Error in Flux's words when there is no chart.
 */
export function readMetadata(tree: FileTree, { place, shownRoot, limits }: MetadataOptions): FoundChart {
  const entry = tree.entry(place);
  const shown = place === '' ? shownRoot : `${shownRoot}/${place}`;
  if (entry === undefined) throw new Error(`stat ${shown}: no such file or directory`);
  if (entry.kind === 'file') return readPackage(entry.read(), { name: basename(place), limits });
  const content = readFile(tree, place === '' ? 'Chart.yaml' : `${place}/Chart.yaml`);
  if (content === undefined) throw new Error(`open ${shown}/Chart.yaml: no such file or directory`);
  const requirements = readFile(tree, place === '' ? 'requirements.yaml' : `${place}/requirements.yaml`);
  const limit = limits.chartFileMaxBytes;
  if ((requirements?.length ?? 0) > limit) {
    throw new Error(`size of 'requirements.yaml' exceeds '${limit}' bytes limit`);
  }
  return { metadata: decode({ 'Chart.yaml': content, 'requirements.yaml': requirements }), packed: undefined };
}

function readFile(tree: FileTree, path: string): Uint8Array | undefined {
  const entry = tree.entry(path);
  return entry?.kind === 'file' ? entry.read() : undefined;
}

function decode(files: Readonly<Record<string, Uint8Array | undefined>>): ChartMetadata {
  const present = Object.entries(files).flatMap(([name, data]) => (data === undefined ? [] : [{ name, data }]));
  try {
    return validateMetadata(decodeMetadata(present, '4.2'));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new Error(cause.message.replace(/^cannot load ([^:']+): /, "cannot load '$1': "), { cause });
  }
}

function readPackage(
  packed: Uint8Array,
  { name, limits: { chartMaxBytes: limit } }: { readonly name: string; readonly limits: HelmLimits },
): FoundChart {
  if (packed.length > limit) throw new Error(`size of chart '${name}' exceeds '${limit}' bytes limit`);
  if (packed.length === 0) throw new Error('EOF');
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) throw new Error('gzip: invalid header');
  try {
    return { metadata: loadPackage(packed).metadata, packed };
  } catch (cause) {
    const isAbsent = cause instanceof Error && cause.message.includes('Chart.yaml') && cause.message.includes('no ');
    throw isAbsent ? new Error("no 'Chart.yaml' found", { cause }) : cause;
  }
}
