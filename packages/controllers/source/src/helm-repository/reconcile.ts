import { createHash } from 'node:crypto';
import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { loadIndex } from '@gotk/helm-repository';
import { expireAfter } from '@gotk/kube-client';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import { tellingFailures } from '../conditions/source-failure.js';
import type { SourceDeps } from '../source-deps.js';
import { humanSize } from './human-size.js';
import type { HelmRepository } from './parse-helm-repository.js';
import { connectRepository } from './steps/connect-repository.js';
import { fetchIndex } from './steps/fetch-index.js';
import { storeIndex } from './steps/store-index.js';

type Context = ReconcileContext<HelmRepository>;

const FAILURES = ['FetchFailed', 'StorageOperationFailed'];

/** Brings the artifact of a HelmRepository to the index that is served now. */
export async function reconcileHelmRepository(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step, status } = context;
  const { intervalMs, timeoutMs, url } = object.decoded;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  const connection = await step('credentials', 'AuthenticationFailed', () => connectRepository(deps, context, object));
  const signal = AbortSignal.any([context.signal, expireAfter(timeoutMs)]);
  const text = await step('fetch', 'Failed', () =>
    fetchIndex(object, { connection, limitBytes: deps.helmIndexMaxBytes }, signal),
  );
  const revision = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  if (currentArtifact(status)?.revision === revision) reportUpToDate(context, revision);
  else await step('index', 'IndexationFailed', () => makeArtifact(deps, context, { text, revision }));
  markStored(context, revision);
  const size = humanSize(currentArtifact(status)?.size ?? 0);
  reportArtifact(context, { message: `stored fetched index of size ${size} from '${url}'`, failures: FAILURES });
  return { requeueAfterMs: intervalMs };
}

function reportUpToDate({ status, event }: Context, revision: string): void {
  status.removeConditions('FetchFailed');
  const message = `artifact up-to-date with remote revision: '${revision}'`;
  event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
}

async function makeArtifact(
  deps: SourceDeps,
  context: Context,
  { text, revision }: { readonly text: Buffer; readonly revision: string },
): Promise<void> {
  const { status, save } = context;
  const message = 'failed to load Helm repository from index YAML: failed to load index';
  const json = await tellingFailures({ condition: 'FetchFailed', reason: 'IndexationFailed', message }, () =>
    loadIndex(text),
  );
  status.removeConditions('FetchFailed');
  const found = `new index revision '${revision}'`;
  if (currentArtifact(status) !== undefined) {
    status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewRevision', message: found });
  }
  markDrift(status, `building artifact: ${found}`);
  await save();
  await storeIndex(deps, context, { json, revision });
}

function markStored({ status }: Context, revision: string): void {
  status.removeConditions('ArtifactOutdated', ...FAILURES);
  const message = `stored artifact: revision '${revision}'`;
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason: 'Succeeded', message });
}
