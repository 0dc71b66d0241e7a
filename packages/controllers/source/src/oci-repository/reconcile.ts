import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { expireAfter } from '@gotk/kube-client';
import { renderReference } from '@gotk/oci';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import type { SourceDeps } from '../source-deps.js';
import { contentChanged } from './observed-content.js';
import type { OciRepository } from './parse-oci-repository.js';
import { connectRegistry } from './steps/connect-registry.js';
import { pullLayer } from './steps/pull-layer.js';
import { refuseUnsupported } from './steps/refuse-unsupported.js';
import { type RemoteArtifact, resolveArtifact } from './steps/resolve-artifact.js';
import { storeArtifact } from './steps/store-artifact.js';
import { verifyArtifact } from './steps/verify-artifact.js';

type Context = ReconcileContext<OciRepository>;

const FAILURES = ['FetchFailed', 'StorageOperationFailed'];

/** Brings the artifact of an OCIRepository to what its reference names in the registry. */
export async function reconcileOciRepository(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step } = context;
  const { intervalMs, timeoutMs } = object.decoded;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  const signal = AbortSignal.any([context.signal, expireAfter(timeoutMs)]);
  await step('support', 'VerificationError', () => refuseUnsupported(object));
  const client = await step('credentials', 'AuthenticationFailed', () => connectRegistry(deps, context, signal));
  const remote = await step('revision', 'OCIArtifactPullFailed', () => resolveArtifact(client, object, signal));
  await step('signature', 'VerificationError', () => verifyArtifact(deps, context, { client, remote, signal }));
  if (isStored(context, remote)) reportUpToDate(context, remote);
  else await step('artifact', 'OCIArtifactPullFailed', () => makeArtifact(deps, context, { client, remote, signal }));
  markStored(context, remote);
  reportArtifact(context, { message: describe(context), failures: FAILURES });
  return { requeueAfterMs: intervalMs };
}

function isStored({ object, status }: Context, { revision }: RemoteArtifact): boolean {
  return currentArtifact(status)?.revision === revision && !contentChanged(object, status);
}

function reportUpToDate({ status, event }: Context, { revision }: RemoteArtifact): void {
  status.removeConditions('FetchFailed');
  const message = `artifact up-to-date with remote revision: '${revision}'`;
  event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
}

interface ArtifactOptions {
  readonly client: Awaited<ReturnType<typeof connectRegistry>>;
  readonly remote: RemoteArtifact;
  readonly signal: AbortSignal;
}

async function makeArtifact(
  deps: SourceDeps,
  context: Context,
  { client, remote, signal }: ArtifactOptions,
): Promise<void> {
  const { status, save, object } = context;
  try {
    const layer = await pullLayer(client, { object, remote }, signal);
    status.removeConditions('FetchFailed');
    markNewRevision(context, remote);
    await save();
    await storeArtifact(deps, context, { remote, layer });
  } catch (error) {
    markNewRevision(context, remote);
    throw error;
  }
}

/** Also where the pull fails: what is stored is known to be old. */
function markNewRevision({ status }: Context, remote: RemoteArtifact): void {
  const { revision } = remote;
  const stored = currentArtifact(status);
  if (stored?.revision === revision) return;
  const message = `new revision '${revision}' for '${renderReference(remote.reference)}'`;
  if (stored !== undefined) status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewRevision', message });
  markDrift(status, `building artifact: ${message}`);
}

function markStored({ status }: Context, { revision }: RemoteArtifact): void {
  status.removeConditions('ArtifactOutdated', ...FAILURES);
  const message = `stored artifact for digest '${revision}'`;
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason: 'Succeeded', message });
}

/** Names the repository and, where the artifact tells, what it was built from. */
function describe({ object, status }: Context): string {
  const { revision = '', metadata = {} } = currentArtifact(status) ?? {};
  const source = metadata['org.opencontainers.image.source'] ?? '';
  const origin = metadata['org.opencontainers.image.revision'] ?? '';
  const known = source !== '' && origin !== '';
  const message = `stored artifact with revision '${revision}' from '${object.decoded.url}'`;
  return known ? `${message}, origin source '${source}', origin revision '${origin}'` : message;
}
