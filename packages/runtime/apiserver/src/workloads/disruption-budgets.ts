import { compileLabelSelector, fieldOf, type KubeObject, type LabelSelector, type OwnerReference } from '@gotk/objects';
import { tell } from './events/tell.js';
import { isPodReady } from './pod-template.js';
import { selectorText } from './selector-text.js';
import { conditionOf, type WorkloadContext, writeStatus } from './workload-context.js';

const COMPONENT = 'controllermanager';

/** Says of a PodDisruptionBudget how many of its pods may be missing now. */
export async function reconcileDisruptionBudget(context: WorkloadContext, budget: KubeObject): Promise<void> {
  if (budget.metadata.deletionTimestamp !== undefined) return;
  const pods = podsOf(context, budget);
  if (pods.length === 0)
    await tell(context, budget, { reason: 'NoPods', message: 'No matching pods found', component: COMPONENT });
  const count = await wanted(context, budget, pods);
  if (typeof count === 'string') return failSafe(context, budget, count);
  const { expected, desired, unmanaged } = count;
  if (unmanaged) await tellUnmanaged(context, budget);
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

/** While it is not known how many pods there are to be, none may go. */
async function failSafe(context: WorkloadContext, budget: KubeObject, problem: string): Promise<void> {
  const message = `Failed to calculate the number of expected pods: ${problem}`;
  const reason = 'CalculateExpectedPodCountFailed';
  await tell(context, budget, { reason, message, component: COMPONENT, type: 'Warning' });
  const condition = conditionOf(context, budget, {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'SyncFailed',
    message: problem,
  });
  const generation = fieldOf(budget, 'status', 'observedGeneration');
  const seen = typeof generation === 'number' ? { observedGeneration: generation } : {};
  await writeStatus(context, budget, { disruptionsAllowed: 0, conditions: [{ ...condition, ...seen }] });
}

async function tellUnmanaged(context: WorkloadContext, budget: KubeObject): Promise<void> {
  const selector = selectorText(fieldOf(budget, 'spec', 'selector'));
  const message = `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
  await tell(context, budget, { reason: 'UnmanagedPods', message, component: COMPONENT, type: 'Warning' });
}

interface Wanted {
  readonly expected: number;
  readonly desired: number;
  /** Whether there are pods that nothing controls. */
  readonly unmanaged: boolean;
}

/** @returns why it cannot be told, when it is a text. */
async function wanted(
  context: WorkloadContext,
  budget: KubeObject,
  pods: readonly KubeObject[],
): Promise<Wanted | string> {
  const minAvailable = fieldOf(budget, 'spec', 'minAvailable');
  const maxUnavailable = fieldOf(budget, 'spec', 'maxUnavailable');
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expected: pods.length, desired: minAvailable, unmanaged: false };
  if (maxUnavailable === undefined && minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: false };
  const expected = await scaleOf(context, pods);
  if (typeof expected === 'string') return expected;
  const desired =
    maxUnavailable === undefined
      ? amountOf(minAvailable, expected)
      : Math.max(0, expected - amountOf(maxUnavailable, expected));
  return { expected, desired, unmanaged: pods.some((pod) => controllerOf(pod) === undefined) };
}

/** A share is rounded up. */
function amountOf(value: unknown, expected: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(String(value), 10) / 100) * expected);
}

function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
}

/** How many pods the controllers of these pods ask for together, or why that cannot be told. */
async function scaleOf(context: WorkloadContext, pods: readonly KubeObject[]): Promise<number | string> {
  const known = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined || known.has(owner.uid)) continue;
    const scale = await scaleOfOwner(context, owner, pod);
    if (typeof scale === 'string') return scale;
    known.set(owner.uid, 0);
    known.set(scale.uid, scale.replicas);
  }
  return [...known.values()].reduce((sum, count) => sum + count, 0);
}

interface OwnerScale {
  readonly uid: string;
  readonly replicas: number;
}

/** A Deployment speaks for its ReplicaSets. */
async function scaleOfOwner(
  context: WorkloadContext,
  owner: OwnerReference,
  pod: KubeObject,
): Promise<OwnerScale | string> {
  const { namespace = '', name = '' } = pod.metadata;
  const object = context.feed(owner.kind).objects.get(`${namespace}/${owner.name}`);
  const above = object === undefined ? undefined : controllerOf(object);
  if (owner.kind === 'ReplicaSet' && above?.kind === 'Deployment') return scaleOfOwner(context, above, pod);
  if (object !== undefined && SCALED.includes(owner.kind))
    return { uid: owner.uid, replicas: Number(fieldOf(object, 'spec', 'replicas') ?? 1) };
  const resource = await context.client.resourceFor(owner, context.signal);
  const none = `found no controllers for pod ${JSON.stringify(name)}`;
  if (resource === undefined) return none;
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0] ?? ''}` : '';
  if (!resource.subresources.includes('scale'))
    return `${resource.plural}${group} does not implement the scale subresource`;
  const key = { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name };
  const scale = await context.client.find(key, { subresource: 'scale' }, context.signal);
  return scale === undefined ? none : { uid: owner.uid, replicas: Number(fieldOf(scale, 'spec', 'replicas') ?? 0) };
}

const SCALED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];
