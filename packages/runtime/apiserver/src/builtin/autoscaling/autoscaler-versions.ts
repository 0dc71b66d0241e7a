import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../../drafts/draft.js';
import { conversionTo } from '../typed-conversion.js';
import type { MetricSpecDraft, MetricStatusDraft } from './autoscaler-draft.js';
import { metricStatusFromVersion1, metricStatusToVersion1 } from './metric-status-versions.js';
import { metricFromVersion1, metricToVersion1 } from './metric-versions.js';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const CURRENT_METRICS = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;
const DEFAULT_UTILIZATION = 80;

/** From autoscaling/v2, which is stored, to v1: what v1 has no fields for goes into annotations. */
export const toVersion1 = conversionTo<KubeObject>(
  { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler' },
  (autoscaler) => {
    const { metadata, spec, status } = fieldsOf(asJson(autoscaler));
    const { metrics = [], behavior, ...rest } = spec;
    const all = metrics as readonly JsonObject[];
    const cpu = all.map(cpuUtilization).find((percent) => percent !== undefined);
    const others = all.filter((metric) => cpuUtilization(metric) === undefined);
    const { currentMetrics, conditions, ...state } = status;
    const current = (currentMetrics ?? []) as unknown as readonly MetricStatusDraft[];
    const used = current.map(cpuUse).findLast((percent) => percent !== undefined);
    const notes = {
      ...(others.length === 0
        ? {}
        : {
            [METRICS]: JSON.stringify(others.map((metric) => metricToVersion1(metric as unknown as MetricSpecDraft))),
          }),
      ...(current.length === 0 ? {} : { [CURRENT_METRICS]: JSON.stringify(current.map(metricStatusToVersion1)) }),
      ...(behavior === undefined ? {} : { [BEHAVIOR]: JSON.stringify(capitalized(behavior)) }),
      ...(isFilled(conditions) ? { [CONDITIONS]: JSON.stringify(conditions) } : {}),
    };
    return {
      metadata: withAnnotations(metadata, notes),
      spec: { ...rest, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
      status: { ...state, ...(used === undefined ? {} : { currentCPUUtilizationPercentage: used }) },
    };
  },
);

/** From autoscaling/v1 to v2: the annotations become fields again. */
export const fromVersion1 = conversionTo<DraftObject>(
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  (draft) => {
    const { metadata, spec, status } = fieldsOf(asJson(sealDraft(draft)));
    const { targetCPUUtilizationPercentage: percent, ...rest } = spec;
    const notes = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
    const others = parsed(notes[METRICS]);
    const metrics = [
      ...(Array.isArray(others) ? (others as readonly JsonObject[]).map(metricFromVersion1) : []),
      ...(percent === undefined ? [] : [cpuMetric(percent)]),
    ] as readonly JsonValue[];
    const behavior = parsed(notes[BEHAVIOR]);
    const [current, conditions] = [parsed(notes[CURRENT_METRICS]), parsed(notes[CONDITIONS])];
    const { currentCPUUtilizationPercentage: used, ...state } = status;
    return {
      metadata: withAnnotations(metadata, {}),
      spec: {
        ...rest,
        metrics: metrics.length === 0 ? [cpuMetric(DEFAULT_UTILIZATION)] : metrics,
        ...(isJsonObject(behavior) ? { behavior: withOwnPolicies(uncapitalized(behavior)) } : {}),
      },
      status: {
        ...state,
        ...(used === undefined ? {} : { currentMetrics: [cpuStatus(used)] }),
        // The annotation says more than the percentage.
        ...(Array.isArray(current)
          ? { currentMetrics: (current as readonly JsonObject[]).map(metricStatusFromVersion1) }
          : {}),
        ...(Array.isArray(conditions) ? { conditions } : {}),
      },
    };
  },
);

function fieldsOf(object: JsonObject): {
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly status: JsonObject;
} {
  const part = (name: string): JsonObject => (isJsonObject(object[name]) ? object[name] : {});
  return { metadata: part('metadata'), spec: part('spec'), status: part('status') };
}

function isFilled(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function cpuUtilization(metric: JsonObject): JsonValue | undefined {
  const resource = metric['type'] === 'Resource' && isJsonObject(metric['resource']) ? metric['resource'] : {};
  const target = isJsonObject(resource['target']) ? resource['target'] : {};
  return resource['name'] === 'cpu' ? target['averageUtilization'] : undefined;
}

function cpuUse({ type, resource }: MetricStatusDraft): number | undefined {
  return type === 'Resource' && resource?.name === 'cpu' ? resource.current.averageUtilization : undefined;
}

function cpuStatus(averageUtilization: JsonValue): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } };
}

/** The policies of a behavior in an annotation have no defaults. */
function withOwnPolicies(behavior: JsonValue): JsonObject {
  const rules = Object.entries(isJsonObject(behavior) ? behavior : {});
  return Object.fromEntries(rules.map(([name, rule]) => [name, { policies: [], ...(isJsonObject(rule) ? rule : {}) }]));
}

function cpuMetric(averageUtilization: JsonValue): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

/** The metadata with these annotations in place of those of an earlier conversion. */
function withAnnotations(metadata: JsonObject, notes: Readonly<Record<string, string>>): JsonObject {
  const { annotations, ...rest } = metadata;
  const own = Object.entries(isJsonObject(annotations) ? annotations : {}).filter(([name]) => !name.startsWith(PREFIX));
  const all = { ...Object.fromEntries(own), ...notes };
  return Object.keys(all).length === 0 ? rest : { ...rest, annotations: all };
}

function parsed(text: JsonValue | undefined): JsonValue | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing else.
  } catch {
    return undefined;
  }
}

/** The behavior in its annotation has the field names of the server's own type. */
function capitalized(value: JsonValue): JsonValue {
  return renamed(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));
}

function uncapitalized(value: JsonValue): JsonValue {
  return renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

function renamed(value: JsonValue, rename: (name: string) => string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => renamed(item, rename));
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(fields.map(([name, item]) => [rename(name), renamed(item ?? null, rename)]));
}
