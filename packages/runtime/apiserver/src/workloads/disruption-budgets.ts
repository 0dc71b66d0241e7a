import { compileLabelSelector, fieldOf, type KubeObject, type LabelSelector } from '@gotk/objects';
import { tell } from './events/tell.js';
import { isPodReady } from './pod-template.js';
import { conditionOf, type WorkloadContext, writeStatus } from './workload-context.js';

/** The kinds whose pods are counted by how many they ask for. */
const SCALED = ['ReplicaSet', 'StatefulSet', 'ReplicationController'];

/** Says of a PodDisruptionBudget how many of its pods may be missing now. */
export async function reconcileDisruptionBudget(context: WorkloadContext, budget: KubeObject): Promise<void> {
  if (budget.metadata.deletionTimestamp !== undefined) return;
  const pods = podsOf(context, budget);
  if (pods.length === 0)
    await tell(context, budget, {
      reason: 'NoPods',
      message: 'No matching pods found',
      component: 'controllermanager',
    });
  const { expected, desired } = wanted(context, budget, pods);
  const disrupted = disruptedPods(budget);
  const healthy = pods.filter(
    (pod) =>
      isPodReady(pod) && pod.metadata.deletionTimestamp === undefined && !disrupted.includes(pod.metadata.name ?? ''),
  ).length;
  const gone = disrupted.filter((name) => !pods.some(({ metadata }) => metadata.name === name));
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
  const generation = budget.metadata.generation ?? 1;
  const condition = conditionOf(context, budget, {
    type: 'DisruptionAllowed',
    status: allowed > 0 ? 'True' : 'False',
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  });
  await writeStatus(context, budget, {
    observedGeneration: generation,
    currentHealthy: healthy,
    desiredHealthy: desired,
    disruptionsAllowed: allowed,
    expectedPods: expected,
    ...(gone.length === 0 ? {} : { disruptedPods: Object.fromEntries(gone.map((name) => [name, null])) }),
    conditions: [{ ...condition, observedGeneration: generation }],
  });
}

/** Pods that were evicted and may not be gone yet. */
function disruptedPods(budget: KubeObject): readonly string[] {
  const pods = fieldOf(budget, 'status', 'disruptedPods');
  return typeof pods === 'object' && pods !== null ? Object.keys(pods) : [];
}

/** The budgets that look at a pod. */
export function budgetsOf(context: WorkloadContext, pod: KubeObject): readonly KubeObject[] {
  return [...context.feed('PodDisruptionBudget').objects.values()].filter((budget) => selects(budget, pod));
}

function podsOf(context: WorkloadContext, budget: KubeObject): readonly KubeObject[] {
  return [...context.feed('Pod').objects.values()].filter((pod) => selects(budget, pod));
}

function selects(budget: KubeObject, { metadata }: KubeObject): boolean {
  if (metadata.namespace !== budget.metadata.namespace) return false;
  const selector = fieldOf(budget, 'spec', 'selector') as LabelSelector | undefined;
  return compileLabelSelector(selector).matches(metadata.labels ?? {});
}

interface Wanted {
  readonly expected: number;
  readonly desired: number;
}

function wanted(context: WorkloadContext, budget: KubeObject, pods: readonly KubeObject[]): Wanted {
  const minAvailable = fieldOf(budget, 'spec', 'minAvailable');
  const maxUnavailable = fieldOf(budget, 'spec', 'maxUnavailable');
  if (maxUnavailable !== undefined) {
    const expected = scaleOf(context, pods);
    return { expected, desired: Math.max(0, expected - amountOf(maxUnavailable, expected)) };
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable };
  if (minAvailable === undefined) return { expected: 0, desired: 0 };
  const expected = scaleOf(context, pods);
  return { expected, desired: amountOf(minAvailable, expected) };
}

/** A share is rounded up. */
function amountOf(value: unknown, expected: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(String(value), 10) / 100) * expected);
}

/** How many pods the controllers of these pods ask for together. */
function scaleOf(context: WorkloadContext, pods: readonly KubeObject[]): number {
  const controllers = new Map<string, number>();
  for (const { metadata } of pods) {
    const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
    if (owner === undefined || !SCALED.includes(owner.kind)) continue;
    const object = context.feed(owner.kind).objects.get(`${metadata.namespace ?? ''}/${owner.name}`);
    controllers.set(owner.uid, Number((object && fieldOf(object, 'spec', 'replicas')) ?? 0));
  }
  return [...controllers.values()].reduce((sum, count) => sum + count, 0);
}
