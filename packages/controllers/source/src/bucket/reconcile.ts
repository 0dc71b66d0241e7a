import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { expireAfter } from '@gotk/kube-client';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import type { SourceDeps } from '../source-deps.js';
import { type BucketIndex, revisionOf } from './bucket-index.js';
import type { Bucket } from './parse-bucket.js';
import { connectBucket } from './steps/connect-bucket.js';
import { fetchObjects } from './steps/fetch-objects.js';
import { indexBucket } from './steps/index-bucket.js';
import { storeArtifact } from './steps/store-artifact.js';

type Context = ReconcileContext<Bucket>;

const FAILURES = ['FetchFailed', 'StorageOperationFailed'];

/** Brings the artifact of a Bucket to the objects that are in it now. */
export async function reconcileBucket(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step, status } = context;
  const { intervalMs, timeoutMs, bucketName } = object.decoded;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  const signal = AbortSignal.any([context.signal, expireAfter(timeoutMs)]);
  const storage = await step('credentials', 'AuthenticationFailed', () => connectBucket(deps, context, signal));
  const index = await step('index', 'BucketOperationFailed', () => indexBucket(context, storage, signal));
  if (currentArtifact(status)?.revision === revisionOf(index.etags)) reportUpToDate(context, index);
  else {
    const files = await step('fetch', 'BucketOperationFailed', () => fetchObjects(context, { storage, index }, signal));
    await announceRevision(context, index);
    await step('artifact', 'ArchiveOperationFailed', () => storeArtifact(deps, context, { files, index }));
  }
  markStored(context, index);
  const message = `stored artifact with ${index.etags.size} fetched files from '${bucketName}' bucket`;
  reportArtifact(context, { message, failures: FAILURES });
  return { requeueAfterMs: intervalMs };
}

function reportUpToDate({ status, event }: Context, { etags }: BucketIndex): void {
  status.removeConditions('FetchFailed');
  const message = `artifact up-to-date with remote revision: '${revisionOf(etags)}'`;
  event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
}

async function announceRevision({ status, save }: Context, { etags }: BucketIndex): Promise<void> {
  const message = `new upstream revision '${revisionOf(etags)}'`;
  if (currentArtifact(status) !== undefined) {
    status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewRevision', message });
  }
  markDrift(status, `building artifact: ${message}`);
  await save();
  status.removeConditions('FetchFailed');
}

function markStored({ status }: Context, { etags }: BucketIndex): void {
  status.removeConditions('ArtifactOutdated', ...FAILURES);
  const message = `stored artifact: revision '${revisionOf(etags)}'`;
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason: 'Succeeded', message });
}
