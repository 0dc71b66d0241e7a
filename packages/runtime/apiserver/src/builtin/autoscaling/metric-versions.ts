import type { JsonObject, JsonValue } from '@gotk/json';
import type { MetricSpecDraft, MetricTargetDraft } from './autoscaler-draft.js';

/** A metric as the annotation of autoscaling/v1 has it. */
export function metricToVersion1(metric: MetricSpecDraft): JsonObject {
  const { type, object, pods, resource, containerResource, external } = metric;
  return pruned({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      targetValue: object.target.value ?? '0',
      selector: object.metric.selector,
      averageValue: object.target.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? '0',
      selector: pods.metric.selector,
    },
    resource: resource && { name: resource.name, ...resourceTarget(resource.target) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...resourceTarget(containerResource.target),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      targetValue: external.target.value,
      targetAverageValue: external.target.averageValue,
    },
  });
}

function resourceTarget({ averageUtilization, averageValue }: MetricTargetDraft) {
  return { targetAverageUtilization: averageUtilization, targetAverageValue: averageValue };
}

/** A metric of the annotation as autoscaling/v2 has it. */
export function metricFromVersion1(metric: JsonObject): JsonObject {
  const part = (name: string): JsonObject | undefined => metric[name] as JsonObject | undefined;
  const { object, pods, resource, containerResource, external } = {
    object: part('object'),
    pods: part('pods'),
    resource: part('resource'),
    containerResource: part('containerResource'),
    external: part('external'),
  };
  return pruned({
    type: metric['type'],
    object: object && {
      describedObject: object['target'],
      metric: { name: object['metricName'], selector: object['selector'] },
      target: objectTarget(object['targetValue'], object['averageValue']),
    },
    pods: pods && {
      metric: { name: pods['metricName'], selector: pods['selector'] },
      target: { type: 'AverageValue', averageValue: pods['targetAverageValue'] },
    },
    resource: resource && { name: resource['name'], target: targetOf(resource) },
    containerResource: containerResource && {
      name: containerResource['name'],
      container: containerResource['container'],
      target: targetOf(containerResource),
    },
    external: external && {
      metric: { name: external['metricName'], selector: external['metricSelector'] },
      target: {
        type: external['targetValue'] === undefined ? 'AverageValue' : 'Value',
        value: external['targetValue'],
        averageValue: external['targetAverageValue'],
      },
    },
  });
}

/** A value of nothing is how version 1 writes that there is none. */
function objectTarget(value: JsonValue | undefined, averageValue: JsonValue | undefined) {
  if (averageValue === undefined) return { type: 'Value', value };
  return { type: 'AverageValue', value: value === '0' ? undefined : value, averageValue };
}

function targetOf(source: JsonObject) {
  const { targetAverageUtilization: averageUtilization, targetAverageValue: averageValue } = source;
  return { type: averageUtilization === undefined ? 'AverageValue' : 'Utilization', averageValue, averageUtilization };
}

/** The value without what is not there. */
export function pruned(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject; // JSON leaves undefined fields out.
}
