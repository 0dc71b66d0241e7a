import type { JsonValue } from '@gotk/json';
import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import { checkNonNegative } from '../check-numbers.js';
import { checkJobIndexes, checkUncountedPods } from './check-job-indexes.js';
import type { JobDraft } from './job-drafts.js';

type Status = JobDraft['status'];

const COUNTS = ['active', 'succeeded', 'failed', 'ready', 'terminating'];

/** What is wrong with what is reported of a Job. */
export function checkJobStatus({ status }: JobDraft): readonly FieldError[] {
  const errors = COUNTS.flatMap((name) => checkNonNegative(count(status, name), `status.${name}`));
  return [
    ...errors,
    ...checkConditions(status),
    ...checkTimes(status),
    ...checkEnd(status),
    ...(count(status, 'ready') > count(status, 'active')
      ? [invalidField('status.ready', count(status, 'ready'), 'cannot set more ready pods than active')]
      : []),
  ];
}

/** What is wrong with how the report changes: what ended stays so. */
export function checkJobStatusChange(job: JobDraft, { status: old }: JobDraft): readonly FieldError[] {
  const { status, spec } = job;
  const undone = ['Failed', 'Complete', 'FailureTarget'].filter((type) => isTrue(old, type) && !isTrue(status, type));
  const fewer = ['failed', 'succeeded'].filter((name) => count(status, name) < count(old, name));
  const started = old['startTime'] ?? null;
  const restarted = started !== null && started !== (status['startTime'] ?? null) && spec.suspend !== true;
  return [
    ...checkUncountedPods(status, old, isTrue(status, 'Complete') || isTrue(status, 'Failed')),
    ...checkJobIndexes(job, old),
    ...undone.map((type) => wrongConditions(`cannot disable the terminal ${type}=True condition`)),
    ...fewer.map((name) => invalidField(`status.${name}`, count(status, name), `cannot decrease the ${name} counter`)),
    ...(restarted
      ? [
          invalidField(
            'status.startTime',
            (status['startTime'] ?? null) as JsonValue,
            'field is immutable for unsuspended job once set',
          ),
        ]
      : []),
    ...(isTrue(old, 'SuccessCriteriaMet') && !isTrue(status, 'SuccessCriteriaMet')
      ? [wrongConditions('cannot disable the SuccessCriteriaMet=True condition')]
      : []),
  ];
}

function count(status: Status, name: string): number {
  return Number(status[name] ?? 0);
}

function isTrue({ conditions }: Status, type: string): boolean {
  const list = (conditions ?? []) as readonly { readonly type?: string; readonly status?: string }[];
  return list.some((condition) => condition.type === type && condition.status === 'True');
}

function wrongConditions(detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field: 'status.conditions', detail };
}

function checkConditions(status: Status): readonly FieldError[] {
  const has = (type: string): boolean => isTrue(status, type);
  const both = (a: string, b: string, detail: string): readonly FieldError[] =>
    has(a) && has(b) ? [wrongConditions(detail)] : [];
  const needs = (a: string, b: string, detail: string): readonly FieldError[] =>
    has(a) && !has(b) ? [wrongConditions(detail)] : [];
  return [
    ...both('Complete', 'Failed', 'cannot set Complete=True and Failed=true conditions'),
    ...both('Complete', 'FailureTarget', 'cannot set Complete=True and FailureTarget=true conditions'),
    ...needs('Failed', 'FailureTarget', 'cannot set Failed=True condition without the FailureTarget=true condition'),
    ...needs(
      'Complete',
      'SuccessCriteriaMet',
      'cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
    ),
    ...both('SuccessCriteriaMet', 'Failed', 'cannot set SuccessCriteriaMet=True and Failed=true conditions'),
    ...both(
      'SuccessCriteriaMet',
      'FailureTarget',
      'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions',
    ),
  ];
}

function checkTimes(status: Status): readonly FieldError[] {
  const completion = (status['completionTime'] ?? null) as string | null;
  const start = (status['startTime'] ?? null) as string | null;
  const isComplete = isTrue(status, 'Complete');
  const field = 'status.completionTime';
  if (completion === null)
    return isComplete ? [requiredField(field, 'completionTime is required for Complete jobs')] : [];
  if (!isComplete)
    return [invalidField(field, completion, 'cannot set completionTime when there is no Complete=True condition')];
  return start !== null && completion < start
    ? [invalidField(field, completion, 'must be equal to or after `startTime`')]
    : [];
}

function checkEnd(status: Status): readonly FieldError[] {
  if (!isTrue(status, 'Complete') && !isTrue(status, 'Failed')) return [];
  const none = (name: string): readonly FieldError[] =>
    count(status, name) > 0
      ? [invalidField(`status.${name}`, count(status, name), `${name}>0 is invalid for finished job`)]
      : [];
  const started = (status['startTime'] ?? null) !== null;
  return [
    ...none('active'),
    ...(started ? [] : [requiredField('status.startTime', 'startTime is required for finished job')]),
    ...none('terminating'),
  ];
}
