import type { KubeObject } from '@gotk/objects';
import { current, inProgress, type ObjectStatus } from '../object-status.js';
import { intField, requireIntIfPresent } from '../read-fields.js';

const UNKNOWN = -1;

/** A DaemonSet: its pods are updated, available and ready on every node they are wanted on. */
export function readDaemonSet(object: KubeObject): ObjectStatus {
  return checkObserved(object) ?? checkScheduled(object);
}

/** Unlike other kinds, a DaemonSet must have been seen by its controller. */
function checkObserved(object: KubeObject): ObjectStatus | undefined {
  if (requireIntIfPresent(object, ['metadata', 'generation']) === undefined) {
    return inProgress('NoGeneration', `${object.kind} metadata.generation not found`);
  }
  if (requireIntIfPresent(object, ['status', 'observedGeneration']) === undefined) {
    return inProgress('NoObservedGeneration', `${object.kind} status.observedGeneration not found`);
  }
  return undefined;
}

function checkScheduled(object: KubeObject): ObjectStatus {
  const wanted = intField(object, ['status', 'desiredNumberScheduled'], UNKNOWN);
  const scheduled = intField(object, ['status', 'currentNumberScheduled'], 0);
  const updated = intField(object, ['status', 'updatedNumberScheduled'], 0);
  const available = intField(object, ['status', 'numberAvailable'], 0);
  const ready = intField(object, ['status', 'numberReady'], 0);
  if (wanted === UNKNOWN) return inProgress('NoDesiredNumber', 'Missing .status.desiredNumberScheduled');
  if (wanted > scheduled) return inProgress('LessCurrent', `Current: ${scheduled}/${wanted}`);
  if (wanted > updated) return inProgress('LessUpdated', `Updated: ${updated}/${wanted}`);
  if (wanted > available) return inProgress('LessAvailable', `Available: ${available}/${wanted}`);
  if (wanted > ready) return inProgress('LessReady', `Ready: ${ready}/${wanted}`);
  return current(`All replicas scheduled as expected. Replicas: ${wanted}`);
}
