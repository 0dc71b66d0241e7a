import type { KubeObject } from '@gotk/objects';
import { current, failed, inProgress, type ObjectStatus } from '../object-status.js';
import { type Condition, intField } from '../read-fields.js';

const NO_DEADLINE = 2 ** 31 - 1;

/** A Deployment: all replicas are updated, available and ready, and it says so. */
export function readDeployment(object: KubeObject, conditions: readonly Condition[]): ObjectStatus {
  const exceeded = conditions.find(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (exceeded !== undefined) return failed(exceeded.reason, 'Progress deadline exceeded', exceeded.message);
  return checkReplicas(object) ?? checkConditions(object, conditions);
}

function checkReplicas(object: KubeObject): ObjectStatus | undefined {
  const wanted = intField(object, ['spec', 'replicas'], 1);
  const replicas = intField(object, ['status', 'replicas'], 0);
  const updated = intField(object, ['status', 'updatedReplicas'], 0);
  const available = intField(object, ['status', 'availableReplicas'], 0);
  const ready = intField(object, ['status', 'readyReplicas'], 0);
  if (wanted > replicas) return inProgress('LessReplicas', `Replicas: ${replicas}/${wanted}`);
  if (wanted > updated) return inProgress('LessUpdated', `Updated: ${updated}/${wanted}`);
  if (replicas > wanted) return inProgress('ExtraPods', `Pending termination: ${replicas - wanted}`);
  if (updated > available) return inProgress('LessAvailable', `Available: ${available}/${updated}`);
  if (wanted > ready) return inProgress('LessReady', `Ready: ${ready}/${wanted}`);
  return undefined;
}

function checkConditions(object: KubeObject, conditions: readonly Condition[]): ObjectStatus {
  const progressed = conditions.some(
    ({ type, status, reason }) => type === 'Progressing' && status === 'True' && reason === 'NewReplicaSetAvailable',
  );
  // Without a deadline the controller does not report progress.
  const hasDeadline = intField(object, ['spec', 'progressDeadlineSeconds'], NO_DEADLINE) !== NO_DEADLINE;
  if (hasDeadline && !progressed) return inProgress('ReplicaSetNotAvailable', 'ReplicaSet not Available');
  const available = conditions.some(({ type, status }) => type === 'Available' && status === 'True');
  if (!available) return inProgress('DeploymentNotAvailable', 'Deployment not Available');
  return current(`Deployment is available. Replicas: ${intField(object, ['status', 'replicas'], 0)}`);
}
