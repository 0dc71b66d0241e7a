import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import type { WorkloadContext } from './workload-context.js';

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

/**
 * Whether a pod has been ready for as long as its controller asks for; if it has not, the controller is woken when it will have been.
 * Where pods are simulated, nobody has to wait for that.
 */
export function isPodAvailable(context: WorkloadContext, owner: KubeObject, pod: KubeObject): boolean {
  if (!isPodReady(pod)) return false;
  const seconds = Number(fieldOf(owner, 'spec', 'minReadySeconds') ?? 0);
  if (seconds === 0 || context.hasNode) return true;
  const leftMs = readySince(pod) + seconds * 1000 - context.now().getTime();
  if (leftMs > 0) context.wakeAfter(owner, leftMs);
  return leftMs <= 0;
}

function readySince(pod: KubeObject): number {
  const conditions = fieldOf(pod, 'status', 'conditions');
  const ready = (Array.isArray(conditions) ? conditions : []).find((each) => fieldOf(each, 'type') === 'Ready');
  return Date.parse(String(fieldOf(ready ?? {}, 'lastTransitionTime') ?? ''));
}

/** Whether a pod has a node, or runs. */
export function isPodScheduled(pod: KubeObject): boolean {
  return fieldOf(pod, 'spec', 'nodeName') !== undefined || fieldOf(pod, 'status', 'phase') === 'Running';
}
