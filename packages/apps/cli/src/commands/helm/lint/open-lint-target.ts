import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import { packageFiles } from '@gotk/helm';
import { goFileError } from '../../../output/go-file-error.js';
import { fileSystem } from '../folder-tree.js';
import { decompress } from '../open-chart.js';

/** A chart to look at. */
export interface LintTarget {
  readonly tree: FileTree;
  readonly path: string;
  readonly shownPath: string;
  readonly fromRoot: boolean;
}

/** A chart's folder, or its package unpacked in memory. @throws Error in Helm's words */
export function openLintTarget(path: string, cwd: string): LintTarget {
  const place = resolve(cwd, path);
  if (path.endsWith('.tgz') || path.endsWith('.tar.gz')) return openPackage(path, place);
  const chartFile = join(path, 'Chart.yaml');
  try {
    statSync(resolve(cwd, chartFile));
  } catch (cause) {
    const { message } = goFileError('stat', chartFile, cause);
    throw new Error(`unable to check Chart.yaml file in chart: ${message}`, { cause });
  }
  return { tree: fileSystem, path: place.slice(1), shownPath: place, fromRoot: true };
}

function openPackage(path: string, place: string): LintTarget {
  const bytes = readPackage(path, place);
  try {
    const files = packageFiles(bytes, { gunzip: decompress });
    const tree = memoryTree(Object.fromEntries(files.map(({ name, data }) => [name, data])));
    return { tree, path: '', shownPath: place, fromRoot: false };
  } catch (cause) {
    throw new Error(`unable to extract tarball: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function readPackage(path: string, place: string): Uint8Array {
  try {
    return readFileSync(place);
  } catch (cause) {
    throw new Error(`unable to open tarball: ${goFileError('open', path, cause).message}`, { cause });
  }
}
