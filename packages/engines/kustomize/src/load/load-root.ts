import type { FileTree } from '@gotk/file-tree';
import { similarNames } from '@gotk/located-error';
import type { BuildLimits, LoadRestrictor } from '../build-options.js';
import { type BuildErrorDetails, buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import type { RemoteAnswers } from '../remote/remote-answers.js';
import { parseRepoSpec, type RepoSpec } from '../remote/repo-spec.js';
import {
  absolutePath,
  cleanAbsolutePath,
  type PathProblem,
  pathBelow,
  type ResolvedPath,
  resolvePath,
} from './resolve-path.js';

/** What all loaders of one build share. */
export interface LoadContext {
  readonly limits: BuildLimits;
  readonly remotes: RemoteAnswers;
  /** Files read so far. */
  filesRead: number;
  readonly checkTime: () => void;
}

/** A directory that holds a kustomization, and the files that it may read. */
export interface LoadRoot {
  readonly context: LoadContext;
  readonly tree: FileTree;
  /** Absolute path for which the root of the tree stands in messages. */
  readonly rootPath: string;
  /** The directory, as a clean path of the tree without links. */
  readonly directory: string;
  readonly restrictor: LoadRestrictor;
  /** The root whose kustomization named this one. */
  readonly referrer: LoadRoot | undefined;
  /** The repository of a remote base; of the kustomizations in it, the one that was named has it. */
  readonly repo: RepoSpec | undefined;
}

/** A file as it was loaded. */
export interface LoadedFile {
  readonly content: Uint8Array;
  /** Path in the tree without links, or the URL. */
  readonly path: string;
  readonly repository: string | undefined;
}

/** The absolute path of a root's directory, as messages name it. */
export function rootDisplay(root: LoadRoot): string {
  return absolutePath(root.directory, root.rootPath);
}

/** What a build is of: a directory of the tree, or a repository. */
export interface BuildTarget {
  readonly directory: string;
  /** As it was typed: a repository, or what messages call the directory. Absent: the directory's absolute path. */
  readonly typed: string | undefined;
}

/** The root of a build. @throws LocatedError when the directory is not one. */
export function openRoot(root: Omit<LoadRoot, 'directory' | 'referrer' | 'repo'>, target: BuildTarget): LoadRoot {
  const start: LoadRoot = { ...root, directory: '', referrer: undefined, repo: undefined };
  const repo = target.typed === undefined ? undefined : parseRepoSpec(target.typed);
  if (repo !== undefined) return { ...openRepo(start, repo), referrer: undefined };
  const directory = confirmDirectory(start, absolutePath(target.directory, root.rootPath), target.typed);
  return { ...start, directory };
}

/**
 * The root of a base or component.
 * @throws LocatedError when `path` is no directory, leads above the root, or names a kustomization that is being built.
 */
export function openSubRoot(root: LoadRoot, path: string): LoadRoot {
  if (path === '') throw buildError('kustomize-load', 'new root cannot be empty');
  const repo = parseRepoSpec(path);
  if (repo !== undefined) return openRepo(root, repo);
  if (path.startsWith('/')) throw buildError('kustomize-load', `new root '${path}' cannot be absolute`);
  const directory = confirmDirectory(root, joinPath(root, path));
  const sub: LoadRoot = { ...root, directory, referrer: root, repo: undefined };
  forbidCycle(root, sub);
  return sub;
}

function openRepo(referrer: LoadRoot, repo: RepoSpec): LoadRoot {
  forbidRepoCycle(referrer, repo);
  const answer = referrer.context.remotes.repository(repo);
  const root: LoadRoot = {
    context: referrer.context,
    tree: answer,
    rootPath: `/${repo.repoPath}`,
    directory: '',
    restrictor: 'LoadRestrictionsRootOnly',
    referrer,
    repo,
  };
  const path = absolutePath(repo.kustomizationPath, root.rootPath);
  const { directory, file } = cleanedAbsolute(root, path);
  if (file !== undefined) throw buildError('kustomize-load', `'${path}' refers to file '${file}'; expecting directory`);
  return { ...root, directory };
}

/**
 * Reads a file: relative to the root, absolute, or over HTTP.
 * @throws LocatedError when it is absent, too large, or not below the root.
 */
export function loadFile(root: LoadRoot, path: string): LoadedFile {
  countFile(root.context);
  if (isRemoteFile(path)) {
    const content = root.context.remotes.file(path);
    checkSize(root, path, content.length);
    return { content, path, repository: undefined };
  }
  const absolute = path.startsWith('/') ? path : joinPath(root, path);
  const resolved =
    root.restrictor === 'LoadRestrictionsRootOnly' ? restricted(root, absolute) : unrestricted(root, absolute);
  checkSize(root, absolute, resolved.entry.sizeBytes);
  return { content: resolved.entry.read(), path: resolved.path, repository: containingRepo(root)?.cloneUrl };
}

function restricted(root: LoadRoot, path: string): ReturnType<typeof requireFile> {
  const resolved = followLinks(root, path);
  const { directory, file } = splitResolved(resolved);
  if (file === undefined || resolved.kind !== 'file')
    throw buildError('kustomize-load', `'${path}' must resolve to a file`);
  if (!isBelow(directory, root.directory)) {
    throw buildError('kustomize-restricted', `security; file '${path}' is not in or below '${rootDisplay(root)}'`, {
      hint: 'Move the file below the kustomization, or make the folder it is in a kustomization of its own and list that.',
    });
  }
  return resolved;
}

function unrestricted(root: LoadRoot, path: string): ReturnType<typeof requireFile> {
  return requireFile(root, path, path);
}

function requireFile(root: LoadRoot, path: string, asked: string) {
  const inTree = pathBelow(path, root.rootPath);
  const resolved = inTree === undefined ? undefined : resolvePath(root.tree, inTree, root.rootPath);
  if (resolved?.kind === 'file') return resolved;
  if (resolved?.kind === 'directory') throw buildError('kustomize-load', `read ${asked}: is a directory`);
  const message = `open ${asked}: ${isTooLong(asked) ? TOO_LONG : openProblem(resolved)}`;
  throw buildError('kustomize-load', message, adviceOn(resolved, root));
}

const NOT_FOUND = 'no such file or directory';
const TOO_LONG = 'file name too long';
/** A path with its end mark fits into that, or it is refused whatever is there. */
const MAX_PATH_BYTES = 4096;

function isTooLong(path: string): boolean {
  return path.length >= MAX_PATH_BYTES / 3 && new TextEncoder().encode(path).length >= MAX_PATH_BYTES;
}

/** What opening a file says about a path that leads nowhere. */
function openProblem(problem: PathProblem | undefined): string {
  switch (problem?.kind) {
    case 'not-directory':
      return 'not a directory';
    case 'too-long':
      return TOO_LONG;
    case 'too-many-links':
      return 'too many levels of symbolic links';
    default:
      return NOT_FOUND;
  }
}

/** A directory, or a directory and the name of a file in it. */
interface CleanPath {
  readonly directory: string;
  readonly file: string | undefined;
}

/** A path without links. */
function cleanedAbsolute(root: LoadRoot, path: string): CleanPath {
  return splitResolved(followLinks(root, path));
}

function followLinks(root: LoadRoot, path: string, shown = path): ResolvedPath {
  const inTree = pathBelow(path, root.rootPath);
  if (inTree === undefined) throw linkError(path, `lstat ${firstMissing(path, root)}: ${NOT_FOUND}`);
  const resolved = resolvePath(root.tree, inTree, root.rootPath);
  if (resolved.kind === 'file' || resolved.kind === 'directory') return resolved;
  throw linkError(shown, problemText(resolved, root), adviceOn(resolved, root));
}

/** What to do about a path at which nothing is. */
function adviceOn(problem: PathProblem | undefined, { tree }: LoadRoot): BuildErrorDetails {
  if (problem?.kind !== 'missing') return {};
  const missing = problem.path;
  const slash = missing.lastIndexOf('/');
  const name = missing.slice(slash + 1);
  const parent = tree.entry(missing.slice(0, Math.max(slash, 0)));
  const [meant] = similarNames(name, parent?.kind === 'directory' ? parent.names : []);
  return {
    hint: meant === undefined ? `Correct the path, or add ${name}.` : `Did you mean ${meant} instead of ${name}?`,
  };
}

function splitResolved({ kind, path }: ResolvedPath): CleanPath {
  if (kind === 'directory') return { directory: path, file: undefined };
  const slash = path.lastIndexOf('/');
  return { directory: slash === -1 ? '' : path.slice(0, slash), file: path.slice(slash + 1) };
}

function linkError(path: string, problem: string, details: BuildErrorDetails = {}): Error {
  return buildError('kustomize-load', `evalsymlink failure on '${path}' : ${problem}`, details);
}

/** The beginning of a path that cannot be there: of what is around the tree, only the way to it is known. */
function firstMissing(path: string, { rootPath }: LoadRoot): string {
  const parts = cleanAbsolutePath(path).split('/');
  const known = cleanAbsolutePath(rootPath).split('/');
  const length = parts.findIndex((part, index) => part !== known[index]);
  return parts.slice(0, length + 1).join('/') || '/';
}

function problemText(problem: PathProblem, root: LoadRoot): string {
  switch (problem.kind) {
    case 'missing':
      return `lstat ${absolutePath(problem.path, root.rootPath)}: ${NOT_FOUND}`;
    case 'not-directory':
      return 'not a directory';
    case 'too-long':
      return `lstat ${absolutePath(problem.path, root.rootPath)}: ${TOO_LONG}`;
    case 'too-many-links':
      return 'EvalSymlinks: too many links';
    case 'outside':
      return `lstat ${problem.target}: ${NOT_FOUND}`;
  }
}

function confirmDirectory(root: LoadRoot, path: string, shown = path): string {
  try {
    const { directory, file } = notAValidDirectory(() => splitResolved(followLinks(root, path, shown)));
    if (file !== undefined) throw buildError('kustomize-load', `'${shown}': file is not directory`);
    return directory;
  } catch (error) {
    throw wrapError(error, 'must build at directory');
  }
}

function notAValidDirectory<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw wrapError(error, 'not a valid directory');
  }
}

/** A kustomization must not build on one that is being built, nor on a directory above one. */
function forbidCycle(root: LoadRoot, candidate: LoadRoot): void {
  let depth = 1;
  for (let visited: LoadRoot | undefined = root; visited !== undefined; visited = visited.referrer) {
    if (++depth > root.context.limits.depth) throw tooDeep(root);
    if (visited.tree !== candidate.tree || !isBelow(visited.directory, candidate.directory)) continue;
    throw buildError(
      'kustomize-cycle',
      `cycle detected: candidate root '${rootDisplay(candidate)}' contains visited root '${rootDisplay(visited)}'`,
    );
  }
}

function forbidRepoCycle(root: LoadRoot, repo: RepoSpec): void {
  for (let visited: LoadRoot | undefined = root; visited !== undefined; visited = visited.referrer) {
    if (visited.repo?.raw.startsWith(repo.raw) !== true) continue;
    throw buildError(
      'kustomize-cycle',
      `cycle detected: URI '${repo.raw}' referenced by previous URI '${visited.repo.raw}'`,
    );
  }
}

function tooDeep({ context }: LoadRoot): Error {
  return buildError('kustomize-limit', `kustomizations are nested more than ${context.limits.depth} deep`, {
    hint: 'Check whether bases name one another in a circle.',
  });
}

function countFile(context: LoadContext): void {
  context.checkTime();
  if (++context.filesRead > context.limits.files)
    throw buildError('kustomize-limit', `the build reads more than ${context.limits.files} files`);
}

function checkSize({ context }: LoadRoot, path: string, sizeBytes: number): void {
  if (sizeBytes > context.limits.fileSizeBytes)
    throw buildError('kustomize-limit', `file '${path}' is larger than ${context.limits.fileSizeBytes} bytes`);
}

/** The repository that a root is part of. */
export function containingRepo(root: LoadRoot): RepoSpec | undefined {
  for (let visited: LoadRoot | undefined = root; visited !== undefined; visited = visited.referrer)
    if (visited.repo !== undefined) return visited.repo;
  return undefined;
}

/** Whether a path is fetched over HTTP. */
export function isRemoteFile(path: string): boolean {
  return /^https?:/i.test(path);
}

/** Whether `directory` is `above` or below it. */
function isBelow(directory: string, above: string): boolean {
  return above === '' || directory === above || directory.startsWith(`${above}/`);
}

/** A path as the kustomization in `root` means it, absolute and clean. */
export function joinPath(root: LoadRoot, path: string): string {
  return cleanAbsolutePath(`${rootDisplay(root)}/${path}`);
}
