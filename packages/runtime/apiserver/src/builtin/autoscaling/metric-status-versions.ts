import type { JsonObject } from '@gotk/json';
import type { MetricStatusDraft } from './autoscaler-draft.js';
import { pruned } from './metric-versions.js';

/** What was seen of a metric as the annotation of autoscaling/v1 has it: amounts are always written. */
export function metricStatusToVersion1(status: MetricStatusDraft): JsonObject {
  const { type, object, pods, resource, containerResource, external } = status;
  return pruned({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      currentValue: object.current.value ?? '0',
      selector: object.metric.selector,
      averageValue: object.current.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? '0',
      selector: pods.metric.selector,
    },
    resource: resource && { name: resource.name, ...resourceUse(resource.current) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...resourceUse(containerResource.current),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      currentValue: external.current.value ?? '0',
      currentAverageValue: external.current.averageValue,
    },
  });
}

function resourceUse({
  averageUtilization,
  averageValue = '0',
}: NonNullable<MetricStatusDraft['resource']>['current']) {
  return { currentAverageUtilization: averageUtilization, currentAverageValue: averageValue };
}

/** What the annotation says was seen of a metric, as autoscaling/v2 has it. */
export function metricStatusFromVersion1(status: JsonObject): JsonObject {
  const part = (name: string): JsonObject | undefined => status[name] as JsonObject | undefined;
  const { object, pods, resource, containerResource, external } = {
    object: part('object'),
    pods: part('pods'),
    resource: part('resource'),
    containerResource: part('containerResource'),
    external: part('external'),
  };
  return pruned({
    type: status['type'],
    object: object && {
      describedObject: object['target'],
      metric: { name: object['metricName'], selector: object['selector'] },
      current: { value: object['currentValue'], averageValue: object['averageValue'] },
    },
    pods: pods && {
      metric: { name: pods['metricName'], selector: pods['selector'] },
      current: { averageValue: pods['currentAverageValue'] },
    },
    resource: resource && { name: resource['name'], current: useOf(resource) },
    containerResource: containerResource && {
      name: containerResource['name'],
      container: containerResource['container'],
      current: useOf(containerResource),
    },
    external: external && {
      metric: { name: external['metricName'], selector: external['metricSelector'] },
      current: { value: external['currentValue'], averageValue: external['currentAverageValue'] },
    },
  });
}

function useOf(source: JsonObject) {
  return { averageUtilization: source['currentAverageUtilization'], averageValue: source['currentAverageValue'] };
}
