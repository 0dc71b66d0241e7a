import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';

/** The pod template at `spec.template`. */
export function templateOf(object: KubeObject): JsonObject {
  const spec = asJson(object)['spec'];
  const template = isJsonObject(spec) ? spec['template'] : undefined;
  return isJsonObject(template) ? template : {};
}

/** A pod of the template. */
export function podFromTemplate(template: JsonObject, metadata: object): KubeObject {
  const templateMetadata = isJsonObject(template['metadata']) ? template['metadata'] : {};
  const more = metadata as { readonly labels?: JsonObject; readonly finalizers?: readonly string[] };
  const labels = { ...(isJsonObject(templateMetadata['labels']) ? templateMetadata['labels'] : {}), ...more.labels };
  const { annotations, finalizers } = templateMetadata;
  const allFinalizers = [
    ...(Array.isArray(finalizers) ? (finalizers as readonly string[]) : []),
    ...(more.finalizers ?? []),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(isJsonObject(annotations) ? { annotations: annotations as Record<string, string> } : {}),
      ...more,
      ...(allFinalizers.length === 0 ? {} : { finalizers: allFinalizers }),
      labels: labels as Record<string, string>,
    },
    spec: template['spec'] ?? {},
  };
}

/** Whether a pod counts as ready. */
export function isPodReady(pod: KubeObject): boolean {
  const status = asJson(pod)['status'];
  const conditions = isJsonObject(status) ? status['conditions'] : undefined;
  return (
    Array.isArray(conditions) &&
    (conditions as readonly JsonObject[]).some(({ type, status: value }) => type === 'Ready' && value === 'True')
  );
}

/** Whether a pod has a node, or runs. */
export function isPodScheduled(pod: KubeObject): boolean {
  return fieldOf(pod, 'spec', 'nodeName') !== undefined || fieldOf(pod, 'status', 'phase') === 'Running';
}
