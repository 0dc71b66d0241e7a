import type { ObjectHealth } from '@gotk/apply';
import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import { fieldOf, type KubeObject } from '@gotk/objects';

type Check = (object: KubeObject) => boolean;

/** What Helm 3 calls ready, by kind; every other kind is ready once it is there. */
const CHECKS: Readonly<Record<string, Check>> = {
  'v1/Pod': (pod) => hasConditionStatus(parseConditions(pod), { type: 'Ready', status: 'True' }),
  'v1/PersistentVolumeClaim': (claim) => fieldOf(claim, 'status', 'phase') === 'Bound',
  'v1/Service': isServiceReady,
  'v1/ReplicationController': isObserved,
  'apps/v1/ReplicaSet': isObserved,
  'apps/v1/Deployment': isDeploymentReady,
  'apps/v1/DaemonSet': isDaemonSetReady,
  'apps/v1/StatefulSet': isStatefulSetReady,
  'apiextensions.k8s.io/v1/CustomResourceDefinition': isCrdReady,
};

/** How ready an object is by the rules of Helm 3. Jobs count only when they are waited for. */
export function legacyHealth(object: KubeObject, jobs: boolean): ObjectHealth {
  const kind = `${object.apiVersion}/${object.kind}`;
  if (kind === 'batch/v1/Job') return jobs ? jobHealth(object) : { status: 'Current' };
  const isReady = Object.hasOwn(CHECKS, kind) ? CHECKS[kind] : undefined;
  return { status: isReady?.(object) === false ? 'InProgress' : 'Current' };
}

function jobHealth(job: KubeObject): ObjectHealth {
  const completions = fieldOf(job, 'spec', 'completions');
  if (numberAt(job, 'status', 'failed') > numberAt(job, 'spec', 'backoffLimit')) return { status: 'Failed' };
  const isDone = typeof completions !== 'number' || numberAt(job, 'status', 'succeeded') >= completions;
  return { status: isDone ? 'Current' : 'InProgress' };
}

function isServiceReady(service: KubeObject): boolean {
  const type = fieldOf(service, 'spec', 'type');
  if (type === 'ExternalName') return true;
  if ((fieldOf(service, 'spec', 'clusterIP') ?? '') === '') return false;
  if (type !== 'LoadBalancer') return true;
  const externalIps = fieldOf(service, 'spec', 'externalIPs');
  if (Array.isArray(externalIps) && externalIps.length > 0) return true;
  return Array.isArray(fieldOf(service, 'status', 'loadBalancer', 'ingress'));
}

function isDeploymentReady(deployment: KubeObject): boolean {
  if (!isObserved(deployment)) return false;
  const replicas = numberAt(deployment, 'spec', 'replicas');
  const isRolling = fieldOf(deployment, 'spec', 'strategy', 'type') === 'RollingUpdate';
  const allowed = fieldOf(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
  const unavailable = isRolling && replicas > 0 ? scaled(allowed, replicas, Math.floor) : 0;
  const isUpdated = numberAt(deployment, 'status', 'updatedReplicas') >= replicas;
  return isUpdated && numberAt(deployment, 'status', 'readyReplicas') >= replicas - Math.min(unavailable, replicas);
}

function isDaemonSetReady(daemonSet: KubeObject): boolean {
  if (!isObserved(daemonSet)) return false;
  if (fieldOf(daemonSet, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') return true;
  const desired = numberAt(daemonSet, 'status', 'desiredNumberScheduled');
  if (numberAt(daemonSet, 'status', 'updatedNumberScheduled') !== desired) return false;
  const allowed = fieldOf(daemonSet, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
  return numberAt(daemonSet, 'status', 'numberReady') >= desired - scaled(allowed, desired, Math.ceil);
}

function isStatefulSetReady(statefulSet: KubeObject): boolean {
  if (!isObserved(statefulSet)) return false;
  if (fieldOf(statefulSet, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') return true;
  const partition = numberAt(statefulSet, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  const replicas = numberAt(statefulSet, 'spec', 'replicas');
  if (numberAt(statefulSet, 'status', 'updatedReplicas') < replicas - partition) return false;
  if (numberAt(statefulSet, 'status', 'readyReplicas') !== replicas) return false;
  const { currentRevision, updateRevision } = (fieldOf(statefulSet, 'status') ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return partition !== 0 || currentRevision === updateRevision;
}

function isCrdReady(crd: KubeObject): boolean {
  const conditions = parseConditions(crd);
  return (
    hasConditionStatus(conditions, { type: 'Established', status: 'True' }) ||
    // A conflict of names is not for a wait to find out.
    hasConditionStatus(conditions, { type: 'NamesAccepted', status: 'False' })
  );
}

function isObserved(object: KubeObject): boolean {
  return fieldOf(object, 'status', 'observedGeneration') === object.metadata.generation;
}

function numberAt(object: KubeObject, ...path: readonly string[]): number {
  const value = fieldOf(object, ...path);
  return typeof value === 'number' ? value : 0;
}

/** A number, or a share of `total`. */
function scaled(value: unknown, total: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value;
  const share = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return share === undefined ? 0 : round((Number(share) * total) / 100);
}
