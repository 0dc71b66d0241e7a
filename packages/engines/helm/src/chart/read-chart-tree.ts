import type { FileEntry, FileTree } from '@gotk/file-tree';
import { bytesToText, quoteText } from '@gotk/go-template';
import { helmError } from '../helm-error.js';
import type { HelmLog } from '../log/helm-log.js';
import { withoutByteOrderMark } from './byte-order-mark.js';
import type { ChartFile } from './chart.js';
import { followLinks, MAX_LINKS } from './follow-links.js';
import { type IgnoreRules, parseHelmIgnore } from './helm-ignore.js';

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_FILES = 100_000;

interface Walk {
  readonly tree: FileTree;
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly log: HelmLog;
  readonly files: ChartFile[];
  /** The tree is the whole file system. */
  readonly fromRoot: boolean;
}

/** The files of a chart's folder, sorted by path, without those that .helmignore names. @throws LocatedError with Helm's text */
export function readChartTree(
  tree: FileTree,
  { root, log, fromRoot = false }: { readonly root: string; readonly log: HelmLog; readonly fromRoot?: boolean },
): ChartFile[] {
  const ignoreFile = followLinks(tree, join(root, '.helmignore'))?.entry;
  const rules = parseHelmIgnore(ignoreFile?.kind === 'file' ? bytesToText(ignoreFile.read()) : '');
  const files: ChartFile[] = [];
  walk({ tree, root, rules, log, files, fromRoot }, { name: '', at: root, links: 0 });
  return files;
}

interface Place {
  /** Path within the chart. */
  readonly name: string;
  /** Path within the tree, links followed. */
  readonly at: string;
  readonly links: number;
}

function walk(context: Walk, { name, at, links }: Place): void {
  const found = followLinks(context.tree, at);
  if (found === undefined) throw helmError('chart-link', `error evaluating symlink ${name}: no such file or directory`);
  const followed = links + found.links;
  if (followed > MAX_LINKS) throw helmError('chart-link', `error evaluating symlink ${name}: too many links`);
  if (found.links > 0) logLink(context, { name, resolved: found.path });
  const isDirectory = found.entry.kind === 'directory';
  if (name !== '' && context.rules.ignores(name, isDirectory)) return;
  if (found.entry.kind === 'file') takeFile(context, name, found.entry);
  if (found.entry.kind !== 'directory') return;
  for (const child of found.entry.names) {
    walk(context, { name: join(name, child), at: join(found.path, child), links: followed });
  }
}

function logLink(
  { log, root, fromRoot }: Walk,
  { name, resolved }: { readonly name: string; readonly resolved: string },
): void {
  const message = 'found symbolic link in path. Contents of linked file included and used';
  log({
    level: 'INFO',
    message,
    attributes: [
      ['path', fromRoot ? `/${join(root, name)}` : name],
      ['resolved', fromRoot ? `/${resolved}` : resolved],
    ],
  });
}

function takeFile({ files }: Walk, name: string, entry: FileEntry): void {
  if (entry.sizeBytes > MAX_FILE_BYTES) {
    const base = name.slice(name.lastIndexOf('/') + 1);
    throw helmError(
      'chart-too-large',
      `chart file ${quoteText(base)} is larger than the maximum file size ${MAX_FILE_BYTES}`,
    );
  }
  files.push({ name, data: withoutByteOrderMark(entry.read()), modifiedMs: entry.modifiedMs });
  if (files.length > MAX_FILES) throw helmError('chart-too-large', `chart has more than ${MAX_FILES} files`);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
