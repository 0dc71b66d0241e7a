import { durationFromMs, renderHumanDuration } from '@gotk/duration';
import type { JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { age, containers, count, labels, list, or, type RowCells, selector, since, text } from './cell-texts.js';
import { metricTexts } from './metric-texts.js';

/** Rows of the apps, batch, autoscaling and policy groups. */
export const workloadCells: Readonly<Record<string, RowCells>> = {
  'apps/deployments': (object, nowMs) => [
    ...named(object),
    `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
    count(object, 'status', 'updatedReplicas'),
    count(object, 'status', 'availableReplicas'),
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
    selector(object, 'spec', 'selector'),
  ],
  'apps/replicasets': (object, nowMs) => [
    ...named(object),
    count(object, 'spec', 'replicas'),
    count(object, 'status', 'replicas'),
    count(object, 'status', 'readyReplicas'),
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
    selector(object, 'spec', 'selector'),
  ],
  '/replicationcontrollers': (object, nowMs) => [
    ...named(object),
    count(object, 'spec', 'replicas'),
    count(object, 'status', 'replicas'),
    count(object, 'status', 'readyReplicas'),
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
    labels(fieldOf(object, 'spec', 'selector')),
  ],
  'apps/statefulsets': (object, nowMs) => [
    ...named(object),
    `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
  ],
  'apps/daemonsets': (object, nowMs) => [
    ...named(object),
    count(object, 'status', 'desiredNumberScheduled'),
    count(object, 'status', 'currentNumberScheduled'),
    count(object, 'status', 'numberReady'),
    count(object, 'status', 'updatedNumberScheduled'),
    count(object, 'status', 'numberAvailable'),
    labels(fieldOf(object, 'spec', 'template', 'spec', 'nodeSelector')),
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
    selector(object, 'spec', 'selector'),
  ],
  'apps/controllerrevisions': (object, nowMs) => [
    ...named(object),
    controllerOf(object),
    count(object, 'revision'),
    age(object, nowMs),
  ],
  '/podtemplates': (object) => [
    ...named(object),
    ...containers(object, 'template', 'spec'),
    labels(fieldOf(object, 'template', 'metadata', 'labels')),
  ],
  'batch/jobs': (object, nowMs) => [
    ...named(object),
    jobStatus(object),
    completions(object),
    jobDuration(object, nowMs),
    age(object, nowMs),
    ...containers(object, 'spec', 'template', 'spec'),
    selector(object, 'spec', 'selector'),
  ],
  'batch/cronjobs': (object, nowMs) => {
    const last = text(object, 'status', 'lastScheduleTime');
    return [
      ...named(object),
      text(object, 'spec', 'schedule'),
      or(text(object, 'spec', 'timeZone'), '<none>'),
      fieldOf(object, 'spec', 'suspend') === true ? 'True' : 'False',
      list(object, 'status', 'active').length,
      last === '' ? '<none>' : since(last, nowMs),
      age(object, nowMs),
      ...containers(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
      selector(object, 'spec', 'jobTemplate', 'spec', 'selector'),
    ];
  },
  'autoscaling/horizontalpodautoscalers': (object, nowMs) => {
    const minimum = fieldOf(object, 'spec', 'minReplicas');
    return [
      ...named(object),
      `${text(object, 'spec', 'scaleTargetRef', 'kind')}/${text(object, 'spec', 'scaleTargetRef', 'name')}`,
      metricTexts(list(object, 'spec', 'metrics'), list(object, 'status', 'currentMetrics')),
      minimum === undefined ? '<unset>' : String(minimum),
      count(object, 'spec', 'maxReplicas'),
      count(object, 'status', 'currentReplicas'),
      age(object, nowMs),
    ];
  },
  'policy/poddisruptionbudgets': (object, nowMs) => [
    ...named(object),
    String(fieldOf(object, 'spec', 'minAvailable') ?? 'N/A'),
    String(fieldOf(object, 'spec', 'maxUnavailable') ?? 'N/A'),
    count(object, 'status', 'disruptionsAllowed'),
    age(object, nowMs),
  ],
};

function named({ metadata }: KubeObject): readonly [string] {
  return [metadata.name ?? ''];
}

function controllerOf({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const slash = owner.apiVersion.indexOf('/');
  const group = slash === -1 ? '' : `.${owner.apiVersion.slice(0, slash)}`;
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

const JOB_CONDITIONS = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

function jobStatus(job: KubeObject): string {
  const has = (type: string): boolean =>
    list(job, 'status', 'conditions').some((item) => text(item, 'type') === type && text(item, 'status') === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return JOB_CONDITIONS.find(has) ?? 'Running';
}

function completions(job: KubeObject): string {
  const succeeded = count(job, 'status', 'succeeded');
  const wanted = fieldOf(job, 'spec', 'completions');
  if (wanted !== undefined) return `${succeeded}/${String(wanted)}`;
  const parallelism = count(job, 'spec', 'parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, nowMs: number): JsonValue {
  const start = text(job, 'status', 'startTime');
  if (start === '') return '';
  const end = text(job, 'status', 'completionTime');
  return renderHumanDuration(durationFromMs((end === '' ? nowMs : Date.parse(end)) - Date.parse(start)));
}
