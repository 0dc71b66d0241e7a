import { LocatedError } from '@gotk/located-error';
import { commitOfRef, type RemoteRefs } from '../protocol/remote-refs.js';
import type { CheckoutStrategy } from './git-reference.js';
import type { CommitAtRef } from './revision.js';

const PEELED = '^{}';
const TAGS = 'refs/tags/';

/** What to fetch for a strategy, as the remote's refs stand. */
export interface Target {
  /** The commit, under the name that the revision shows. */
  readonly commit: CommitAtRef;
  /** The ref that leads to it; absent when only its hash is known. */
  readonly fetchRef?: string;
}

/** The refs that a strategy needs to see. */
export function prefixesFor(strategy: CheckoutStrategy): readonly string[] {
  switch (strategy.kind) {
    case 'branch':
      return [`refs/heads/${strategy.branch}`];
    case 'tag':
      return [`${TAGS}${strategy.tag}`];
    case 'semver':
      return [TAGS];
    case 'name':
      return [withoutPeeled(strategy.name)];
    case 'commit':
      return [strategy.branch === undefined ? 'refs/heads/' : `refs/heads/${strategy.branch}`];
  }
}

/**
 * Finds the commit of a ref.
 *
 * @param ref full name; one that ends in `^{}` means what an annotated tag points to, which is found anyway.
 * @returns `undefined` when the remote has no such ref.
 */
export function resolveRef({ refs, objectFormat }: RemoteRefs, ref: string): Target | undefined {
  const fetchRef = withoutPeeled(ref);
  const found = refs.get(fetchRef);
  if (found === undefined) return undefined;
  return { commit: { hash: commitOfRef(found), objectFormat, ref }, fetchRef };
}

/** The tags of a remote and their commits. */
export function tagsOf({ refs }: RemoteRefs): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const [name, ref] of refs) if (name.startsWith(TAGS)) tags.set(name.slice(TAGS.length), commitOfRef(ref));
  return tags;
}

/** The target of a commit that is asked for by its hash; by a branch when it stands at the end of one. */
export function resolveCommit(
  { refs, objectFormat }: RemoteRefs,
  { commit, branch, name }: Extract<CheckoutStrategy, { readonly kind: 'commit' }>,
): Target {
  const hash = commit.toLowerCase();
  const ref = name ?? (branch === undefined ? undefined : `refs/heads/${branch}`);
  const at: CommitAtRef = { hash, objectFormat, ...(ref !== undefined && { ref }) };
  const candidates = branch === undefined ? refs.keys() : [`refs/heads/${branch}`];
  for (const candidate of candidates) {
    if (candidate.startsWith('refs/heads/') && refs.get(candidate)?.hash === hash) {
      return { commit: at, fetchRef: candidate };
    }
  }
  return { commit: at };
}

/** @throws LocatedError `git-invalid-ref` */
export function requireValidRef(ref: string): void {
  if (!ref.startsWith('/') && !ref.endsWith('/')) return;
  throw new LocatedError({
    code: 'git-invalid-ref',
    message: `ref ${ref} is invalid; Git refs cannot begin or end with a slash '/'`,
  });
}

function withoutPeeled(ref: string): string {
  return ref.endsWith(PEELED) ? ref.slice(0, -PEELED.length) : ref;
}
