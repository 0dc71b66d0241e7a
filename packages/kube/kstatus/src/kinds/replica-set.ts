import type { KubeObject } from '@gotk/objects';
import { current, inProgress, type ObjectStatus } from '../object-status.js';
import { type Condition, intField } from '../read-fields.js';

/** A ReplicaSet: all replicas are labelled, available and ready. */
export function readReplicaSet(object: KubeObject, conditions: readonly Condition[]): ObjectStatus {
  if (conditions.some(({ type, status }) => type === 'ReplicaFailure' && status === 'True')) {
    return inProgress('ReplicaFailure', 'Replica Failure condition. Check Pods');
  }
  const wanted = intField(object, ['spec', 'replicas'], 1);
  const replicas = intField(object, ['status', 'replicas'], 0);
  const labelled = intField(object, ['status', 'fullyLabeledReplicas'], 0);
  const available = intField(object, ['status', 'availableReplicas'], 0);
  const ready = intField(object, ['status', 'readyReplicas'], 0);
  if (wanted > labelled) return inProgress('LessLabelled', `Labelled: ${labelled}/${wanted}`);
  if (wanted > available) return inProgress('LessAvailable', `Available: ${available}/${wanted}`);
  if (wanted > ready) return inProgress('LessReady', `Ready: ${ready}/${wanted}`);
  if (replicas > wanted) return inProgress('ExtraPods', `Pending termination: ${replicas - wanted}`);
  return current(`ReplicaSet is available. Replicas: ${replicas}`);
}
