import type { GitTag } from '../objects/parse-commit.js';
import { DEFAULT_TREE_LIMITS, type TreeLimits } from '../objects/read-tree.js';
import { type ClosingStack, createClosingStack } from './closing-stack.js';
import { wrapErrors } from './fetch-errors.js';
import { requireReachable } from './fetch-history.js';
import type { FetchRequest } from './fetch-revision.js';
import { openSource, SUBMODULE_DEPTH } from './fetch-submodules.js';
import type { CheckoutStrategy } from './git-reference.js';
import { type GitSnapshot, readSource, type SnapshotSource } from './git-snapshot.js';
import type { ClientParts, ListedRefs } from './list-refs.js';
import { type OpenedCommit, openCommit, type Wanted } from './open-commit.js';
import { type RemoteAccess, withRemoteAccess } from './remote-access.js';
import type { Target } from './resolve-target.js';

/** A request, and what the refs of the remote make of it. */
export interface SnapshotPlan {
  readonly request: FetchRequest;
  readonly strategy: CheckoutStrategy;
  readonly listed: ListedRefs;
  readonly target: Target;
}

/** Fetches the commit of `target`, lists it and its submodules, and keeps it open for reading. */
export async function fetchSnapshot(parts: ClientParts, plan: SnapshotPlan, signal: AbortSignal): Promise<GitSnapshot> {
  const { request, listed } = plan;
  const { remote } = request;
  const { temporaryFolder, sshAlgorithms } = parts;
  const limits: TreeLimits = { ...DEFAULT_TREE_LIMITS, ...request.limits };
  const stack = createClosingStack();
  try {
    const opened = await withRemoteAccess(
      listed.asked,
      { temporaryFolder, sshAlgorithms, endpoint: listed.endpoint },
      (access) => openTarget({ parts, plan, access, limits, stack }, signal),
    );
    const depth = request.recurseSubmodules === true ? SUBMODULE_DEPTH : 0;
    const source = await wrapErrors('clone', remote.url, () =>
      openSource(parts, { opened, options: { remote, limits, depth }, stack }, signal),
    );
    return snapshotOf({ opened, source, target: plan.target, limits, stack });
  } catch (error) {
    await stack.close();
    throw error;
  }
}

interface OpenTargetOptions {
  readonly parts: ClientParts;
  readonly plan: SnapshotPlan;
  readonly access: RemoteAccess;
  readonly limits: TreeLimits;
  readonly stack: ClosingStack;
}

async function openTarget(
  { parts, plan, access, limits, stack }: OpenTargetOptions,
  signal: AbortSignal,
): Promise<OpenedCommit> {
  const { request, strategy, listed, target } = plan;
  const { remote } = request;
  const { temporaryFolder } = parts;
  const branch = strategy.kind === 'commit' ? strategy.branch : undefined;
  const { hash } = target.commit;
  if (target.fetchRef === undefined) {
    const text = strategy.kind === 'commit' ? strategy.commit : hash;
    await requireReachable({ remote, access, temporaryFolder, listed, commit: text, branch }, signal);
  }
  const wanted: Wanted =
    target.fetchRef !== undefined
      ? { ref: target.fetchRef }
      : { hash, among: [branch === undefined ? 'refs/heads/*' : `refs/heads/${branch}`] };
  const { objectFormat } = listed.refs;
  return wrapErrors('clone', remote.url, () =>
    openCommit({ remote, access, temporaryFolder, objectFormat, wanted, limits }, stack, signal),
  );
}

interface SnapshotOptions {
  readonly opened: OpenedCommit;
  readonly source: SnapshotSource;
  readonly target: Target;
  readonly limits: TreeLimits;
  readonly stack: ClosingStack;
}

function snapshotOf({ opened, source, target, limits, stack }: SnapshotOptions): GitSnapshot {
  const { commit } = opened;
  const tag = opened.tag ?? lightweightTag(target.commit.ref);
  return {
    at: { ...target.commit, hash: commit.hash },
    commit,
    ...(tag !== undefined && { tag }),
    readTree: (keep = () => true) => readSource(source, { keep, limits }),
    close: stack.close,
  };
}

function lightweightTag(ref: string | undefined): GitTag | undefined {
  return ref?.startsWith('refs/tags/') ? { name: ref.slice('refs/tags/'.length) } : undefined;
}
