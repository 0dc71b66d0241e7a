import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { templateHash, templateOf } from './pod-template.js';
import {
  conditionOf,
  controlledBy,
  controllerReference,
  createObject,
  patchObject,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

const HASH_LABEL = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';

/** Rolls a Deployment out: a ReplicaSet for the present template, the others scaled down once it is ready. */
export async function reconcileDeployment(context: WorkloadContext, deployment: KubeObject): Promise<void> {
  if (deployment.metadata.deletionTimestamp !== undefined) return;
  const hash = templateHash(templateOf(deployment));
  const sets = controlledBy(context, 'ReplicaSet', deployment);
  const current = sets.find(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const others = sets.filter((set) => set !== current);
  const wanted = Number(fieldOf(deployment, 'spec', 'replicas') ?? 1);
  if (current === undefined)
    await createObject(context, replicaSet(deployment, { hash, replicas: wanted, revision: nextRevision(others) }));
  else await scale(context, current, wanted);
  const ready = Number((current && fieldOf(current, 'status', 'readyReplicas')) ?? 0);
  if (current !== undefined && ready >= wanted) for (const other of others) await scale(context, other, 0);
  const revision = current?.metadata.annotations?.[REVISION] ?? nextRevision(others);
  const status = statusOf(context, deployment, { current, others, wanted });
  await writeStatus(context, deployment, status, { [REVISION]: revision });
}

function nextRevision(sets: readonly KubeObject[]): string {
  const revisions = sets.map(({ metadata }) => Number(metadata.annotations?.[REVISION] ?? 0));
  return String(Math.max(0, ...revisions) + 1);
}

async function scale(context: WorkloadContext, set: KubeObject, replicas: number): Promise<void> {
  if (fieldOf(set, 'spec', 'replicas') !== replicas) await patchObject(context, set, { spec: { replicas } });
}

function replicaSet(
  deployment: KubeObject,
  { hash, replicas, revision }: { readonly hash: string; readonly replicas: number; readonly revision: string },
): KubeObject {
  const template = templateOf(deployment);
  const selector = fieldOf(deployment, 'spec', 'selector');
  const matchLabels = fieldOf(selector, 'matchLabels');
  const labels = { ...labelsOf(template), [HASH_LABEL]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name ?? ''}-${hash}`,
      ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
      labels,
      annotations: { [REVISION]: revision, 'deployment.kubernetes.io/desired-replicas': String(replicas) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      selector: {
        ...(isJsonObject(selector) ? selector : {}),
        matchLabels: { ...(isJsonObject(matchLabels) ? matchLabels : {}), [HASH_LABEL]: hash },
      },
      template: {
        ...template,
        metadata: { ...(isJsonObject(template['metadata']) ? template['metadata'] : {}), labels },
      },
    },
  };
}

function labelsOf(template: JsonObject): Record<string, string> {
  const labels = fieldOf(template, 'metadata', 'labels');
  return isJsonObject(labels) ? (labels as Record<string, string>) : {};
}

function statusOf(
  context: WorkloadContext,
  deployment: KubeObject,
  {
    current,
    others,
    wanted,
  }: { readonly current: KubeObject | undefined; readonly others: readonly KubeObject[]; readonly wanted: number },
): JsonObject {
  const count = (set: KubeObject | undefined, field: string): number =>
    Number((set && fieldOf(set, 'status', field)) ?? 0);
  const sets = current === undefined ? others : [current, ...others];
  const total = (field: string): number => sets.reduce((sum, set) => sum + count(set, field), 0);
  const available = total('availableReplicas');
  const updated = count(current, 'replicas');
  const complete =
    current !== undefined &&
    updated === wanted &&
    count(current, 'availableReplicas') === wanted &&
    total('replicas') === wanted;
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: orNull(total('replicas')),
    updatedReplicas: orNull(updated),
    readyReplicas: orNull(total('readyReplicas')),
    availableReplicas: orNull(available),
    unavailableReplicas: orNull(Math.max(0, wanted - available)),
    conditions: [
      availableCondition(context, deployment, available >= minimum(deployment, wanted)),
      progressCondition(context, deployment, { current, complete }),
    ],
  };
}

function orNull(count: number): number | null {
  return count === 0 ? null : count;
}

/** How many replicas may not be missing during a roll-out: by default a quarter may, rounded down. */
function minimum(deployment: KubeObject, wanted: number): number {
  const allowed = fieldOf(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable') ?? '25%';
  const missing =
    typeof allowed === 'number' ? allowed : Math.floor((Number.parseInt(String(allowed), 10) / 100) * wanted);
  return Math.max(0, wanted - missing);
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

function progressCondition(
  context: WorkloadContext,
  deployment: KubeObject,
  { current, complete }: { readonly current: KubeObject | undefined; readonly complete: boolean },
): JsonObject {
  const name = current?.metadata.name ?? '';
  if (complete)
    return conditionOf(context, deployment, {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${name}" has successfully progressed.`,
    });
  if (isOverdue(context, deployment, current)) {
    return conditionOf(context, deployment, {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${name}" has timed out progressing.`,
    });
  }
  const [reason, message] =
    current === undefined
      ? ['NewReplicaSetCreated', 'Created new replica set']
      : ['ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`];
  return conditionOf(context, deployment, { type: 'Progressing', status: 'True', reason, message });
}

function isOverdue(context: WorkloadContext, deployment: KubeObject, current: KubeObject | undefined): boolean {
  if (current === undefined) return false;
  const deadlineMs = Number(fieldOf(deployment, 'spec', 'progressDeadlineSeconds') ?? 600) * 1000;
  const since = Date.parse(String(lastProgress(deployment) ?? current.metadata.creationTimestamp ?? ''));
  const leftMs = since + deadlineMs - context.now().getTime();
  if (leftMs > 0) context.wakeAfter(deployment, leftMs + 1000);
  return leftMs <= 0;
}

function lastProgress(deployment: KubeObject): unknown {
  const conditions = asJson(deployment)['status'];
  const list = isJsonObject(conditions) ? conditions['conditions'] : undefined;
  return (Array.isArray(list) ? (list as readonly JsonObject[]) : []).find(({ type }) => type === 'Progressing')?.[
    'lastUpdateTime'
  ];
}
