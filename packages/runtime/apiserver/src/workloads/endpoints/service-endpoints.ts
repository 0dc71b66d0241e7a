import type { JsonObject } from '@gotk/json';
import { asJson, compileLabelSelector, fieldOf, type KubeObject } from '@gotk/objects';
import { isPodReady } from '../pod-template.js';
import type { WorkloadContext } from '../workload-context.js';

/** A pod of a Service, and where it is reached. */
export interface PodEndpoint {
  readonly pod: KubeObject;
  readonly address: string;
  readonly ready: boolean;
  readonly terminating: boolean;
}

/** A port of a Service as its endpoints have it. */
export interface EndpointPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** The labels of the pods that a Service is for; `undefined` where somebody else says who serves it. */
export function selectorOf(service: KubeObject): Readonly<Record<string, string>> | undefined {
  const selector = fieldOf(service, 'spec', 'selector');
  if (typeof selector !== 'object' || selector === null || fieldOf(service, 'spec', 'type') === 'ExternalName')
    return undefined;
  return Object.keys(selector).length === 0 ? undefined : (selector as Readonly<Record<string, string>>);
}

/** The Services that select a pod. */
export function servicesOf(context: WorkloadContext, pod: KubeObject): readonly KubeObject[] {
  return [...context.feed('Service').objects.values()].filter((service) => selects(service, pod));
}

function selects(service: KubeObject, { metadata }: KubeObject): boolean {
  const matchLabels = selectorOf(service);
  if (matchLabels === undefined || service.metadata.namespace !== metadata.namespace) return false;
  return compileLabelSelector({ matchLabels }).matches(metadata.labels ?? {});
}

/** The pods of a Service that have an address and have not ended, by name. */
export function endpointsOf(context: WorkloadContext, service: KubeObject): readonly PodEndpoint[] {
  const takesUnready = fieldOf(service, 'spec', 'publishNotReadyAddresses') === true;
  return [...context.feed('Pod').objects.values()]
    .filter((pod) => selects(service, pod) && !hasEnded(pod) && addressOf(pod) !== '')
    .map((pod) => {
      const terminating = pod.metadata.deletionTimestamp !== undefined;
      const ready = takesUnready || (isPodReady(pod) && !terminating);
      return { pod, address: addressOf(pod), ready, terminating };
    })
    .sort((a, b) => ((a.pod.metadata.name ?? '') < (b.pod.metadata.name ?? '') ? -1 : 1));
}

function addressOf(pod: KubeObject): string {
  return String(fieldOf(pod, 'status', 'podIP') ?? '');
}

function hasEnded(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(String(fieldOf(pod, 'status', 'phase') ?? ''));
}

/** The ports of a Service on its pods; one whose name no pod has is left out. */
export function portsOf(service: KubeObject, endpoints: readonly PodEndpoint[]): readonly EndpointPort[] {
  return listAt(service, 'spec', 'ports').flatMap((port) => {
    const { name = '', protocol = 'TCP' } = port as { readonly name?: string; readonly protocol?: string };
    const target = port['targetPort'] ?? port['port'];
    const number = typeof target === 'number' ? target : namedPort(endpoints, String(target));
    return number === undefined ? [] : [{ name, port: number, protocol }];
  });
}

function namedPort(endpoints: readonly PodEndpoint[], name: string): number | undefined {
  for (const { pod } of endpoints)
    for (const container of listAt(pod, 'spec', 'containers'))
      for (const port of (container['ports'] ?? []) as readonly JsonObject[])
        if (port['name'] === name) return Number(port['containerPort']);
  return undefined;
}

function listAt(object: KubeObject, ...path: readonly string[]): readonly JsonObject[] {
  const value = fieldOf({ ...object, ...asJson(object) }, ...path);
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

/** A pod as endpoints refer to it. */
export function podReference({ metadata }: KubeObject): JsonObject {
  const { name = '', namespace = '', uid = '' } = metadata;
  return { kind: 'Pod', namespace, name, uid };
}
