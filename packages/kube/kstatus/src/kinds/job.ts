import { fieldOf, type KubeObject } from '@gotk/objects';
import type { ComputeStatusOptions } from '../compute-status.js';
import { current, failed, inProgress, type ObjectStatus } from '../object-status.js';
import { type Condition, intField, textField } from '../read-fields.js';

/** A Job, by kstatus' rule (current once it runs) or Flux's (current once it is done or suspended). */
export function readJob(
  object: KubeObject,
  conditions: readonly Condition[],
  { jobsCurrentWhen = 'started' }: ComputeStatusOptions,
): ObjectStatus {
  const untilCompleted = jobsCurrentWhen === 'completed';
  if (untilCompleted && fieldOf(object, 'spec', 'suspend') === true) return current('Job is suspended');
  return checkFinished(object, conditions) ?? checkStarted(object, untilCompleted);
}

function checkFinished(object: KubeObject, conditions: readonly Condition[]): ObjectStatus | undefined {
  const completions = intField(object, ['spec', 'completions'], intField(object, ['spec', 'parallelism'], 1));
  for (const { type, status } of conditions) {
    if (status !== 'True') continue;
    if (type === 'Complete') {
      return current(`Job Completed. succeeded: ${intField(object, ['status', 'succeeded'], 0)}/${completions}`);
    }
    if (type === 'Failed') {
      return failed('JobFailed', `Job Failed. failed: ${intField(object, ['status', 'failed'], 0)}/${completions}`);
    }
  }
  return undefined;
}

function checkStarted(object: KubeObject, untilCompleted: boolean): ObjectStatus {
  if (textField(object, ['status', 'startTime'], '') === '') {
    const detail = untilCompleted ? `. active: 0/${intField(object, ['spec', 'parallelism'], 1)}` : '';
    return inProgress('JobNotStarted', `Job not started${detail}`);
  }
  const succeeded = intField(object, ['status', 'succeeded'], 0);
  const active = intField(object, ['status', 'active'], 0);
  const failures = intField(object, ['status', 'failed'], 0);
  const message = `Job in progress. success:${succeeded}, active: ${active}, failed: ${failures}`;
  return untilCompleted ? inProgress('JobInProgress', message) : current(message);
}
