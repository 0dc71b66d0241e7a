import type { KubeObject } from '@gotk/objects';
import { readKind } from './kinds/kind-readers.js';
import { current, failed, inProgress, type ObjectStatus } from './object-status.js';
import { type Condition, readConditions, requireIntIfPresent, requireTextIfPresent } from './read-fields.js';

export interface ComputeStatusOptions {
  /** The time now: a pod has 15 seconds from its creation until being unschedulable is a failure. */
  readonly nowMs: number;
  /**
   * When a Job is current: `started` is kstatus' own rule, as soon as it runs; `completed` is Flux's, when it is done
   * or suspended. @default 'started'
   */
  readonly jobsCurrentWhen?: 'started' | 'completed';
}

/**
 * The status of any object, as kstatus computes it: deletion, observed generation and the Reconciling and Stalled
 * conditions first, then the rules of its kind, then its Ready condition.
 *
 * @throws LocatedError `kstatus` when the object's status is not in the shape it must have.
 */
export function computeStatus(object: KubeObject, options: ComputeStatusOptions): ObjectStatus {
  const deletionTimestamp = requireTextIfPresent(object, ['metadata', 'deletionTimestamp']) ?? '';
  if (deletionTimestamp !== '') {
    return { status: 'Terminating', message: 'Resource scheduled for deletion', conditions: [] };
  }
  const pending = checkGeneration(object);
  if (pending !== undefined) return pending;
  const conditions = readConditions(object);
  return (
    checkAbnormalConditions(conditions) ??
    readKind(object, conditions, options) ??
    checkReadyCondition(conditions) ??
    current('Resource is current')
  );
}

function checkGeneration(object: KubeObject): ObjectStatus | undefined {
  const generation = requireIntIfPresent(object, ['metadata', 'generation']);
  if (generation === undefined) return undefined;
  const observed = requireIntIfPresent(object, ['status', 'observedGeneration']);
  if (observed === undefined || observed === generation) return undefined;
  const message = `${object.kind} generation is ${generation}, but latest observed generation is ${observed}`;
  return inProgress('LatestGenerationNotObserved', message);
}

function checkAbnormalConditions(conditions: readonly Condition[]): ObjectStatus | undefined {
  for (const { type, status, reason, message } of conditions) {
    if (status !== 'True') continue;
    if (type === 'Reconciling') return inProgress(reason, message);
    if (type === 'Stalled') return failed(reason, message);
  }
  return undefined;
}

function checkReadyCondition(conditions: readonly Condition[]): ObjectStatus | undefined {
  for (const { type, status, reason, message } of conditions) {
    if (type !== 'Ready') continue;
    if (status === 'True') return current('Resource is Ready');
    if (status === 'False' || status === 'Unknown') return inProgress(reason, message);
  }
  return undefined;
}
