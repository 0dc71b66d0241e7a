import { fieldOf, type KubeObject } from '@gotk/objects';
import type { Store } from '../storage/store.js';
import type { ClientConfig } from './validate-client-config.js';

/** Where a webhook is called. */
export interface WebhookEndpoint {
  readonly kind: 'endpoint';
  /** As errors show it. */
  readonly url: string;
  /** Where the connection goes. */
  readonly host: string;
  readonly port: number;
  /** The name that the server's certificate must have, and which it is called by. */
  readonly serverName: string;
  readonly path: string;
}

/** Nobody is there who could answer. */
export type NoEndpoint =
  /** Only pods that no process stands behind. */
  | { readonly kind: 'simulated'; readonly service: string }
  | { readonly kind: 'missing'; readonly url: string; readonly message: string };

const HTTPS_PORT = 443;
/** Slices of this manager name pods, and pods are simulated. */
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

/**
 * Finds where a webhook is: at its URL, or behind its service. Pods of this cluster are simulated, so a service that selects
 * pods has nobody who answers; one that names real addresses does: by `ExternalName`, or by EndpointSlices or Endpoints
 * that somebody made for it.
 */
export function webhookEndpoint(store: Store, { url, service }: ClientConfig): WebhookEndpoint | NoEndpoint {
  if (url !== undefined) return urlEndpoint(url);
  return serviceEndpoint(store, {
    namespace: service?.namespace ?? '',
    name: service?.name ?? '',
    path: service?.path ?? '',
    port: service?.port ?? HTTPS_PORT,
  });
}

function urlEndpoint(text: string): WebhookEndpoint | NoEndpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { kind: 'missing', url: text, message: `Unparsable URL: ${text}` };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  return { kind: 'endpoint', url: text, host, port, serverName: host, path: url.pathname };
}

interface ServicePlace {
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
  readonly port: number;
}

function serviceEndpoint(store: Store, place: ServicePlace): WebhookEndpoint | NoEndpoint {
  const { namespace, name, port } = place;
  const serverName = `${name}.${namespace}.svc`;
  const path = place.path.startsWith('/') ? place.path : `/${place.path}`;
  const url = `https://${serverName}:${port}${path}`;
  const missing = (message: string): NoEndpoint => ({ kind: 'missing', url, message });
  const service = store.get('/services', `${namespace}/${name}`)?.object;
  if (service === undefined) return missing(`service ${JSON.stringify(name)} not found`);
  const found = (host: string, at: number): WebhookEndpoint => ({
    kind: 'endpoint',
    url,
    host,
    port: at,
    serverName,
    path,
  });
  const externalName = textAt(service, 'spec', 'externalName');
  if (fieldOf(service, 'spec', 'type') === 'ExternalName' && externalName !== '') return found(externalName, port);
  const wanted = servicePort(service, port);
  if (wanted === undefined) return missing(`no service port ${port} found for service ${JSON.stringify(name)}`);
  const address = realAddress(store, place, wanted);
  if (address !== undefined) return found(address.host, address.port);
  const selector = fieldOf(service, 'spec', 'selector');
  const selectsPods = typeof selector === 'object' && selector !== null && Object.keys(selector).length > 0;
  if (selectsPods) return { kind: 'simulated', service: `${namespace}/${name}` };
  return missing(`no endpoints available for service ${JSON.stringify(name)}`);
}

function textAt(object: unknown, ...path: readonly string[]): string {
  const value = fieldOf(object, ...path);
  return typeof value === 'string' ? value : '';
}

function listAt(object: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = fieldOf(object, ...path);
  return Array.isArray(value) ? value : [];
}

interface ServicePort {
  readonly name: string;
  readonly port: number;
}

function servicePort(service: KubeObject, port: number): ServicePort | undefined {
  const found = listAt(service, 'spec', 'ports').find((item) => fieldOf(item, 'port') === port);
  return found === undefined ? undefined : { name: textAt(found, 'name'), port };
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function realAddress(store: Store, place: ServicePlace, wanted: ServicePort): Address | undefined {
  for (const { object } of store.scan('discovery.k8s.io/endpointslices', `${place.namespace}/`)) {
    const { labels = {} } = object.metadata;
    if (labels['kubernetes.io/service-name'] !== place.name || labels[MANAGED_BY] !== undefined) continue;
    const endpoint = listAt(object, 'endpoints').find((item) => fieldOf(item, 'conditions', 'ready') !== false);
    const address = addressOf(listAt(endpoint, 'addresses')[0], listAt(object, 'ports'), wanted);
    if (address !== undefined) return address;
  }
  const endpoints = store.get('/endpoints', `${place.namespace}/${place.name}`)?.object;
  for (const subset of listAt(endpoints, 'subsets')) {
    const first = listAt(subset, 'addresses')[0];
    if (fieldOf(first, 'targetRef', 'kind') === 'Pod') continue;
    const address = addressOf(fieldOf(first, 'ip'), listAt(subset, 'ports'), wanted);
    if (address !== undefined) return address;
  }
  return undefined;
}

function addressOf(host: unknown, ports: readonly unknown[], wanted: ServicePort): Address | undefined {
  if (typeof host !== 'string') return undefined;
  const found = ports.find((item) => textAt(item, 'name') === wanted.name) ?? ports[0];
  const port = fieldOf(found, 'port');
  return { host, port: typeof port === 'number' ? port : wanted.port };
}
