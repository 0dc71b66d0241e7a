import { unpackArchive } from '@gotk/archive';
import { baseName, type FileEntry, type FileTree, joinTreePath } from '@gotk/file-tree';
import { globTree } from '../glob/glob-tree.js';
import { createPathMatcher } from '../glob/path-matcher.js';
import { hasGlob, literalPrefix } from '../glob/pattern-parts.js';
import type { CopyOperation } from './copy-operation.js';
import { mergeYaml } from './merge-yaml.js';
import { type StagingTree, textFile } from './staging-tree.js';

/**
 * Carries out copies in order, by the rules of `cp`: a directory becomes one below the target, `dir/**` gives what is in
 * it, a file takes the name of the target unless that is a directory.
 *
 * @param sources alias → files.
 * @throws Error in source-watcher's words, naming the copy.
 */
export async function copyFiles(
  operations: readonly CopyOperation[],
  sources: ReadonlyMap<string, FileTree>,
  staging: StagingTree,
): Promise<void> {
  for (const operation of operations) {
    try {
      await copy(readOperation(operation, sources), staging);
    } catch (cause) {
      const { from, to } = operation;
      const reason = cause instanceof Error ? cause.message : cause;
      const failed = `failed to apply copy operations: failed to apply copy operation from '${from}' to '${to}'`;
      throw new Error(`${failed}: ${reason}`, { cause });
    }
  }
}

/** A copy whose parts have been read. */
interface Copy {
  readonly tree: FileTree;
  readonly alias: string;
  readonly pattern: string;
  readonly target: string;
  readonly strategy: NonNullable<CopyOperation['strategy']>;
  /** @param base the path that patterns may be relative to, besides the root. */
  readonly isExcluded: (path: string, base: string) => boolean;
}

function readOperation(operation: CopyOperation, sources: ReadonlyMap<string, FileTree>): Copy {
  const { from, to, strategy = 'Overwrite', exclude = [] } = operation;
  const [, alias = '', pattern = ''] = /^@([^/]*)\/(.*)$/s.exec(from) ?? [];
  if (alias === '') throw new Error(`invalid copy source '${from}': source format must be '@alias/pattern'`);
  if (!to.startsWith('@artifact/')) {
    throw new Error(`invalid copy destination '${to}': destination must start with '@artifact/'`);
  }
  const tree = sources.get(alias);
  if (tree === undefined) throw new Error(`source alias '${alias}' not found`);
  return { tree, alias, pattern, target: to.slice('@artifact/'.length), strategy, isExcluded: excludeRules(exclude) };
}

/** A pattern without a slash holds for names at any depth. */
function excludeRules(patterns: readonly string[]): Copy['isExcluded'] {
  const rules = patterns.map((pattern) => {
    const matches = createPathMatcher(pattern);
    if (matches === undefined) throw new Error(`invalid exclude pattern '${pattern}'`);
    return (path: string) => matches(path) || (!pattern.includes('/') && matches(baseName(path)));
  });
  const matchesAny = (path: string): boolean => rules.some((matches) => matches(path));
  return (path, base) =>
    matchesAny(path) || (base !== '' && path.startsWith(`${base}/`) && matchesAny(path.slice(base.length + 1)));
}

async function copy(operation: Copy, staging: StagingTree): Promise<void> {
  if (hasGlob(operation.pattern)) await copyMatches(operation, staging);
  else await copyOne(operation, staging);
}

async function copyMatches(operation: Copy, staging: StagingTree): Promise<void> {
  const { tree, alias, pattern, strategy, isExcluded } = operation;
  const matches = globTree(tree, pattern, strategy === 'Extract' ? 'recursive' : 'plain');
  if (matches === undefined) throw new Error(`invalid glob pattern '${pattern}': syntax error in pattern`);
  if (matches.length === 0) throw new Error(`no files match pattern '${pattern}' in source '${alias}'`);
  const base = literalPrefix(pattern);
  const wanted = matches.filter((path) => path !== '' && !isExcluded(path, base));
  if (wanted.length === 0) {
    throw new Error(`all files matching pattern '${pattern}' in source '${alias}' were excluded`);
  }
  for (const path of wanted) await copyMatch(operation, { path, base, staging });
}

interface Match {
  readonly path: string;
  readonly base: string;
  readonly staging: StagingTree;
}

async function copyMatch(operation: Copy, { path, base, staging }: Match): Promise<void> {
  const { strategy, target, pattern } = operation;
  if (strategy === 'Extract') {
    if (isTarball(path) && fileAt(operation, path) !== undefined) await extract(operation, path, staging);
    return;
  }
  const place = join(target, placeOfMatch(pattern, path));
  try {
    copyEntry(operation, { path, place, base, staging });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to copy file '${path}' to '${place}': ${reason}`, { cause });
  }
}

/** `dir/**` means what is in the directory; otherwise a match keeps its whole path. */
function placeOfMatch(pattern: string, path: string): string {
  const folder = pattern.endsWith('/**') ? `${pattern.slice(0, -3)}/` : undefined;
  return folder !== undefined && path.startsWith(folder) ? path.slice(folder.length) : path;
}

async function copyOne(operation: Copy, staging: StagingTree): Promise<void> {
  const { tree, pattern, target, strategy, isExcluded } = operation;
  const path = joinTreePath(pattern);
  if (path === undefined) {
    throw new Error(`failed to stat source '${pattern}': statat ${pattern}: path escapes from parent`);
  }
  const entry = tree.entry(path);
  const shown = path === '' ? '.' : path;
  if (entry === undefined) throw new Error(`source '${shown}' does not exist`);
  if (entry.kind === 'directory') {
    if (strategy === 'Extract') throw new Error(`extract strategy is not supported for directories, got '${shown}'`);
    return copyEntry(operation, { path, place: join(target, baseName(path)), base: path, staging });
  }
  if (isExcluded(path, '')) return;
  if (strategy === 'Extract') {
    if (isTarball(path)) return extract(operation, path, staging);
    throw new Error(`extract strategy requires tarball file (.tar.gz or .tgz), got '${path}'`);
  }
  const intoFolder = target === '' || target.endsWith('/') || staging.isDirectory(target);
  copyEntry(operation, { path, place: intoFolder ? join(target, baseName(path)) : target, base: '', staging });
}

interface EntryCopy extends Match {
  /** Where it goes. */
  readonly place: string;
}

/** Files are merged where that is asked for; what is in a directory that is copied as one is not. */
function copyEntry(operation: Copy, { path, place, base, staging }: EntryCopy): void {
  const file = fileAt(operation, path);
  if (file === undefined) return copyDirectory(operation, { path, place, base, staging });
  const before = operation.strategy === 'Merge' ? staging.file(place) : undefined;
  staging.writeFile(place, before === undefined ? file : textFile(mergeYaml(before.read(), file.read())));
}

function copyDirectory(operation: Copy, { path, place, base, staging }: EntryCopy): void {
  const directory = operation.tree.entry(path);
  if (directory?.kind !== 'directory') return;
  staging.makeDirectory(place);
  for (const name of directory.names) {
    const below = join(path, name);
    if (operation.isExcluded(below, base)) continue;
    const file = fileAt(operation, below);
    if (file !== undefined) staging.writeFile(join(place, name), file);
    else copyDirectory(operation, { path: below, place: join(place, name), base, staging });
  }
}

function fileAt({ tree }: Copy, path: string): FileEntry | undefined {
  const entry = tree.entry(path);
  return entry?.kind === 'file' ? entry : undefined;
}

function isTarball(path: string): boolean {
  return /\.(?:tar\.gz|tgz)$/i.test(path);
}

async function extract(operation: Copy, path: string, staging: StagingTree): Promise<void> {
  const { target } = operation;
  try {
    const bytes = fileAt(operation, path)?.read() ?? new Uint8Array();
    const tree = await unpackArchive(bytes, { symlinks: 'refuse' });
    staging.makeDirectory(target);
    copyDirectory({ ...operation, tree, isExcluded: () => false }, { path: '', place: target, base: '', staging });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to extract tarball '${path}' to '${target}': ${reason}`, { cause });
  }
}

function join(folder: string, path: string): string {
  const trimmed = folder.replace(/\/+$/, '');
  if (trimmed === '') return path;
  return path === '' ? trimmed : `${trimmed}/${path}`;
}
