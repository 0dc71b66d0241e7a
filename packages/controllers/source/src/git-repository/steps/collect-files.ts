import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import type { GitSnapshot, KeepEntry } from '@gotk/git';
import { IGNORE_FILE, type IgnoreMatcher } from '@gotk/source-ignore';
import { ignoreRules } from '../../artifact/ignore-rules.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { GitRepository } from '../parse-git-repository.js';
import { copyIncludes } from './copy-includes.js';
import { readCheckout } from './read-checkout.js';
import type { Include } from './require-includes.js';

export interface CollectOptions {
  readonly snapshot: GitSnapshot;
  readonly includes: readonly Include[];
  readonly signal: AbortSignal;
}

/** What an artifact is made of. */
export interface CollectedFiles {
  readonly tree: FileTree;
  readonly rules: IgnoreMatcher;
}

/**
 * Reads the files of a commit, puts the includes at their places, and finds out what to leave out.
 *
 * Includes may bring rules of their own, so with them everything is read; else what is ignored is not even read.
 */
export async function collectFiles(
  deps: SourceDeps,
  { object }: ReconcileContext<GitRepository>,
  { snapshot, includes, signal }: CollectOptions,
): Promise<CollectedFiles> {
  const { ignore } = object.decoded;
  if (includes.length > 0) {
    const files = await readCheckout(object, snapshot);
    const tree = await copyIncludes(deps, files, { includes, signal });
    return { tree, rules: loadRules(tree, ignore) };
  }
  const rules = loadRules(await readCheckout(object, snapshot, isIgnoreFile), ignore);
  const keep: KeepEntry = (path, kind) => kind === 'directory' || !rules.ignores(path, false);
  return { tree: await readCheckout(object, snapshot, keep), rules };
}

function isIgnoreFile(path: string, kind: 'file' | 'directory'): boolean {
  return kind === 'directory' || path === IGNORE_FILE || path.endsWith(`/${IGNORE_FILE}`);
}

function loadRules(tree: FileTree, ignore: string | undefined): IgnoreMatcher {
  try {
    return ignoreRules(tree, ignore);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `failed to load source ignore patterns from repository: ${reason}`;
    throw new SourceFailure({ kind: 'retry', reason: 'SourceIgnoreError', message, cause });
  }
}
