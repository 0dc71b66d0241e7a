import type { TreeLimits } from '../objects/read-tree.js';
import { chooseSemverTag, parseSemverRange } from './choose-semver-tag.js';
import { cloneError, emptyRepositoryError, refNotResolved, wrapErrors } from './fetch-errors.js';
import { fetchSnapshot } from './fetch-snapshot.js';
import { type CheckoutStrategy, chooseStrategy, type GitReference } from './git-reference.js';
import type { GitRemote } from './git-remote.js';
import type { GitSnapshot } from './git-snapshot.js';
import { type ClientParts, type ListedRefs, listRefs } from './list-refs.js';
import { prefixesFor, requireValidRef, resolveCommit, resolveRef, type Target } from './resolve-target.js';
import { type CommitAtRef, renderAbsoluteRevision, renderRevision } from './revision.js';

/** What to fetch. */
export interface FetchRequest {
  readonly remote: GitRemote;
  readonly reference?: GitReference;
  /** The revision we have: when the remote still stands there, nothing is fetched. */
  readonly lastRevision?: string | undefined;
  /** @default false */
  readonly recurseSubmodules?: boolean;
  readonly limits?: Partial<TreeLimits>;
}

export type FetchOutcome =
  /** The repository has no commits. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unchanged'; readonly at: CommitAtRef }
  /** The caller closes the snapshot. */
  | { readonly kind: 'fetched'; readonly snapshot: GitSnapshot };

/**
 * Fetches the commit that a reference names, with no more history than the reference needs.
 *
 * @throws LocatedError, its message in the words of Flux's Git client. Codes: those of {@link listRefs},
 * `git-ref-not-found`, `git-ref-not-resolved`, `git-invalid-ref`, `git-commit-not-found`, `git-semver`,
 * `git-empty-repository`, `git-timeout`, `git-submodule-url`, `git-object-missing`, `git-tree-too-large`.
 */
export async function fetchRevision(
  parts: ClientParts,
  request: FetchRequest,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const strategy = chooseStrategy(request.reference ?? {});
  if (strategy.kind === 'semver') parseSemverRange(strategy.range);
  const listed = await listForStrategy(parts, { request, strategy }, signal);
  if (listed.empty && strategy.kind === 'branch' && request.lastRevision === undefined) return { kind: 'empty' };
  if (listed.empty) throw emptyRepositoryError(request.remote.url, listsFirst(strategy, request.lastRevision));
  const target = await findTarget(parts, { strategy, listed, remote: request.remote }, signal);
  if (revisionOf(target.commit, strategy) === request.lastRevision) return { kind: 'unchanged', at: target.commit };
  return { kind: 'fetched', snapshot: await fetchSnapshot(parts, { request, strategy, listed, target }, signal) };
}

/** The revision that a commit found in this way has. */
export function revisionOf(at: CommitAtRef, strategy: CheckoutStrategy): string {
  const byName = (strategy.kind === 'name' || strategy.kind === 'commit') && strategy.name !== undefined;
  return byName ? renderAbsoluteRevision(at) : renderRevision(at);
}

async function listForStrategy(
  parts: ClientParts,
  { request, strategy }: { readonly request: FetchRequest; readonly strategy: CheckoutStrategy },
  signal: AbortSignal,
): Promise<ListedRefs> {
  const { remote, lastRevision } = request;
  const prefixes = prefixesFor(strategy);
  const lists = listsFirst(strategy, lastRevision);
  if (lists) for (const ref of prefixes) requireValidRef(ref);
  return wrapErrors(lists ? 'list remote for' : 'clone', remote.url, () =>
    listRefs(parts, { remote, prefixes }, signal),
  );
}

/** Whether Flux's client asks for the refs before it clones, which shows in its messages. */
function listsFirst({ kind }: CheckoutStrategy, lastRevision: string | undefined): boolean {
  return kind === 'name' || (lastRevision !== undefined && (kind === 'branch' || kind === 'tag'));
}

async function findTarget(
  parts: ClientParts,
  { strategy, listed, remote }: TargetQuery,
  signal: AbortSignal,
): Promise<Target> {
  switch (strategy.kind) {
    case 'commit':
      if (strategy.branch !== undefined) requireRef(listed, remote, `refs/heads/${strategy.branch}`);
      return resolveCommit(listed.refs, strategy);
    case 'name': {
      const target = resolveRef(listed.refs, strategy.name);
      if (target === undefined) throw refNotResolved(strategy.name);
      return target;
    }
    case 'semver':
      return chooseSemverTag(parts, { range: strategy.range, listed, remote }, signal);
    case 'branch':
      return requireRef(listed, remote, `refs/heads/${strategy.branch}`);
    case 'tag':
      return requireRef(listed, remote, `refs/tags/${strategy.tag}`);
  }
}

interface TargetQuery {
  readonly strategy: CheckoutStrategy;
  readonly listed: ListedRefs;
  readonly remote: GitRemote;
}

function requireRef({ refs }: ListedRefs, { url }: GitRemote, ref: string): Target {
  const target = resolveRef(refs, ref);
  if (target === undefined) throw cloneError(url, ref);
  return target;
}
