import { join } from 'node:path';
import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { loadIndexFile } from '@gotk/helm-repository';
import { expireAfter } from '@gotk/kube-client';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import { tellingFailures } from '../conditions/source-failure.js';
import type { SourceDeps } from '../source-deps.js';
import { humanSize } from './human-size.js';
import type { HelmRepository } from './parse-helm-repository.js';
import { connectRepository, type HelmConnection } from './steps/connect-repository.js';
import { fetchIndex } from './steps/fetch-index.js';
import { storeIndex } from './steps/store-index.js';
import { withScratchFolder } from './with-scratch-folder.js';

type Context = ReconcileContext<HelmRepository>;

const FAILURES = ['FetchFailed', 'StorageOperationFailed'];

/** Brings the artifact of a HelmRepository to the index that is served now. */
export async function reconcileHelmRepository(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step, status } = context;
  const { intervalMs, url } = object.decoded;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  const connection = await step('credentials', 'AuthenticationFailed', () => connectRepository(deps, context, object));
  const revision = await withScratchFolder((folder) => fetchArtifact(deps, context, { connection, folder }));
  markStored(context, revision);
  const size = humanSize(currentArtifact(status)?.size ?? 0);
  reportArtifact(context, { message: `stored fetched index of size ${size} from '${url}'`, failures: FAILURES });
  return { requeueAfterMs: intervalMs };
}

interface FetchOptions {
  readonly connection: HelmConnection;
  /** For files on the way. */
  readonly folder: string;
}

/** @returns the revision of the index that is served now, and stored. */
async function fetchArtifact(
  deps: SourceDeps,
  context: Context,
  { connection, folder }: FetchOptions,
): Promise<string> {
  const { object, step, status } = context;
  const signal = AbortSignal.any([context.signal, expireAfter(object.decoded.timeoutMs)]);
  const { path, revision } = await step('fetch', 'Failed', () =>
    fetchIndex(
      object,
      { connection, limitBytes: deps.helmLimits.indexMaxBytes, path: join(folder, 'index.yaml') },
      signal,
    ),
  );
  if (currentArtifact(status)?.revision === revision) reportUpToDate(context, revision);
  else await step('index', 'IndexationFailed', () => makeArtifact(deps, context, { path, folder, revision }));
  return revision;
}

function reportUpToDate({ status, event }: Context, revision: string): void {
  status.removeConditions('FetchFailed');
  const message = `artifact up-to-date with remote revision: '${revision}'`;
  event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
}

async function makeArtifact(
  deps: SourceDeps,
  context: Context,
  { path, folder, revision }: { readonly path: string; readonly folder: string; readonly revision: string },
): Promise<void> {
  const { status, save, signal } = context;
  const message = 'failed to load Helm repository from index YAML: failed to load index';
  const stored = join(folder, 'index.json');
  await tellingFailures({ condition: 'FetchFailed', reason: 'IndexationFailed', message }, () =>
    loadIndexFile({ from: path, to: stored, scratch: join(folder, 'charts') }, signal),
  );
  status.removeConditions('FetchFailed');
  const found = `new index revision '${revision}'`;
  if (currentArtifact(status) !== undefined) {
    status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewRevision', message: found });
  }
  markDrift(status, `building artifact: ${found}`);
  await save();
  await storeIndex(deps, context, { path: stored, revision });
}

function markStored({ status }: Context, revision: string): void {
  status.removeConditions('ArtifactOutdated', ...FAILURES);
  const message = `stored artifact: revision '${revision}'`;
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason: 'Succeeded', message });
}
