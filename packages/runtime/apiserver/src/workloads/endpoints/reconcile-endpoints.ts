import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import {
  controllerReference,
  createObject,
  deleteObject,
  patchObject,
  type WorkloadContext,
} from '../workload-context.js';
import {
  type EndpointPort,
  endpointsOf,
  type PodEndpoint,
  podReference,
  portsOf,
  selectorOf,
} from './service-endpoints.js';
import { forgetTriggerTimes, TRIGGER_TIME, triggerTime } from './trigger-times.js';

const SLICE_MANAGER = 'endpointslice-controller.k8s.io';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
/** As many endpoints go into one slice. */
const MAX_ENDPOINTS = 100;

/** Says where a Service is served, in EndpointSlices and in the older Endpoints. */
export async function reconcileEndpoints(context: WorkloadContext, service: KubeObject): Promise<void> {
  if (service.metadata.deletionTimestamp !== undefined || selectorOf(service) === undefined) return;
  const endpoints = endpointsOf(context, service);
  const ports = portsOf(service, endpoints);
  const trigger = triggerTime(
    context,
    service,
    endpoints.map(({ pod }) => pod),
  );
  try {
    await writeSlices(context, service, { endpoints, ports, trigger });
    await writeEndpoints(context, service, { endpoints, ports, trigger });
  } catch (error) {
    // The namespace or the Service is going, and everything in it with it.
    if (!isApiError(error, 'Forbidden') && !isApiError(error, 'NotFound')) throw error;
  }
}

/** The Endpoints of a Service that is gone go too; its slices have an owner. */
export async function removeEndpoints(context: WorkloadContext, key: string): Promise<void> {
  forgetTriggerTimes(context, key);
  const endpoints = context.feed('Endpoints').objects.get(key);
  if (endpoints !== undefined) await deleteObject(context, endpoints);
}

interface Served {
  readonly endpoints: readonly PodEndpoint[];
  readonly ports: readonly EndpointPort[];
  /** When that came about which they are changed for. */
  readonly trigger: string | null;
}

async function writeSlices(context: WorkloadContext, service: KubeObject, served: Served): Promise<void> {
  const present = slicesOf(context, service);
  const wanted = sliceBodies(service, served);
  for (const [index, body] of wanted.entries()) {
    const slice = present[index];
    if (slice === undefined) await createSlice(context, service, { ...marks(served), body });
    else if (differs(slice, body))
      await patchObject(context, slice, { ...body, metadata: { annotations: { [TRIGGER_TIME]: served.trigger } } });
  }
  for (const slice of present.slice(wanted.length)) await deleteObject(context, slice);
}

function slicesOf(context: WorkloadContext, { metadata }: KubeObject): readonly KubeObject[] {
  return [...context.feed('EndpointSlice').objects.values()]
    .filter(
      ({ metadata: { namespace, labels = {} } }) =>
        namespace === metadata.namespace &&
        labels[SERVICE_NAME] === metadata.name &&
        labels[MANAGED_BY] === SLICE_MANAGER,
    )
    .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

/** At least one, so that it is known that nobody serves. */
function sliceBodies(service: KubeObject, { endpoints, ports }: Served): readonly JsonObject[] {
  if (endpoints.length === 0) return [{ endpoints: null, ports: null }];
  const count = Math.ceil(endpoints.length / MAX_ENDPOINTS);
  return Array.from({ length: count }, (_, index) => ({
    endpoints: endpoints
      .slice(index * MAX_ENDPOINTS, (index + 1) * MAX_ENDPOINTS)
      .map((endpoint) => sliceEndpoint(service, endpoint)),
    ports: ports.length === 0 ? null : ports.map((port) => ({ ...port })),
  }));
}

function sliceEndpoint(service: KubeObject, { pod, address, ready, terminating }: PodEndpoint): JsonObject {
  const nodeName = fieldOf(pod, 'spec', 'nodeName');
  return {
    addresses: [address],
    conditions: { ready, serving: ready, terminating },
    ...hostnameOf(service, pod),
    ...(typeof nodeName === 'string' ? { nodeName } : {}),
    targetRef: podReference(pod),
  };
}

/** The name that a pod has within the domain of the Service. */
function hostnameOf(service: KubeObject, pod: KubeObject): JsonObject {
  const hostname = fieldOf(pod, 'spec', 'hostname');
  const isNamed = typeof hostname === 'string' && fieldOf(pod, 'spec', 'subdomain') === service.metadata.name;
  return isNamed ? { hostname } : {};
}

/** The annotations of what is new. */
function marks({ trigger }: Served): { readonly annotations?: Readonly<Record<string, string>> } {
  return trigger === null ? {} : { annotations: { [TRIGGER_TIME]: trigger } };
}

interface NewSlice {
  readonly body: JsonObject;
  readonly annotations?: Readonly<Record<string, string>>;
}

async function createSlice(
  context: WorkloadContext,
  service: KubeObject,
  { body, ...marked }: NewSlice,
): Promise<void> {
  const { name = '', namespace = '', labels = {} } = service.metadata;
  const families = fieldOf(service, 'spec', 'ipFamilies');
  await createObject(context, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      ...marked,
      namespace,
      labels: { ...labels, ...headlessLabel(service), [SERVICE_NAME]: name, [MANAGED_BY]: SLICE_MANAGER },
      ownerReferences: [controllerReference({ ...service, apiVersion: 'v1', kind: 'Service' })],
    },
    addressType: Array.isArray(families) && families[0] === 'IPv6' ? 'IPv6' : 'IPv4',
    ...body,
  } as KubeObject);
}

function headlessLabel(service: KubeObject): Readonly<Record<string, string>> {
  return fieldOf(service, 'spec', 'clusterIP') === 'None' ? { [HEADLESS]: '' } : {};
}

async function writeEndpoints(context: WorkloadContext, service: KubeObject, served: Served): Promise<void> {
  const { name = '', namespace = '', labels = {} } = service.metadata;
  const body = { subsets: subsetsOf(service, served) };
  const present = context.feed('Endpoints').objects.get(`${namespace}/${name}`);
  if (present !== undefined) {
    if (differs(present, body))
      await patchObject(context, present, { ...body, metadata: { annotations: { [TRIGGER_TIME]: served.trigger } } });
    return;
  }
  const managed = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
  await createObject(context, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, ...marks(served), labels: { ...labels, ...headlessLabel(service), ...managed } },
    ...body,
  } as KubeObject);
}

function subsetsOf(service: KubeObject, { endpoints, ports }: Served): JsonValue {
  const living = endpoints.filter(({ terminating }) => !terminating);
  const addresses = (ready: boolean): readonly JsonObject[] =>
    living.filter((endpoint) => endpoint.ready === ready).map((endpoint) => endpointAddress(service, endpoint));
  const [ready, unready] = [addresses(true), addresses(false)];
  if (living.length === 0) return null;
  return [
    {
      ...(ready.length === 0 ? {} : { addresses: ready }),
      ...(unready.length === 0 ? {} : { notReadyAddresses: unready }),
      ...(ports.length === 0
        ? {}
        : { ports: ports.map(({ name, ...port }) => (name === '' ? port : { name, ...port })) }),
    },
  ];
}

function endpointAddress(service: KubeObject, { pod, address }: PodEndpoint): JsonObject {
  const nodeName = fieldOf(pod, 'spec', 'nodeName');
  return {
    ip: address,
    ...hostnameOf(service, pod),
    ...(typeof nodeName === 'string' ? { nodeName } : {}),
    targetRef: podReference(pod),
  };
}

/** Whether the object is something else than the body says. */
function differs(object: KubeObject, body: JsonObject): boolean {
  const present = asJson(object);
  return Object.entries(body).some(([field, value]) => !jsonEqual(plain(present[field]), plain(value)));
}

/** Nothing and an empty list are the same here. */
function plain(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.length === 0 ? null : (value as readonly JsonValue[]).map(plain);
  if (!isJsonObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
