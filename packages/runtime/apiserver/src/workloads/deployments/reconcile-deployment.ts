import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { claim } from '../claim-pods.js';
import { tell } from '../events/tell.js';
import {
  countOf,
  createObject,
  deleteObject,
  patchObject,
  type WorkloadContext,
  writeStatus,
} from '../workload-context.js';
import {
  type DeploymentSets,
  newReplicaSet,
  nextRevision,
  REVISION,
  revisionHistory,
  revisionOf,
  setAnnotations,
  setsOf,
  wasScaled,
} from './deployment-sets.js';
import { deploymentStatus } from './deployment-status.js';
import { newSetReplicas, oldSetReplicas, type RolloutGoal, type RolloutSet } from './rollout-plan.js';

/** Rolls a Deployment out: pods of the present template come, as many as there is room for, while older ones go. */
export async function reconcileDeployment(context: WorkloadContext, deployment: KubeObject): Promise<void> {
  if (deployment.metadata.deletionTimestamp !== undefined) return;
  await claim(context, deployment, { kind: 'ReplicaSet' });
  const goal = goalOf(deployment);
  const sets = setsOf(context, deployment);
  const isPaused = fieldOf(deployment, 'spec', 'paused') === true;
  const wasJustScaled = await followScale(context, deployment, { sets, goal });
  if (!wasJustScaled && !isPaused) await rollOut(context, deployment, { sets, goal });
  const now = setsOf(context, deployment);
  const revision = now.current === undefined ? undefined : String(revisionOf(now.current));
  await writeStatus(
    context,
    deployment,
    deploymentStatus(context, deployment, { sets: now, goal }),
    revision === undefined ? {} : { [REVISION]: revision },
  );
  if (!isPaused) await forgetOld(context, deployment, now);
}

function goalOf(deployment: KubeObject): RolloutGoal {
  const replicas = Number(fieldOf(deployment, 'spec', 'replicas') ?? 1);
  const amount = (name: string): number | string => {
    const value = fieldOf(deployment, 'spec', 'strategy', 'rollingUpdate', name);
    return typeof value === 'number' || typeof value === 'string' ? value : '25%';
  };
  const isRecreated = fieldOf(deployment, 'spec', 'strategy', 'type') === 'Recreate';
  return {
    replicas,
    rolling: isRecreated ? undefined : { maxSurge: amount('maxSurge'), maxUnavailable: amount('maxUnavailable') },
  };
}

interface Rollout {
  readonly sets: DeploymentSets;
  readonly goal: RolloutGoal;
}

/** When only the number of replicas changed, the one set that has pods follows. @returns whether it was so. */
async function followScale(
  context: WorkloadContext,
  deployment: KubeObject,
  { sets, goal }: Rollout,
): Promise<boolean> {
  const { current, old } = sets;
  const active = [...(current === undefined ? [] : [current]), ...old].filter((set) => replicasOf(set) > 0);
  const [only] = active.length === 0 && current !== undefined ? [current] : active;
  if (only === undefined || active.length > 1 || !wasScaled(only, goal.replicas)) return false;
  await scale(context, deployment, { set: only, replicas: goal.replicas, goal });
  return true;
}

async function rollOut(context: WorkloadContext, deployment: KubeObject, { sets, goal }: Rollout): Promise<void> {
  const { current, old } = sets;
  const total = old.reduce((sum, set) => sum + replicasOf(set), replicasOf(current));
  if (goal.rolling === undefined && current === undefined && old.some((set) => countOf(set, 'replicas') > 0)) {
    // The new pods wait until the old ones are gone.
    for (const set of old) await scale(context, deployment, { set, replicas: 0, goal });
    return;
  }
  const replicas = newSetReplicas(goal, replicasOf(current), total);
  const set = current ?? (await createSet(context, deployment, { sets, goal, replicas }));
  if (current !== undefined) {
    const revision = Math.max(revisionOf(current), nextRevision(old));
    await scale(context, deployment, { set: current, replicas, goal, revision });
  }
  const state = (each: KubeObject, count: number): RolloutSet => ({
    replicas: count,
    available: countOf(each, 'availableReplicas'),
  });
  const kept = oldSetReplicas(
    goal,
    state(set, replicas),
    old.map((each) => state(each, replicasOf(each))),
  );
  for (const [index, each] of old.entries()) {
    const count = kept[index] ?? 0;
    if (count !== replicasOf(each)) await scale(context, deployment, { set: each, replicas: count, goal });
  }
}

function replicasOf(set: KubeObject | undefined): number {
  return Number((set && fieldOf(set, 'spec', 'replicas')) ?? 0);
}

async function createSet(
  context: WorkloadContext,
  deployment: KubeObject,
  { sets, goal, replicas }: Rollout & { readonly replicas: number },
): Promise<KubeObject> {
  const annotations = setAnnotations(deployment, goal, nextRevision(sets.old));
  const set = await createObject(context, newReplicaSet(deployment, { hash: sets.hash, replicas, annotations }));
  if (replicas > 0) await tellScaled(context, deployment, { set, from: 0, to: replicas });
  return set;
}

interface Scaling {
  readonly set: KubeObject;
  readonly replicas: number;
  readonly goal: RolloutGoal;
  readonly revision?: number;
}

/** Gives a set its number of pods, and the annotations that go with it. */
async function scale(
  context: WorkloadContext,
  deployment: KubeObject,
  { set, replicas, goal, revision }: Scaling,
): Promise<void> {
  const number = revision ?? revisionOf(set);
  const annotations = { ...setAnnotations(deployment, goal, number), ...revisionHistory(set, number) };
  const before = replicasOf(set);
  const isSame = Object.entries(annotations).every(([name, text]) => set.metadata.annotations?.[name] === text);
  const changes = {
    ...(before === replicas ? {} : { replicas }),
    ...(revision === undefined ? {} : changedReadiness(deployment, set)),
  };
  if (Object.keys(changes).length === 0 && isSame) return;
  const spec = Object.keys(changes).length === 0 ? {} : { spec: changes };
  await patchObject(context, set, { metadata: { annotations }, ...spec });
  if (before !== replicas) await tellScaled(context, deployment, { set, from: before, to: replicas });
}

/** The present set has its pods ready for as long as the Deployment asks for. */
function changedReadiness(deployment: KubeObject, set: KubeObject): JsonObject {
  const secondsOf = (object: KubeObject): number => Number(fieldOf(object, 'spec', 'minReadySeconds') ?? 0);
  const seconds = secondsOf(deployment);
  return seconds === secondsOf(set) ? {} : { minReadySeconds: seconds === 0 ? null : seconds };
}

async function tellScaled(
  context: WorkloadContext,
  deployment: KubeObject,
  { set, from, to }: { readonly set: KubeObject; readonly from: number; readonly to: number },
): Promise<void> {
  const way = to > from ? 'up' : 'down';
  const message = `Scaled ${way} replica set ${set.metadata.name ?? ''} from ${from} to ${to}`;
  await tell(context, deployment, { reason: 'ScalingReplicaSet', message, component: 'deployment-controller' });
}

/** Of the sets without pods only so many stay as the history is long. */
async function forgetOld(context: WorkloadContext, deployment: KubeObject, { old }: DeploymentSets): Promise<void> {
  const limit = Number(fieldOf(deployment, 'spec', 'revisionHistoryLimit') ?? 10);
  const idle = old.filter((set) => replicasOf(set) === 0 && countOf(set, 'replicas') === 0);
  for (const set of idle.slice(0, Math.max(0, old.length - limit))) await deleteObject(context, set);
}
