import type { ReconcileContext } from '@gotk/controller-runtime';
import {
  type CommitAtRef,
  chooseStrategy,
  type GitRemote,
  type GitSnapshot,
  renderAbsoluteRevision,
  renderRevision,
} from '@gotk/git';
import { currentArtifact } from '../../artifact/artifact-status.js';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { contentChanged } from '../observed-content.js';
import type { GitRepository } from '../parse-git-repository.js';
import type { Include } from './require-includes.js';

/** What the repository showed. */
export type Checkout =
  /** The artifact in the storage is what would be made. */
  | { readonly kind: 'unchanged'; readonly revision: string }
  /** The story closes the snapshot. */
  | { readonly kind: 'fetched'; readonly revision: string; readonly snapshot: GitSnapshot };

export interface CheckoutOptions {
  readonly remote: GitRemote;
  readonly includes: readonly Include[];
  /** Covers the reading of files too. */
  readonly signal: AbortSignal;
}

/** Looks where the reference stands, and fetches its commit unless its artifact is there and nothing else has changed. */
export async function checkOut(
  { git }: SourceDeps,
  context: ReconcileContext<GitRepository>,
  { remote, includes, signal }: CheckoutOptions,
): Promise<Checkout> {
  const { object, status } = context;
  const { reference, recurseSubmodules, sparseCheckout } = object.decoded;
  const lastRevision = contentChanged(object, status, includes) ? undefined : storedRevision(context);
  // Flux's client does not look into submodules of a sparse checkout.
  const recurse = recurseSubmodules && sparseCheckout.length === 0;
  const telling = { condition: 'FetchFailed', reason: 'GitOperationFailed', message: CHECKOUT_FAILED } as const;
  const outcome = await tellingFailures(telling, () =>
    git.fetch({ remote, reference, lastRevision, recurseSubmodules: recurse }, signal),
  );
  if (outcome.kind === 'empty') throw emptyRepository();
  if (outcome.kind === 'unchanged') return { kind: 'unchanged', revision: revisionOf(object, outcome.at) };
  const { snapshot } = outcome;
  return { kind: 'fetched', revision: revisionOf(object, snapshot.at), snapshot };
}

const CHECKOUT_FAILED = 'failed to checkout and determine revision';

/** Whether the reference names a ref alone, so that Flux's client sees without a clone that nothing has changed. */
export function isPlainRef({ decoded }: GitRepository): boolean {
  const { kind } = chooseStrategy(decoded.reference);
  return kind === 'branch' || kind === 'tag' || kind === 'name';
}

function revisionOf({ decoded }: GitRepository, at: CommitAtRef): string {
  const { name = '' } = decoded.reference;
  return name === '' ? renderRevision(at) : renderAbsoluteRevision(at);
}

/** A signature that is not tied to the moment of the fetch by a ref is looked at each time. */
function storedRevision({ object, status }: ReconcileContext<GitRepository>): string | undefined {
  if (object.decoded.verify !== undefined && !isPlainRef(object)) return undefined;
  const inStorage = status.condition('ArtifactInStorage')?.status === 'True';
  return inStorage ? currentArtifact(status)?.revision : undefined;
}

function emptyRepository(): SourceFailure {
  return new SourceFailure({
    kind: 'retry',
    condition: 'FetchFailed',
    reason: 'EmptyGitRepository',
    message: 'git repository is empty',
  });
}
