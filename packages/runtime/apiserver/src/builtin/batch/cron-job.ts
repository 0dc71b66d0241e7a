import { parseDurationMs } from '@gotk/duration';
import { type FieldError, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import { invalidSelector } from '../apps/check-selector.js';
import { workloadNameWarning } from '../apps/workload-name-warning.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { checkJobSpec } from './check-job-spec.js';
import { parseCronSchedule } from './cron-schedule.js';
import type { CronJobDraft } from './job-drafts.js';

/** Names of the Jobs have a minute appended and must stay labels. */
const MAX_NAME = 52;
const POLICIES = ['Allow', 'Forbid', 'Replace'];

/** CronJobs make Jobs at the times of a schedule. */
export const cronJobKind = builtinKind<CronJobDraft>({
  strategy: {
    prepareForCreate: (cronJob) => {
      cronJob.status = {};
    },
    validate: (cronJob) => [...namespacedMeta(cronJob), ...checkSpec(cronJob.spec), ...checkName(cronJob)],
    validateUpdate: (cronJob, old) => [...changedMeta(cronJob, old), ...checkSpec(cronJob.spec, old.spec)],
    warn: ({ metadata, spec }, old) => {
      const advice =
        'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ' +
        'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';
      const zone = old !== undefined && spec.schedule.includes('TZ') ? [advice] : [];
      if (old !== undefined && metadata.generation === old.metadata.generation) return zone;
      const named = old === undefined ? workloadNameWarning(metadata) : [];
      const template = podWarnings(spec.jobTemplate.spec.template, 'spec.jobTemplate.spec.template.');
      return [...named, ...template, ...zone];
    },
  },
});

function checkName({ metadata: { name = '' } }: CronJobDraft): readonly FieldError[] {
  return name.length > MAX_NAME ? [invalidField('metadata.name', name, 'must be no more than 52 characters')] : [];
}

function checkSpec(spec: CronJobDraft['spec'], old?: CronJobDraft['spec']): readonly FieldError[] {
  const { concurrencyPolicy: policy = '' } = spec;
  const field = 'spec.concurrencyPolicy';
  return [
    ...checkSchedule(spec, old?.schedule.includes('TZ') === true),
    ...checkNonNegative(spec.startingDeadlineSeconds ?? 0, 'spec.startingDeadlineSeconds'),
    ...(old !== undefined && old.timeZone === spec.timeZone ? [] : checkTimeZone(spec.timeZone)),
    ...(policy === '' ? [requiredField(field)] : []),
    ...(policy === '' || POLICIES.includes(policy) ? [] : [notSupportedField(field, policy, POLICIES)]),
    ...checkTemplate(spec.jobTemplate.spec),
    ...checkNonNegative(spec.successfulJobsHistoryLimit ?? 0, 'spec.successfulJobsHistoryLimit'),
    ...checkNonNegative(spec.failedJobsHistoryLimit ?? 0, 'spec.failedJobsHistoryLimit'),
  ];
}

function checkSchedule({ schedule, timeZone }: CronJobDraft['spec'], mayHaveZone: boolean): readonly FieldError[] {
  const field = 'spec.schedule';
  if (schedule === '') return [requiredField(field)];
  const errors: FieldError[] = [];
  try {
    parseCronSchedule(schedule, parseDurationMs);
  } catch (error) {
    errors.push(invalidField(field, schedule, error instanceof Error ? error.message : String(error)));
  }
  const hasZone = schedule.includes('TZ');
  if (hasZone && !mayHaveZone)
    errors.push(invalidField(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  else if (hasZone && timeZone !== undefined)
    errors.push(invalidField(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'));
  return errors;
}

const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

function checkTimeZone(timeZone: string | undefined): readonly FieldError[] {
  if (timeZone === undefined) return [];
  const refuse = (detail: string): FieldError => invalidField('spec.timeZone', timeZone, detail);
  if (timeZone === '') return [refuse('timeZone must be nil or non-empty string')];
  const parts = timeZone.split('/');
  if (parts.some((part) => part === '.' || part === '..' || part.startsWith('-') || !ZONE_PART.test(part)))
    return [refuse(`unknown time zone ${timeZone}`)];
  if (timeZone.toLowerCase() === 'local')
    return [refuse('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')];
  return isKnownZone(timeZone) ? [] : [refuse(`unknown time zone ${timeZone}`)];
}

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function checkTemplate(spec: CronJobDraft['spec']['jobTemplate']['spec']): readonly FieldError[] {
  const field = 'spec.jobTemplate.spec';
  const { selector, manualSelector } = spec;
  return [
    ...checkJobSpec(spec, field),
    ...(selector === undefined
      ? []
      : [invalidSelector(`${field}.selector`, selector, '`selector` will be auto-generated')]),
    ...(manualSelector === true
      ? [notSupportedField(`${field}.manualSelector`, manualSelector, ['nil', 'false'])]
      : []),
  ];
}
