import { isJsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { ComputeStatusOptions } from '../compute-status.js';
import { current, failed, inProgress, type ObjectStatus } from '../object-status.js';
import { type Condition, statusError, textField } from '../read-fields.js';

/** How long a new pod may be without a node before that counts as a failure. */
const SCHEDULE_WINDOW_MS = 15_000;

/** A Pod, by its phase. */
export function readPod(
  object: KubeObject,
  conditions: readonly Condition[],
  options: ComputeStatusOptions,
): ObjectStatus {
  const phase = textField(object, ['status', 'phase'], '');
  switch (phase) {
    case 'Succeeded':
      return current('Pod has completed successfully');
    case 'Failed':
      return current('Pod has completed, but not successfully');
    case 'Running':
      return readRunning(object, conditions);
    case 'Pending':
      return readPending(object, conditions, options);
    case '':
      return inProgress('PodNotObserved', 'Pod phase not available');
    default:
      throw statusError(`unknown phase ${phase}`);
  }
}

function readRunning(object: KubeObject, conditions: readonly Condition[]): ObjectStatus {
  if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return current('Pod is Ready');
  const crashing = crashLoopingContainers(object);
  if (crashing.length > 0) {
    return failed('ContainerCrashLooping', `Containers in CrashLoop state: ${crashing.join(',')}`);
  }
  return inProgress('PodRunningNotReady', 'Pod is running but is not Ready');
}

function crashLoopingContainers(object: KubeObject): readonly string[] {
  const statuses = fieldOf(object, 'status', 'containerStatuses');
  if (!Array.isArray(statuses)) return [];
  return statuses.flatMap((status) => {
    const name = isJsonObject(status) ? status['name'] : undefined;
    const reason = fieldOf(status, 'state', 'waiting', 'reason');
    return typeof name === 'string' && reason === 'CrashLoopBackOff' ? [name] : [];
  });
}

function readPending(
  object: KubeObject,
  conditions: readonly Condition[],
  { nowMs }: ComputeStatusOptions,
): ObjectStatus {
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled?.reason !== 'Unschedulable') return inProgress('PodPending', 'Pod is in the Pending phase');
  const created = Date.parse(textField(object, ['metadata', 'creationTimestamp'], ''));
  if (nowMs - SCHEDULE_WINDOW_MS < created) return inProgress('PodNotScheduled', 'Pod has not been scheduled');
  return failed('PodUnschedulable', 'Pod could not be scheduled');
}
