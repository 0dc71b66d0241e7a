import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { conditionOf, conditionsOf, countOf, timestamp, type WorkloadContext } from '../workload-context.js';
import type { DeploymentSets } from './deployment-sets.js';
import { type RolloutGoal, rolloutLimits } from './rollout-plan.js';

const MAX_WAIT_MS = 2 ** 31 - 1;

/** What a Deployment's controller reports of it. */
export function deploymentStatus(
  context: WorkloadContext,
  deployment: KubeObject,
  { sets, goal }: { readonly sets: DeploymentSets; readonly goal: RolloutGoal },
): JsonObject {
  const { current, old } = sets;
  const all = current === undefined ? old : [current, ...old];
  const total = (field: string): number => all.reduce((sum, set) => sum + countOf(set, field), 0);
  const [replicas, available, updated] = [total('replicas'), total('availableReplicas'), countOf(current, 'replicas')];
  const wanted =
    current === undefined
      ? goal.replicas
      : all.reduce((sum, set) => sum + Number(fieldOf(set, 'spec', 'replicas') ?? 1), 0);
  const isComplete =
    updated === goal.replicas && replicas === goal.replicas && available === goal.replicas && current !== undefined;
  const minAvailable = goal.replicas - rolloutLimits(goal).unavailable;
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: orNull(replicas),
    updatedReplicas: orNull(updated),
    readyReplicas: orNull(total('readyReplicas')),
    availableReplicas: orNull(available),
    unavailableReplicas: orNull(Math.max(0, wanted - available)),
    terminatingReplicas: total('terminatingReplicas'),
    conditions: [
      availableCondition(context, deployment, available >= minAvailable),
      progressCondition(context, deployment, {
        current,
        isComplete,
        hasMoved: hasMoved(deployment, { replicas, updated, available, ready: total('readyReplicas') }),
        hasOldPods: replicas !== updated,
      }),
      ...failureConditions(context, deployment, all),
    ],
  };
}

/** What keeps a set from having its pods keeps the Deployment from it. */
function failureConditions(
  context: WorkloadContext,
  deployment: KubeObject,
  sets: readonly KubeObject[],
): readonly JsonObject[] {
  const [failure] = sets.flatMap(conditionsOf).filter(({ type }) => type === 'ReplicaFailure');
  if (failure === undefined) return [];
  const { reason, message } = failure;
  const text = { reason: String(reason ?? ''), message: String(message ?? '') };
  return [conditionOf(context, deployment, { type: 'ReplicaFailure', status: 'True', ...text })];
}

function orNull(count: number): number | null {
  return count === 0 ? null : count;
}

function availableCondition(context: WorkloadContext, deployment: KubeObject, isAvailable: boolean): JsonObject {
  return conditionOf(
    context,
    deployment,
    isAvailable
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
  );
}

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
  readonly ready: number;
}

/** Whether there are more new pods, fewer old ones, or more that are ready than when it was last looked at. */
function hasMoved(deployment: KubeObject, { replicas, updated, available, ready }: Counts): boolean {
  const before = (field: string): number => countOf(deployment, field);
  return (
    updated > before('updatedReplicas') ||
    replicas - updated < before('replicas') - before('updatedReplicas') ||
    ready > before('readyReplicas') ||
    available > before('availableReplicas')
  );
}

interface Progress {
  readonly current: KubeObject | undefined;
  readonly isComplete: boolean;
  readonly hasMoved: boolean;
  readonly hasOldPods: boolean;
}

function progressCondition(context: WorkloadContext, deployment: KubeObject, progress: Progress): JsonObject {
  const { current, isComplete } = progress;
  const name = current?.metadata.name ?? '';
  const state = (status: 'True' | 'False' | 'Unknown', reason: string, message: string): JsonObject =>
    conditionOf(context, deployment, { type: 'Progressing', status, reason, message });
  if (fieldOf(deployment, 'spec', 'paused') === true)
    return state('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (isComplete) return state('True', 'NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`);
  const present = conditionsOf(deployment).find(({ type }) => type === 'Progressing');
  const isOfCurrent = present !== undefined && String(present['message'] ?? '').includes(`"${name}"`);
  // A set that was complete once is not judged again.
  if (isOfCurrent && !progress.hasOldPods && present['reason'] === 'NewReplicaSetAvailable') return present;
  if (current === undefined) return state('True', 'NewReplicaSetCreated', 'Created new replica set');
  const updated = state('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`);
  if (progress.hasMoved || !isOfCurrent) {
    wakeAtDeadline(context, deployment, deadlineMsOf(deployment));
    return { ...updated, lastUpdateTime: timestamp(context) };
  }
  if (present['reason'] === 'ProgressDeadlineExceeded') return present;
  const leftMs =
    Date.parse(String(present['lastUpdateTime'] ?? '')) + deadlineMsOf(deployment) - context.now().getTime();
  if (leftMs <= 0) return state('False', 'ProgressDeadlineExceeded', `ReplicaSet "${name}" has timed out progressing.`);
  wakeAtDeadline(context, deployment, leftMs);
  return updated;
}

function deadlineMsOf(deployment: KubeObject): number {
  return Number(fieldOf(deployment, 'spec', 'progressDeadlineSeconds') ?? 600) * 1000;
}

/** Times are in whole seconds. */
function wakeAtDeadline(context: WorkloadContext, deployment: KubeObject, leftMs: number): void {
  context.wakeAfter(deployment, Math.min(leftMs + 1000, MAX_WAIT_MS));
}
