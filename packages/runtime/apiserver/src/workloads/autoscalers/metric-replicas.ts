import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseQuantity, type Quantity, renderQuantity } from '@gotk/quantity';
import { isPodReady } from '../pod-template.js';
import { selectorText } from '../selector-text.js';
import { type MetricSource, type MetricValue, milliOf } from './metric-values.js';

/** What an autoscaler looks at. */
export interface Observed {
  readonly namespace: string;
  /** The pods that its target's scale selects. */
  readonly pods: readonly KubeObject[];
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly source: MetricSource;
  /** How far a metric may be off before anything is done, as shares of 1. */
  readonly tolerance: { readonly up: number; readonly down: number };
}

/** How many replicas a metric asks for, or why that cannot be told. */
export type MetricResult =
  | { readonly kind: 'replicas'; readonly replicas: number; readonly name: string; readonly status: JsonObject }
  | {
      readonly kind: 'problem';
      readonly reason: string;
      readonly problem: string;
      /** With what the whole error adds to the problem. */
      readonly error: string;
    };

/** What is refused with in the words of Kubernetes. */
class MetricProblem extends Error {}

/** Asks one metric of `spec.metrics` how many replicas there are to be. */
export function metricReplicas(metric: JsonObject, observed: Observed): MetricResult {
  const type = String(metric['type']);
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const spec = isJsonObject(metric[field]) ? metric[field] : {};
  try {
    const { replicas, name, status } = MEASURES[type]?.(spec, observed) ?? unknownType(type);
    return { kind: 'replicas', replicas, name, status: { type, [field]: status } };
  } catch (error) {
    if (!(error instanceof MetricProblem)) throw error;
    return {
      kind: 'problem',
      reason: `FailedGet${type}Metric`,
      problem: error.message,
      error: wrapped(type, spec, error),
    };
  }
}

interface Measured {
  readonly replicas: number;
  readonly name: string;
  readonly status: JsonObject;
}

type Measure = (spec: JsonObject, observed: Observed) => Measured;

const MEASURES: Readonly<Record<string, Measure>> = {
  Resource: (spec, observed) => withStatus(resource(spec, observed), { name: spec['name'] ?? '' }),
  ContainerResource: (spec, observed) =>
    withStatus(resource(spec, observed), { name: spec['name'] ?? '', container: spec['container'] ?? '' }),
  Pods: podsMetric,
  Object: objectMetric,
  External: externalMetric,
};

function unknownType(type: string): never {
  throw new MetricProblem(`unknown metric source type ${JSON.stringify(type)}`);
}

interface MeasuredResource {
  readonly replicas: number;
  readonly name: string;
  readonly current: JsonObject;
}

function withStatus({ replicas, name, current }: MeasuredResource, what: JsonObject): Measured {
  return { replicas, name, status: { ...what, current } };
}

function wrapped(type: string, spec: JsonObject, { message }: MetricProblem): string {
  const metric = String(fieldOf(spec, 'metric', 'name') ?? '');
  const average = fieldOf(spec, 'target', 'averageValue') !== undefined;
  const of: Readonly<Record<string, string>> = {
    Resource: `failed to get ${String(spec['name'])} resource metric value: `,
    ContainerResource: `failed to get ${String(spec['container'])} container metric value: `,
    Pods: 'failed to get pods metric value: ',
    Object: `failed to get object metric value: ${average ? `failed to get ${metric} object metric: ` : ''}`,
    External: `failed to get ${metric} external metric value: failed to get ${
      average ? `${metric} external metric` : `external metric ${metric}`
    }: `,
  };
  return `${of[type] ?? ''}${message}`;
}

function resource(spec: JsonObject, observed: Observed): MeasuredResource {
  const name = String(spec['name']);
  const target = milliOf(fieldOf(spec, 'target', 'averageValue'));
  const percent = Number(fieldOf(spec, 'target', 'averageUtilization') ?? 0);
  const container = typeof spec['container'] === 'string' ? spec['container'] : undefined;
  const what = target === undefined ? 'utilization' : 'usage';
  const missing = `unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`;
  const steady: MetricValue =
    target === undefined ? { kind: 'share', percent } : { kind: 'amount', milli: target, isTotal: false };
  return prefixed(`failed to get ${name} ${what}: `, () => {
    const value =
      simulatedValue(observed, name, steady) ?? refuse(`unable to get metrics for resource ${name}: ${missing}`);
    const measured = measuredPods(observed, name === 'cpu');
    const usage = usageOf(value, measured, (pod) => requestOf(pod, name, container));
    const format = name === 'memory' ? 'BinarySI' : 'DecimalSI';
    if (target !== undefined) {
      const replicas = replicasFor(observed, measured, (count) => usage.total / count / target);
      return { replicas, name: `${name} resource`, current: { averageValue: quantity(usage.average, format) } };
    }
    const requests = measured.ready.map((pod) => requestOf(pod, name, container));
    const each = (requests[0] ?? 0) || refuse('no metrics returned matched known pods');
    const utilization = (count: number): number => Math.floor((usage.total * 100) / (each * count));
    const kind = container === undefined ? 'resource' : 'container resource';
    return {
      replicas: replicasFor(observed, measured, (count) => utilization(count) / percent),
      name: `${name} ${kind} utilization (percentage of request)`,
      current: {
        averageUtilization: utilization(measured.ready.length),
        averageValue: quantity(usage.average, format),
      },
    };
  });
}

function podsMetric(spec: JsonObject, observed: Observed): Measured {
  const name = String(fieldOf(spec, 'metric', 'name'));
  const target = milliOf(fieldOf(spec, 'target', 'averageValue')) ?? 0;
  const steady: MetricValue = { kind: 'amount', milli: target, isTotal: false };
  const value = simulatedValue(observed, name, steady) ?? refuse(`unable to get metric ${name}: ${NO_CUSTOM_METRICS}`);
  const measured = measuredPods(observed, false);
  const usage = usageOf(value, measured, () => 0);
  return {
    replicas: replicasFor(observed, measured, (count) => usage.total / count / target),
    name: `pods metric ${name}`,
    status: { metric: fieldOf(spec, 'metric') as JsonObject, current: { averageValue: quantity(usage.average) } },
  };
}

const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

function objectMetric(spec: JsonObject, observed: Observed): Measured {
  const name = String(fieldOf(spec, 'metric', 'name'));
  const kind = String(fieldOf(spec, 'describedObject', 'kind'));
  const of = `${kind} on ${observed.namespace} ${String(fieldOf(spec, 'describedObject', 'name'))}`;
  const missing = `unable to get metric ${name}: ${of}/${NO_CUSTOM_METRICS}`;
  const { replicas, current, isAverage } = wholeMetric(spec, observed, missing);
  const text = isAverage
    ? `external metric ${name}(${selectorText(fieldOf(spec, 'metric', 'selector'))})`
    : `${kind} metric ${name}`;
  const { metric, describedObject } = spec;
  return { replicas, name: text, status: { metric: metric ?? {}, current, describedObject: describedObject ?? {} } };
}

function externalMetric(spec: JsonObject, observed: Observed): Measured {
  const name = String(fieldOf(spec, 'metric', 'name'));
  const missing = `unable to get external metric ${observed.namespace}/${name}/${selectorText(fieldOf(spec, 'metric', 'selector'))}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
  const { replicas, current } = wholeMetric(spec, observed, missing);
  const text = `external metric ${name}(${selectorText(fieldOf(spec, 'metric', 'selector'))})`;
  return { replicas, name: text, status: { metric: spec['metric'] ?? {}, current } };
}

interface WholeMetric {
  readonly replicas: number;
  readonly current: JsonObject;
  readonly isAverage: boolean;
}

/** A metric that is not of the pods: its target is for all of them, or for each. */
function wholeMetric(spec: JsonObject, observed: Observed, missing: string): WholeMetric {
  const { specReplicas, statusReplicas, pods } = observed;
  const name = String(fieldOf(spec, 'metric', 'name'));
  const average = milliOf(fieldOf(spec, 'target', 'averageValue'));
  const target = average ?? milliOf(fieldOf(spec, 'target', 'value')) ?? 0;
  const steady = average === undefined ? target : target * statusReplicas;
  const value = simulatedValue(observed, name, { kind: 'amount', milli: steady, isTotal: true });
  if (value?.kind !== 'amount') throw new MetricProblem(missing);
  const usage = value.milli;
  if (average !== undefined) {
    const isFine = isWithin(observed, usage / (target * statusReplicas));
    const replicas = isFine ? statusReplicas : Math.ceil(usage / target);
    const each = Math.ceil(usage / Math.max(1, statusReplicas));
    return { replicas, current: { averageValue: quantity(each) }, isAverage: true };
  }
  const ratio = usage / target;
  const current = { value: quantity(usage) };
  if (specReplicas === 0) return { replicas: Math.ceil(ratio), current, isAverage: false };
  if (isWithin(observed, ratio)) return { replicas: specReplicas, current, isAverage: false };
  if (pods.length === 0) refuse(`unable to calculate ready pods: ${NO_PODS}`);
  const ready = pods.filter((pod) => fieldOf(pod, 'status', 'phase') === 'Running' && isPodReady(pod)).length;
  return { replicas: Math.ceil(ratio * ready), current, isAverage: false };
}

const NO_PODS = 'no pods returned by selector while calculating replica count';

function simulatedValue({ source }: Observed, name: string, steady: MetricValue): MetricValue | undefined {
  if (source.kind === 'steady') return steady;
  return source.kind === 'none' ? undefined : source.values.get(name);
}

interface MeasuredPods {
  readonly ready: readonly KubeObject[];
  /** Pods that are on their way: when more are needed, they count as idle. */
  readonly unready: readonly KubeObject[];
}

function measuredPods({ pods }: Observed, isCpu: boolean): MeasuredPods {
  if (pods.length === 0) refuse(NO_PODS);
  const alive = pods.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && fieldOf(pod, 'status', 'phase') !== 'Failed',
  );
  const isUnready = (pod: KubeObject): boolean =>
    (fieldOf(pod, 'status', 'phase') ?? 'Pending') === 'Pending' || (isCpu && !isPodReady(pod));
  const ready = alive.filter((pod) => !isUnready(pod));
  if (ready.length === 0) refuse('did not receive metrics for targeted pods (pods might be unready)');
  return { ready, unready: alive.filter(isUnready) };
}

/** What the ready pods use together, and each on average. */
function usageOf(
  value: MetricValue,
  { ready }: MeasuredPods,
  requested: (pod: KubeObject) => number,
): { readonly total: number; readonly average: number } {
  const count = ready.length;
  const total =
    value.kind === 'share'
      ? ready.reduce((sum, pod) => sum + Math.floor((requested(pod) * value.percent) / 100), 0)
      : value.isTotal
        ? value.milli
        : value.milli * count;
  return { total, average: Math.floor(total / count) };
}

/** @param ratio what is used in relation to the target, when so many pods share it. */
function replicasFor(observed: Observed, { ready, unready }: MeasuredPods, ratio: (count: number) => number): number {
  const now = ratio(ready.length);
  if (unready.length === 0 || now <= 1)
    return isWithin(observed, now) ? observed.specReplicas : Math.ceil(now * ready.length);
  const count = ready.length + unready.length;
  const then = ratio(count);
  const replicas = Math.ceil(then * count);
  return isWithin(observed, then) || then < 1 || replicas < observed.specReplicas ? observed.specReplicas : replicas;
}

function isWithin({ tolerance }: Observed, ratio: number): boolean {
  return ratio >= 1 - tolerance.down && ratio <= 1 + tolerance.up;
}

/** What a pod's containers, or one of them, request, in thousandths. */
function requestOf(pod: KubeObject, name: string, container: string | undefined): number {
  const podName = pod.metadata.name ?? '';
  const own = container === undefined ? fieldOf(pod, 'spec', 'resources', 'requests') : undefined;
  if (isJsonObject(own)) return milliOf(own[name]) ?? refuse(`missing pod-level request for ${name} in Pod ${podName}`);
  const list = (field: string): readonly JsonObject[] => {
    const containers = fieldOf(pod, 'spec', field);
    return (Array.isArray(containers) ? containers : []).filter(isJsonObject);
  };
  const sidecars = list('initContainers').filter(({ restartPolicy }) => restartPolicy === 'Always');
  const asked = [...list('containers'), ...sidecars].filter(
    (each) => container === undefined || each['name'] === container,
  );
  if (asked.length === 0 && container !== undefined) refuse(`container ${container} not found in Pod ${podName}`);
  return asked.reduce((sum, each) => {
    const milli = milliOf(fieldOf(each, 'resources', 'requests', name));
    return (
      sum + (milli ?? refuse(`missing request for ${name} in container ${String(each['name'])} of Pod ${podName}`))
    );
  }, 0);
}

function quantity(milli: number, format: Quantity['format'] = 'DecimalSI'): string {
  const { text: _text, ...parsed } = parseQuantity(`${Math.trunc(milli)}m`);
  return renderQuantity({ ...parsed, format });
}

function refuse(problem: string): never {
  throw new MetricProblem(problem);
}

function prefixed<T>(prefix: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MetricProblem) throw new MetricProblem(`${prefix}${error.message}`);
    throw error;
  }
}
