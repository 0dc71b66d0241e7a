import { type KubeObject, parseApiVersion } from '@gotk/objects';
import type { ComputeStatusOptions } from '../compute-status.js';
import { current, type ObjectStatus } from '../object-status.js';
import type { Condition } from '../read-fields.js';
import { readCustomResourceDefinition } from './custom-resource-definition.js';
import { readDaemonSet } from './daemon-set.js';
import { readDeployment } from './deployment.js';
import { readJob } from './job.js';
import { readPersistentVolumeClaim } from './persistent-volume-claim.js';
import { readPod } from './pod.js';
import { readReplicaSet } from './replica-set.js';
import { readService } from './service.js';
import { readStatefulSet } from './stateful-set.js';

/** The rules of one kind. */
type KindReader = (object: KubeObject, conditions: readonly Condition[], options: ComputeStatusOptions) => ObjectStatus;

const READERS: ReadonlyMap<string, KindReader> = new Map<string, KindReader>([
  ['Service', readService],
  ['Pod', readPod],
  ['Secret', alwaysReady],
  ['ConfigMap', alwaysReady],
  ['PersistentVolumeClaim', readPersistentVolumeClaim],
  ['apps/StatefulSet', readStatefulSet],
  ['apps/DaemonSet', readDaemonSet],
  ['extensions/DaemonSet', readDaemonSet],
  ['apps/Deployment', readDeployment],
  ['extensions/Deployment', readDeployment],
  ['apps/ReplicaSet', readReplicaSet],
  ['extensions/ReplicaSet', readReplicaSet],
  ['policy/PodDisruptionBudget', () => current('AllowedDisruptions has been computed.')],
  ['batch/CronJob', alwaysReady],
  ['batch/Job', readJob],
  ['apiextensions.k8s.io/CustomResourceDefinition', readCustomResourceDefinition],
]);

function alwaysReady(): ObjectStatus {
  return current('Resource is always ready');
}

/** The status by the rules of the object's kind in its group, whatever the version; `undefined` for kinds without rules. */
export function readKind(
  object: KubeObject,
  conditions: readonly Condition[],
  options: ComputeStatusOptions,
): ObjectStatus | undefined {
  const { group } = parseApiVersion(object.apiVersion);
  return READERS.get(group === '' ? object.kind : `${group}/${object.kind}`)?.(object, conditions, options);
}
