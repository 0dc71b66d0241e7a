import { LocatedError } from '@gotk/located-error';
import { type Constraint, compareVersions, matchingVersions, parseConstraint } from '@gotk/semver';
import { DEFAULT_TREE_LIMITS } from '../objects/read-tree.js';
import { createClosingStack } from './closing-stack.js';
import { wrapErrors } from './fetch-errors.js';
import type { GitRemote } from './git-remote.js';
import type { ClientParts, ListedRefs } from './list-refs.js';
import { openCommit } from './open-commit.js';
import { withRemoteAccess } from './remote-access.js';
import { resolveRef, type Target, tagsOf } from './resolve-target.js';

/** @throws LocatedError `git-semver`. */
export function parseSemverRange(range: string): Constraint {
  try {
    return parseConstraint(range);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocatedError({ code: 'git-semver', message: `semver parse error: ${reason}`, cause });
  }
}

/** What to look for, and where. */
export interface SemverQuery {
  readonly range: string;
  readonly listed: ListedRefs;
  readonly remote: GitRemote;
}

/**
 * The highest tag in a range. Among tags of equal precedence, which differ in their build metadata alone, the one whose
 * commit is the youngest.
 *
 * @throws LocatedError `git-semver` when there is none.
 */
export async function chooseSemverTag(parts: ClientParts, query: SemverQuery, signal: AbortSignal): Promise<Target> {
  const { range, listed } = query;
  const tags = [...tagsOf(listed.refs).keys()].filter(hasThreeNumbers);
  const versions = matchingVersions(tags, parseSemverRange(range));
  const [highest] = versions;
  if (highest === undefined) throw noMatch(range);
  const equal = versions.filter((version) => compareVersions(version, highest) === 0);
  const targets = equal.flatMap(({ original }) => resolveRef(listed.refs, `refs/tags/${original}`) ?? []);
  const target = targets.length > 1 ? await youngestOf(parts, { ...query, targets }, signal) : targets[0];
  if (target === undefined) throw noMatch(range);
  return target;
}

/** `v1` and `1.2` are versions to the parser, but not to Flux. */
function hasThreeNumbers(tag: string): boolean {
  return tag.split('.').length >= 3;
}

async function youngestOf(
  parts: ClientParts,
  { targets, ...query }: SemverQuery & { readonly targets: readonly Target[] },
  signal: AbortSignal,
): Promise<Target | undefined> {
  let youngest: { readonly target: Target; readonly whenSeconds: number } | undefined;
  for (const target of targets) {
    const whenSeconds = await commitTime(parts, { ...query, target }, signal);
    if (youngest === undefined || whenSeconds > youngest.whenSeconds) youngest = { target, whenSeconds };
  }
  return youngest?.target;
}

async function commitTime(
  { temporaryFolder, sshAlgorithms }: ClientParts,
  { listed, remote, target }: SemverQuery & { readonly target: Target },
  signal: AbortSignal,
): Promise<number> {
  const stack = createClosingStack();
  const { asked, endpoint, refs } = listed;
  const options = {
    remote,
    temporaryFolder,
    objectFormat: refs.objectFormat,
    wanted: { ref: target.fetchRef ?? '' },
    limits: DEFAULT_TREE_LIMITS,
  };
  try {
    return await wrapErrors('clone', remote.url, () =>
      withRemoteAccess(asked, { temporaryFolder, sshAlgorithms, endpoint }, async (access) => {
        const { commit } = await openCommit({ ...options, access }, stack, signal);
        return commit.committer.whenSeconds;
      }),
    );
  } finally {
    await stack.close();
  }
}

function noMatch(range: string): LocatedError {
  return new LocatedError({
    code: 'git-semver',
    message: `no match found for semver: ${range}`,
    hint: 'Check that the repository has tags such as v1.2.3 in the range under spec.ref.semver.',
  });
}
