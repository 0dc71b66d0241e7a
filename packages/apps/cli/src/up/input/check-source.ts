import type { FileTree } from '@gotk/file-tree';
import { type FetchOutcome, type GitClient, type RemoteRefs, readLocalBranch } from '@gotk/git';
import { hasErrorCode, LocatedError } from '@gotk/located-error';

/** A source that can be reached, and what to look for in it. */
export interface SourceToCheck {
  readonly url: string;
  /** The source as the person knows it. */
  readonly label: string;
  /** Absent: the default branch of the remote. */
  readonly branch: string | undefined;
  readonly path: string;
  /** Where it lies on this machine; absent: elsewhere. */
  readonly gitDir?: string;
}

/**
 * Looks whether branch and directory are in a source before anything is started for it.
 *
 * @returns the branch.
 * @throws LocatedError `no-such-branch`, `no-commits`, `no-such-folder`, `path-needed`, and those of the Git client.
 */
export async function checkSource(git: GitClient, source: SourceToCheck, signal: AbortSignal): Promise<string> {
  const branch = source.branch ?? (await defaultBranch(git, source, signal));
  const local = await readLocal(source, branch, signal);
  if (local !== undefined) {
    requireDirectory(local, source);
    return branch;
  }
  const outcome = await fetchBranch(git, { source, branch }, signal);
  if (outcome.kind !== 'fetched') throw noCommits(source);
  try {
    requireDirectory(await outcome.snapshot.readTree(keepShape), source);
    return branch;
  } finally {
    await outcome.snapshot.close();
  }
}

/** A source on this machine is read where it lies. `undefined` where that fails: those who fetch it are told why. */
async function readLocal(
  { gitDir }: SourceToCheck,
  branch: string,
  signal: AbortSignal,
): Promise<FileTree | undefined> {
  if (gitDir === undefined) return undefined;
  return readLocalBranch({ gitDir, branch }, keepShape, signal).catch(() => undefined);
}

async function defaultBranch(git: GitClient, source: SourceToCheck, signal: AbortSignal): Promise<string> {
  const { refs } = await git.listRefs({ url: source.url }, ['HEAD', 'refs/heads/'], signal);
  const target = refs.get('HEAD')?.target;
  if (target?.startsWith('refs/heads/')) return target.slice('refs/heads/'.length);
  if (refs.size === 0) throw noCommits(source);
  throw new LocatedError({
    code: 'no-such-branch',
    message: `${source.label} has no default branch`,
    hint: `Name one with --branch: ${branchNames({ refs }).join(', ')}.`,
  });
}

async function fetchBranch(
  git: GitClient,
  { source, branch }: { readonly source: SourceToCheck; readonly branch: string },
  signal: AbortSignal,
): Promise<FetchOutcome> {
  try {
    return await git.fetch({ remote: { url: source.url }, reference: { branch } }, signal);
  } catch (error) {
    if (!hasErrorCode(error, 'git-ref-not-found')) throw error;
    const names = branchNames(await git.listRefs({ url: source.url }, ['refs/heads/'], signal));
    throw new LocatedError({
      code: 'no-such-branch',
      message: `no branch ${JSON.stringify(branch)} in ${source.label}`,
      hint: names.length === 0 ? 'Commit something first.' : `Use one of its branches: ${names.join(', ')}.`,
      cause: error,
    });
  }
}

const MOST_NAMES = 10;

function branchNames({ refs }: Pick<RemoteRefs, 'refs'>): readonly string[] {
  const names = [...refs.keys()].filter((ref) => ref.startsWith('refs/heads/'));
  return names.map((ref) => ref.slice('refs/heads/'.length)).slice(0, MOST_NAMES);
}

function noCommits({ label }: SourceToCheck): LocatedError {
  return new LocatedError({
    code: 'no-commits',
    message: `${label} has no commits`,
    hint: 'Commit something first.',
  });
}

/** Reads names only, and the files that say what a directory is. */
function keepShape(path: string, kind: 'file' | 'directory'): boolean {
  return kind === 'directory' || isKustomizationFile(path.slice(path.lastIndexOf('/') + 1));
}

function isKustomizationFile(name: string): boolean {
  return name === 'kustomization.yaml' || name === 'kustomization.yml' || name === 'Kustomization';
}

function requireDirectory(tree: FileTree, { path, label }: SourceToCheck): void {
  const entry = tree.entry(path);
  const clusters = clusterFolders(tree);
  if (entry?.kind !== 'directory') {
    throw new LocatedError({
      code: 'no-such-folder',
      message: `no folder ${JSON.stringify(path)} in ${label}`,
      hint:
        clusters.length === 0 ? 'Give a folder of it with --path.' : `Use one of its clusters: ${clusters.join(', ')}.`,
    });
  }
  if (path !== '' || clusters.length === 0 || entry.names.some(isKustomizationFile)) return;
  throw new LocatedError({
    code: 'path-needed',
    message: `${label} holds more than one cluster`,
    hint: `Choose one with --path: ${clusters.join(', ')}.`,
  });
}

/** The folders below `clusters/`, where fleets keep their entry points. */
function clusterFolders(tree: FileTree): readonly string[] {
  const entry = tree.entry('clusters');
  if (entry?.kind !== 'directory') return [];
  const paths = entry.names.map((name) => `clusters/${name}`);
  return paths.filter((path) => tree.entry(path)?.kind === 'directory').slice(0, MOST_NAMES);
}
