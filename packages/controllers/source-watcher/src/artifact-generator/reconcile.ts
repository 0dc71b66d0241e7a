import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import type { WatcherDeps } from '../watcher-deps.js';
import { markInProgress } from './status.js';
import { applyArtifact, type InventoryEntry } from './steps/apply-artifact.js';
import { buildArtifact } from './steps/build-artifact.js';
import { detectDrift } from './steps/detect-drift.js';
import { fetchSources } from './steps/fetch-sources.js';
import { digestOfSources, type ObservedSources, observeSources } from './steps/observe-sources.js';
import { planArtifacts } from './steps/plan-artifacts.js';
import { orphansOf, removeArtifacts } from './steps/remove-artifacts.js';
import { validateSpec } from './steps/validate-spec.js';

type Context = ReconcileContext<ArtifactGenerator>;

/** Artifacts are looked at this often, whatever happens. */
const INTERVAL_MS = 3_600_000;

/** Brings the artifacts of a generator to what its sources have now. */
export async function reconcileGenerator(deps: WatcherDeps, context: Context): Promise<Done> {
  const { object, step, status, save, event, log } = context;
  await announceFirst(context);
  await step('validate', 'ValidationFailed', () => validateSpec(deps, object));
  status.removeConditions('Stalled');
  const sources = await step('observe sources', 'SourceFetchFailed', () => observeSources(deps, context));
  const drift = await detectDrift(deps, context, digestOfSources(sources));
  if (drift === undefined) {
    const message = `No drift detected, ${object.status?.inventory?.length ?? 0} artifact(s) up to date`;
    event({ severity: 'trace', reason: 'Ready', message });
    return { requeueAfterMs: INTERVAL_MS };
  }
  log.info('Reconciliation in progress', { reason: drift });
  markInProgress(status);
  await save();
  await makeArtifacts(deps, context, sources);
  return { requeueAfterMs: INTERVAL_MS };
}

/** A new generator shows at once that somebody cares for it. */
async function announceFirst({ status, save }: Context): Promise<void> {
  if (status.condition('Ready') !== undefined) return;
  markInProgress(status);
  await save();
}

async function makeArtifacts(deps: WatcherDeps, context: Context, sources: ObservedSources): Promise<void> {
  const { object, step, status } = context;
  const trees = await step('fetch sources', 'SourceFetchFailed', () => fetchSources(deps, context, sources));
  const plans = await step('plan', 'BuildFailed', () => planArtifacts(object, trees));
  const made: InventoryEntry[] = [];
  for (const plan of plans) {
    const artifact = await step('build', 'BuildFailed', () => buildArtifact(deps, context, { plan, trees, sources }));
    made.push(await step('apply', 'ReconciliationFailed', () => applyArtifact(context, { plan, artifact })));
  }
  await removeArtifacts(deps, context, orphansOf(object.status?.inventory ?? [], made));
  await collectGarbage(deps, context, made);
  // JSON whose interface only lacks the index signature.
  const inventory = made as unknown as readonly JsonObject[];
  status.update({ inventory, observedSourcesDigest: digestOfSources(sources) });
  tell(context, made);
}

/** What cannot be removed now is removed another time. */
async function collectGarbage(
  { store }: WatcherDeps,
  { log }: Context,
  made: readonly InventoryEntry[],
): Promise<void> {
  for (const { namespace, name, filename } of made) {
    try {
      await store.collectGarbage({ path: `externalartifact/${namespace}/${name}/${filename}` });
    } catch (error) {
      log.error('failed to garbage collect artifacts', { error: String(error) });
    }
  }
}

function tell({ object, status, event }: Context, made: readonly InventoryEntry[]): void {
  const message = `reconciliation succeeded, generated ${made.length} artifact(s)`;
  status.mark({ type: 'Ready', status: 'True', reason: 'Succeeded', message });
  event({ severity: 'trace', reason: 'Ready', message });
  const changed = made.filter((entry) => !isInInventory(object, entry));
  const names = changed.map(({ namespace, name, digest }) => `${namespace}/${name} (${digest})`);
  if (names.length === 0) return;
  event({ severity: 'info', reason: 'Ready', message: `external artifacts reconciled: ${names.join('\n')}` });
}

function isInInventory({ status }: ArtifactGenerator, { namespace, name, digest }: InventoryEntry): boolean {
  const inventory = status?.inventory ?? [];
  return inventory.some((each) => each.namespace === namespace && each.name === name && each.digest === digest);
}
