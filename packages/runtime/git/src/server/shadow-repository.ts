import { constants } from 'node:fs';
import { open, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from '../process/run-git.js';
import { notifyOnChange } from '../watch/notify-on-change.js';
import { commitFiles, type FileChange, type Identity } from './commit-files.js';
import { initBareRepository } from './init-repository.js';
import { fingerprintOf, isOffered, type Scan, type ScannedKind, scanFolder } from './scan-folder.js';

export interface ShadowRepositoryOptions {
  /** The folder to offer. It is only read. */
  readonly folder: string;
  /** Where the bare repository stands or is made; outside the folder. */
  readonly gitDir: string;
  /** @default 'main' */
  readonly branch?: string;
  /** @default 50000 */
  readonly maxFiles?: number;
  /** Of all files together. @default 512 MiB */
  readonly maxTotalBytes?: number;
}

/** A folder outside Git, offered as a repository: each state of it that is asked for is a commit. */
export interface ShadowRepository {
  readonly gitDir: string;
  readonly branch: string;
  /**
   * Commits the present state of the folder, if it differs from the last commit.
   * @param whenSeconds the time that a new commit carries.
   * @returns the hash of the last commit.
   * @throws LocatedError `folder-too-large`.
   */
  commit(whenSeconds: number, signal: AbortSignal): Promise<string>;
  /** Calls `onChange` when files of the folder change, until the signal aborts. */
  watch(options: { readonly onChange: () => void; readonly pollMs?: number }, signal: AbortSignal): Promise<void>;
}

const AUTHOR: Identity = { name: 'flux', email: 'flux@localhost' };
/** Where a state is written before it is known whether it differs. */
const NEXT_REF = 'refs/gotk/next';

/** Opens the shadow of a folder; nothing is committed yet. */
export async function openShadowRepository(options: ShadowRepositoryOptions): Promise<ShadowRepository> {
  const { folder, gitDir, branch = 'main', maxFiles = 50_000, maxTotalBytes = 512 * 1024 * 1024 } = options;
  await initBareRepository(gitDir, branch);
  let committed: Scan = new Map();
  let queue: Promise<unknown> = Promise.resolve();
  const scan = (): Promise<Scan> => scanFolder(folder, { maxFiles, maxTotalBytes });
  const commit = async (whenSeconds: number, signal: AbortSignal): Promise<string> => {
    const present = await scan();
    const head = await resolveBranch(gitDir, branch, signal);
    if (head !== undefined && fingerprintOf(present) === fingerprintOf(committed)) return head;
    const base = head === undefined || committed.size === 0 ? undefined : { head, committed };
    const hash = await commitScan({ folder, gitDir, branch, present, base, whenSeconds }, signal);
    committed = present;
    return hash;
  };
  return {
    gitDir,
    branch,
    commit(whenSeconds, signal): Promise<string> {
      const next = queue.then(() => commit(whenSeconds, signal));
      queue = next.catch(() => undefined);
      return next;
    },
    watch: ({ onChange, pollMs = 10_000 }, signal) => {
      const fingerprint = async (): Promise<string> => fingerprintOf(await scan());
      return notifyOnChange({ root: folder, descend: isOffered, fingerprint, onChange, pollMs }, signal);
    },
  };
}

async function resolveBranch(gitDir: string, branch: string, signal: AbortSignal): Promise<string | undefined> {
  const args = ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`];
  const output = await runGit({ args, variables: { GIT_DIR: gitDir } }, signal);
  const hash = output.toString().trim();
  return hash === '' ? undefined : hash;
}

interface CommitScanOptions {
  readonly folder: string;
  readonly gitDir: string;
  readonly branch: string;
  readonly present: Scan;
  /** The commit before and what was scanned for it; absent: everything is written anew. */
  readonly base: { readonly head: string; readonly committed: Scan } | undefined;
  readonly whenSeconds: number;
}

/** Writes a state, and moves the branch to it unless it is what the branch has already. */
async function commitScan(options: CommitScanOptions, signal: AbortSignal): Promise<string> {
  const { folder, gitDir, branch, present, base, whenSeconds } = options;
  const variables = { GIT_DIR: gitDir };
  const head = base?.head ?? (await resolveBranch(gitDir, branch, signal));
  const changes = changesSince({ folder, present, committed: base?.committed ?? new Map(), whole: base === undefined });
  const message = 'State of the folder';
  const from = head === undefined ? {} : { from: head };
  const next = await commitFiles(
    { gitDir, ref: NEXT_REF, ...from, author: AUTHOR, whenSeconds, message, changes },
    signal,
  );
  const trees = await runGit(
    { args: ['rev-parse', `${next}^{tree}`, ...(head === undefined ? [] : [`${head}^{tree}`])], variables },
    signal,
  );
  const [nextTree, headTree] = trees.toString().trim().split('\n');
  if (head !== undefined && nextTree === headTree) return head;
  await runGit({ args: ['update-ref', `refs/heads/${branch}`, next], variables }, signal);
  return next;
}

async function* changesSince(options: {
  readonly folder: string;
  readonly present: Scan;
  readonly committed: Scan;
  /** Begin with an empty tree. */
  readonly whole: boolean;
}): AsyncGenerator<FileChange> {
  const { folder, present, committed, whole } = options;
  if (whole) yield { everything: 'deleted' };
  for (const path of committed.keys()) if (!present.has(path)) yield { path, deleted: true };
  for (const [path, { kind, stamp }] of present) {
    const before = committed.get(path);
    if (before !== undefined && before.kind === kind && stamp !== undefined && before.stamp === stamp) continue;
    const change = await readChange(join(folder, path), path, kind);
    // Gone since the scan; the next one will tell.
    if (change !== undefined) yield change;
  }
}

async function readChange(file: string, path: string, kind: ScannedKind): Promise<FileChange | undefined> {
  try {
    if (kind === 'symlink') return { path, symlink: await readlink(file) };
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return { path, content: await handle.readFile(), executable: kind === 'executable' };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
