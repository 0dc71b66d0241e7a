import type { KubeObject } from '@gotk/objects';
import { current, inProgress, type ObjectStatus } from '../object-status.js';
import { intField, textField } from '../read-fields.js';

const NO_PARTITION = -1;

/** A StatefulSet: all replicas are ready and of the current revision, or as many updated as its partition asks. */
export function readStatefulSet(object: KubeObject): ObjectStatus {
  if (textField(object, ['spec', 'updateStrategy', 'type'], '') === 'OnDelete') {
    return current('StatefulSet is using the ondelete update strategy');
  }
  return checkReplicas(object) ?? checkRollout(object);
}

function checkReplicas(object: KubeObject): ObjectStatus | undefined {
  const wanted = intField(object, ['spec', 'replicas'], 1);
  const replicas = intField(object, ['status', 'replicas'], 0);
  const ready = intField(object, ['status', 'readyReplicas'], 0);
  if (wanted > replicas) return inProgress('LessReplicas', `Replicas: ${replicas}/${wanted}`);
  if (wanted > ready) return inProgress('LessReady', `Ready: ${ready}/${wanted}`);
  if (replicas > wanted) return inProgress('ExtraPods', `Pending termination: ${replicas - wanted}`);
  return undefined;
}

function checkRollout(object: KubeObject): ObjectStatus {
  const wanted = intField(object, ['spec', 'replicas'], 1);
  const updated = intField(object, ['status', 'updatedReplicas'], 0);
  const partition = intField(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition'], NO_PARTITION);
  if (partition !== NO_PARTITION) {
    const share = wanted - partition;
    if (updated < share) return inProgress('PartitionRollout', `updated: ${updated}/${share}`);
    return current(`Partition rollout complete. updated: ${updated}`);
  }
  const ofCurrent = intField(object, ['status', 'currentReplicas'], 0);
  if (wanted > ofCurrent) return inProgress('LessCurrent', `current: ${ofCurrent}/${wanted}`);
  const currentRevision = textField(object, ['status', 'currentRevision'], '');
  if (currentRevision !== textField(object, ['status', 'updateRevision'], '')) {
    return inProgress('RevisionMismatch', 'Waiting for updated revision to match current');
  }
  return current(`All replicas scheduled as expected. Replicas: ${intField(object, ['status', 'replicas'], 0)}`);
}
