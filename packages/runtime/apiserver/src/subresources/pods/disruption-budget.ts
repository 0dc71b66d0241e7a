import { compileLabelSelector, type LabelSelector } from '@gotk/objects';
import type { PodDraft } from '../../builtin/core/pod-draft.js';
import { renderTime } from '../../core/kube-time.js';
import { type DraftObject, draftOf, sealDraft } from '../../drafts/draft.js';
import { failure, forbidden } from '../../errors/api-errors.js';
import type { ResourceRequest } from '../../request/resource-request.js';
import type { ObjectRecord } from '../../storage/object-record.js';

const COLLECTION = 'policy/poddisruptionbudgets';
const RETRY_SECONDS = 10;
/** More evictions than this under way at once are no sign of a working controller. */
const MAX_DISRUPTED = 2000;

interface BudgetDraft extends DraftObject {
  spec: { selector?: LabelSelector; unhealthyPodEvictionPolicy?: string };
  status: {
    observedGeneration?: number;
    disruptionsAllowed: number;
    currentHealthy: number;
    desiredHealthy: number;
    disruptedPods?: Record<string, string>;
  };
}

/** Takes one disruption from the budget that guards a pod. @throws ApiError when it has none left. */
export async function takeFromBudget(request: ResourceRequest, pod: PodDraft, dryRun: boolean): Promise<void> {
  for (;;) {
    const budgets = budgetsOf(request, pod);
    if (budgets.length > 1) {
      const why = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
      throw failure(500, '', why);
    }
    const [record] = budgets;
    if (record === undefined) return;
    const budget = draftOf(record.object) as BudgetDraft; // By the collection's codec.
    if (!isReady(pod) && goesUnguarded(budget)) return;
    refuseDisruption(budget);
    if (dryRun || (await countDisruption(request, record, { budget, pod }))) return;
  }
}

function budgetsOf({ core, namespace }: ResourceRequest, { metadata }: PodDraft): readonly ObjectRecord[] {
  return [...core.store.scan(COLLECTION, `${namespace}/`)].filter(({ object }) =>
    compileLabelSelector((object as unknown as BudgetDraft).spec.selector).matches(metadata.labels ?? {}),
  );
}

function isReady({ status }: PodDraft): boolean {
  return (status.conditions ?? []).some(({ type, status: state }) => type === 'Ready' && state === 'True');
}

function goesUnguarded({ spec, status }: BudgetDraft): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
}

function refuseDisruption({ metadata, status }: BudgetDraft): void {
  const { name = '', generation = 0 } = metadata;
  const budget = { group: 'policy', resource: 'poddisruptionbudgets' };
  if ((status.observedGeneration ?? 0) < generation)
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  if (status.disruptionsAllowed < 0) throw forbidden(budget, name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED)
    throw forbidden(budget, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (status.disruptionsAllowed > 0) return;
  const { currentHealthy, desiredHealthy } = status;
  throw tooMany(
    `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
  );
}

function tooMany(message: string, retryAfterSeconds?: number): Error {
  const text = "Cannot evict pod as it would violate the pod's disruption budget.";
  return failure(429, 'TooManyRequests', text, {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** @returns whether the budget was still as it was looked at. */
async function countDisruption(
  { core }: ResourceRequest,
  record: ObjectRecord,
  { budget, pod }: { readonly budget: BudgetDraft; readonly pod: PodDraft },
): Promise<boolean> {
  const { status } = budget;
  status.disruptionsAllowed--;
  status.disruptedPods = { ...status.disruptedPods, [pod.metadata.name ?? '']: renderTime(core.clock.now()) };
  const outcome = await core.store.put({ collection: COLLECTION, key: record.key, expected: record }, (revision) => {
    budget.metadata.resourceVersion = String(revision);
    return sealDraft(budget);
  });
  return outcome.kind === 'written';
}
