import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { claimPods } from './claim-pods.js';
import { createPods } from './create-pods.js';
import { tell } from './events/tell.js';
import { isPodAvailable, isPodReady, isPodScheduled, podFromTemplate, templateOf } from './pod-template.js';
import {
  conditionOf,
  conditionsOf,
  controlledBy,
  controllerReference,
  deleteObject,
  ending,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const COMPONENTS: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicaset-controller',
  ReplicationController: 'replication-controller',
};

/** Keeps as many pods as a ReplicaSet, or a ReplicationController, asks for. */
export async function reconcileReplicaSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const wanted = Number(fieldOf(set, 'spec', 'replicas') ?? 1);
  await claimPods(context, set);
  const component = COMPONENTS[set.kind] ?? '';
  const pods = controlledBy(context, 'Pod', set).filter(isActive);
  const { problem, error } = await createPods(context, set, {
    count: Math.max(0, wanted - pods.length),
    allowed: context.budget.maxPods - pods.length,
    make: () => replica(set),
    component,
  });
  const surplus = [...pods].sort(byDispensability).slice(0, Math.max(0, pods.length - wanted));
  for (const pod of surplus) {
    await deleteObject(context, pod);
    const message = `Deleted pod: ${pod.metadata.name ?? ''}`;
    await tell(context, set, { reason: 'SuccessfulDelete', message, component });
  }
  const kept = controlledBy(context, 'Pod', set).filter((pod) => isActive(pod) && !surplus.includes(pod));
  const ready = kept.filter(isPodReady).length;
  const available = kept.filter((pod) => isPodAvailable(context, set, pod)).length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: kept.length,
    fullyLabeledReplicas: kept.length === 0 ? null : kept.length,
    readyReplicas: ready === 0 ? null : ready,
    availableReplicas: available === 0 ? null : available,
    ...(set.kind === 'ReplicaSet' ? { terminatingReplicas: ending(context, 'Pod', set).length } : {}),
    conditions: failureConditions(context, set, problem),
  });
  // What was refused is tried again.
  if (error !== undefined) throw error;
}

/** The first problem stays until there is none. */
function failureConditions(
  context: WorkloadContext,
  set: KubeObject,
  problem: string | undefined,
): readonly JsonObject[] | null {
  const others = conditionsOf(set).filter(({ type }) => type !== 'ReplicaFailure');
  const present = conditionsOf(set).find(({ type }) => type === 'ReplicaFailure');
  const type = 'ReplicaFailure';
  const failure =
    problem === undefined
      ? []
      : [present ?? conditionOf(context, set, { type, status: 'True', reason: 'FailedCreate', message: problem })];
  const all = [...others, ...failure];
  return all.length === 0 ? null : all;
}

function isActive(pod: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** Pods that do not run yet go first, then those that are not ready, the cheapest, and the youngest. */
export function byDispensability(a: KubeObject, b: KubeObject): number {
  const rank = (pod: KubeObject): number => (isPodScheduled(pod) ? (isPodReady(pod) ? 2 : 1) : 0);
  const ageOf = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');
  const costOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[DELETION_COST] ?? 0) || 0;
  return (
    rank(a) - rank(b) ||
    costOf(a) - costOf(b) ||
    ageOf(b) - ageOf(a) ||
    ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)
  );
}

function replica(set: KubeObject): KubeObject {
  const { name = '', namespace } = set.metadata;
  return podFromTemplate(templateOf(set), {
    generateName: `${name}-`,
    namespace,
    ownerReferences: [controllerReference(set)],
  });
}
