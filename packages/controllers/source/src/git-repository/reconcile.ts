import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { shortMessage } from '@gotk/git';
import { expireAfter } from '@gotk/kube-client';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import type { SourceDeps } from '../source-deps.js';
import { contentChanged, includesDiffer } from './observed-content.js';
import type { GitRepository } from './parse-git-repository.js';
import { type Checkout, checkOut, isPlainRef } from './steps/check-out.js';
import { collectFiles } from './steps/collect-files.js';
import { requireSparseDirectories } from './steps/read-checkout.js';
import { type Include, requireIncludes } from './steps/require-includes.js';
import { resolveRemote } from './steps/resolve-remote.js';
import { storeArtifact } from './steps/store-artifact.js';
import { verifyCommit } from './steps/verify-commit.js';

type Context = ReconcileContext<GitRepository>;

const FAILURES = ['FetchFailed', 'IncludeUnavailable', 'StorageOperationFailed'];

/** Brings the artifact of a GitRepository to where its reference stands. */
export async function reconcileGitRepository(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step } = context;
  const { intervalMs, timeoutMs } = object.decoded;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  forgetFailedVerification(context);
  const remote = await step('credentials', 'AuthenticationFailed', () => resolveRemote(deps, context));
  const includes = await step('includes', 'IncludeUnavailable', () => requireIncludes(deps, context));
  await observeIncludes(context, includes);
  const signal = AbortSignal.any([context.signal, expireAfter(timeoutMs)]);
  const checkout = await step('checkout', 'GitOperationFailed', () =>
    checkOut(deps, context, { remote, includes, signal }),
  );
  try {
    await step('artifact', 'ArchiveOperationFailed', () => makeArtifact(deps, context, { checkout, includes, signal }));
  } finally {
    if (checkout.kind === 'fetched') await checkout.snapshot.close();
  }
  markStored(context, checkout.revision);
  reportArtifact(context, { message: `stored artifact for commit '${describe(checkout)}'`, failures: FAILURES });
  return { requeueAfterMs: intervalMs };
}

/** A failed verification is judged anew; one that succeeded tells of the artifact that is stored. */
function forgetFailedVerification({ status }: Context): void {
  if (status.condition('SourceVerified')?.status === 'False') status.removeConditions('SourceVerified');
}

async function observeIncludes({ object, status, save }: Context, includes: readonly Include[]): Promise<void> {
  status.removeConditions('IncludeUnavailable');
  if (includesDiffer(status, includes)) {
    const message = 'included artifacts differ from last observed includes';
    if (object.decoded.include.length > 0 && status.fields['includedArtifacts'] !== undefined) {
      status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'IncludeChange', message });
    }
    markDrift(status, `building artifact: ${message}`);
    await save();
  }
  status.removeConditions('ArtifactOutdated');
}

interface ArtifactOptions {
  readonly checkout: Checkout;
  readonly includes: readonly Include[];
  readonly signal: AbortSignal;
}

async function makeArtifact(deps: SourceDeps, context: Context, options: ArtifactOptions): Promise<void> {
  const { checkout, includes, signal } = options;
  const { object, status, event } = context;
  const { revision } = checkout;
  status.removeConditions('FetchFailed');
  if (checkout.kind === 'unchanged' && isPlainRef(object)) {
    const message = `no changes since last reconciliation: observed revision '${revision}'`;
    return event({ severity: 'trace', reason: 'GitOperationSucceeded', message });
  }
  if (checkout.kind === 'fetched') {
    await requireSparseDirectories(object, checkout.snapshot);
    await verifyCommit(context, checkout.snapshot);
  }
  const stored = currentArtifact(status);
  if (checkout.kind === 'unchanged' || (stored?.revision === revision && !contentChanged(object, status, includes))) {
    const message = `artifact up-to-date with remote revision: '${revision}'`;
    return event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
  }
  if (stored?.revision !== revision) await announceRevision(context, revision);
  const { snapshot } = checkout;
  const files = await collectFiles(deps, context, { snapshot, includes, signal });
  await storeArtifact(deps, context, { ...files, includes, revision, commit: snapshot.at.hash });
}

async function announceRevision({ status, save }: Context, revision: string): Promise<void> {
  const message = `new upstream revision '${revision}'`;
  if (currentArtifact(status) !== undefined) {
    status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewRevision', message });
  }
  markDrift(status, `building artifact: ${message}`);
  await save();
}

function markStored({ status }: Context, revision: string): void {
  status.removeConditions('ArtifactOutdated', 'StorageOperationFailed', 'FetchFailed');
  const message = `stored artifact for revision '${revision}'`;
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason: 'Succeeded', message });
}

/** What people call the commit: its subject, where it has been read. */
function describe(checkout: Checkout): string {
  return checkout.kind === 'fetched' ? shortMessage(checkout.snapshot.commit) : checkout.revision;
}
