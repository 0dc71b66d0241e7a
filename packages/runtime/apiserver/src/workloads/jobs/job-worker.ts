import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { podFromTemplate, templateOf } from '../pod-template.js';
import { controllerReference } from '../workload-context.js';
import { COMPLETION_INDEX, failureCount, IGNORED_INDEX_FAILURES, INDEX_FAILURES, JOB_TRACKING } from './job-pods.js';
import { matchFailurePolicy } from './match-failure-policy.js';
import type { JobState } from './observe-job.js';

/** What the API leaves room for before the five characters that it adds to a generated name. */
const MAX_PREFIX = 58;

/** A new pod of a Job, for one of its completions if it is indexed. */
export function jobWorker(state: JobState, index: number | undefined): KubeObject {
  const { job } = state;
  const { name = '', namespace } = job.metadata;
  const template = templateOf(job);
  const metadata = { namespace, finalizers: [JOB_TRACKING], ownerReferences: [controllerReference(job)] };
  if (index === undefined) return podFromTemplate(template, { ...metadata, generateName: `${name}-` });
  const own = fieldOf(template, 'metadata', 'annotations');
  const mark = { [COMPLETION_INDEX]: String(index) };
  const suffix = `-${index}-`;
  const pod = podFromTemplate(template, {
    ...metadata,
    generateName: `${name.slice(0, MAX_PREFIX - suffix.length)}${suffix}`,
    labels: mark,
    annotations: { ...(isJsonObject(own) ? own : {}), ...mark, ...failureMarks(state, index) },
  });
  const spec = isJsonObject(pod['spec']) ? pod['spec'] : {};
  const told = Object.fromEntries(['initContainers', 'containers'].flatMap((list) => withIndex(spec, list)));
  return { ...pod, spec: { ...spec, ...told, hostname: `${name}-${index}` } };
}

/** How often pods for this index failed before it. */
function failureMarks({ job, lost, replaced }: JobState, index: number): Readonly<Record<string, string>> {
  if (lost === undefined) return {};
  const before = replaced.get(index);
  if (before === undefined) return { [INDEX_FAILURES]: '0' };
  const { counts } = matchFailurePolicy(job, before);
  const ignored = failureCount(before, IGNORED_INDEX_FAILURES) + (counts ? 0 : 1);
  return {
    [INDEX_FAILURES]: String(failureCount(before, INDEX_FAILURES) + (counts ? 1 : 0)),
    ...(ignored === 0 ? {} : { [IGNORED_INDEX_FAILURES]: String(ignored) }),
  };
}

/** Containers with their pod's index in the environment, unless they have a variable of this name. */
function withIndex(spec: JsonObject, list: string): readonly (readonly [string, JsonValue])[] {
  const containers = spec[list];
  if (!Array.isArray(containers)) return [];
  const fieldPath = `metadata.labels['${COMPLETION_INDEX}']`;
  const own = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath } } };
  const extended = containers.filter(isJsonObject).map((container) => {
    const env = Array.isArray(container['env']) ? (container['env'] as readonly JsonValue[]) : [];
    return env.some((each) => fieldOf(each, 'name') === own.name) ? container : { ...container, env: [...env, own] };
  });
  return [[list, extended]];
}
