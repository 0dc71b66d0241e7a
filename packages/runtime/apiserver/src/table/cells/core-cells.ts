import type { JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { asCoreEvent } from '../../builtin/events/event-versions.js';
import { age, count, firstThree, labels, list, or, type RowCells, since, text } from './cell-texts.js';
import { podCells } from './pod-cells.js';

/** Rows of the core group. */
export const coreCells: Readonly<Record<string, RowCells>> = {
  '/pods': podCells,
  '/configmaps': (object, nowMs) => [
    ...named(object),
    entries(object, 'data') + entries(object, 'binaryData'),
    age(object, nowMs),
  ],
  '/secrets': (object, nowMs) => [...named(object), text(object, 'type'), entries(object, 'data'), age(object, nowMs)],
  '/serviceaccounts': (object, nowMs) => [...named(object), age(object, nowMs)],
  '/namespaces': (object, nowMs) => [...named(object), text(object, 'status', 'phase'), age(object, nowMs)],
  '/endpoints': (object, nowMs) => [...named(object), endpointTexts(object), age(object, nowMs)],
  '/services': (object, nowMs) => [
    ...named(object),
    text(object, 'spec', 'type'),
    or(String(list(object, 'spec', 'clusterIPs')[0] ?? ''), '<none>'),
    externalAddress(object),
    or(list(object, 'spec', 'ports').map(portText).join(','), '<none>'),
    age(object, nowMs),
    labels(fieldOf(object, 'spec', 'selector')),
  ],
  '/events': eventCells,
  'events.k8s.io/events': (event, nowMs) => eventCells(asCoreEvent(event), nowMs),
  '/nodes': nodeCells,
  '/persistentvolumes': (object, nowMs) => [
    ...named(object),
    or(text(object, 'spec', 'capacity', 'storage'), '0'),
    accessModes(list(object, 'spec', 'accessModes')),
    text(object, 'spec', 'persistentVolumeReclaimPolicy'),
    object.metadata.deletionTimestamp === undefined ? text(object, 'status', 'phase') : 'Terminating',
    claimOf(object),
    text(object, 'spec', 'storageClassName'),
    or(text(object, 'spec', 'volumeAttributesClassName'), '<unset>'),
    text(object, 'status', 'reason'),
    age(object, nowMs),
    or(text(object, 'spec', 'volumeMode'), '<unset>'),
  ],
  '/persistentvolumeclaims': (object, nowMs) => {
    const volume = text(object, 'spec', 'volumeName');
    return [
      ...named(object),
      object.metadata.deletionTimestamp === undefined ? text(object, 'status', 'phase') : 'Terminating',
      volume,
      volume === '' ? '' : or(text(object, 'status', 'capacity', 'storage'), '0'),
      volume === '' ? '' : accessModes(list(object, 'status', 'accessModes')),
      text(object, 'spec', 'storageClassName'),
      or(text(object, 'spec', 'volumeAttributesClassName'), '<unset>'),
      age(object, nowMs),
      or(text(object, 'spec', 'volumeMode'), '<unset>'),
    ];
  },
  '/resourcequotas': (object, nowMs) => [...named(object), ...quotaTexts(object), age(object, nowMs)],
  '/componentstatuses': (object) => {
    const healthy = list(object, 'conditions').find((item) => text(item, 'type') === 'Healthy');
    const status = healthy === undefined ? 'Unknown' : text(healthy, 'status') === 'True' ? 'Healthy' : 'Unhealthy';
    return [...named(object), status, text(healthy, 'message'), text(healthy, 'error')];
  },
};

function named({ metadata }: KubeObject): readonly [string] {
  return [metadata.name ?? ''];
}

function entries(object: KubeObject, field: string): number {
  return Object.keys((object[field] as object | undefined) ?? {}).length;
}

function endpointTexts(endpoints: KubeObject): string {
  const texts = list(endpoints, 'subsets').flatMap((subset) => {
    const addresses = list(subset, 'addresses').map((address) => text(address, 'ip'));
    const ports = list(subset, 'ports');
    if (ports.length === 0) return addresses;
    return ports.flatMap((port) =>
      addresses.map((ip) => `${ip.includes(':') ? `[${ip}]` : ip}:${count(port, 'port')}`),
    );
  });
  return list(endpoints, 'subsets').length === 0 ? '<none>' : firstThree(texts);
}

function portText(port: JsonValue): string {
  const node = count(port, 'nodePort');
  return `${count(port, 'port')}${node > 0 ? `:${node}` : ''}/${text(port, 'protocol')}`;
}

function externalAddress(service: KubeObject): string {
  const external = list(service, 'spec', 'externalIPs').map(String);
  switch (text(service, 'spec', 'type')) {
    case 'ExternalName':
      return text(service, 'spec', 'externalName');
    case 'LoadBalancer':
      return or([...loadBalancerAddresses(service), ...external].join(','), '<pending>');
    default:
      return or(external.join(','), '<none>');
  }
}

/** Addresses of a load balancer's status, sorted. */
export function loadBalancerAddresses(object: KubeObject): readonly string[] {
  const addresses = list(object, 'status', 'loadBalancer', 'ingress').map((item) =>
    or(text(item, 'ip'), text(item, 'hostname')),
  );
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
}

function eventCells(event: KubeObject, nowMs: number): readonly JsonValue[] {
  const first = since(or(text(event, 'firstTimestamp'), text(event, 'eventTime')), nowMs);
  const last = text(event, 'lastTimestamp');
  const series = fieldOf(event, 'series') ?? undefined;
  const kind = text(event, 'involvedObject', 'kind').toLowerCase();
  const name = text(event, 'involvedObject', 'name');
  return [
    series === undefined ? (last === '' ? first : since(last, nowMs)) : since(text(series, 'lastObservedTime'), nowMs),
    text(event, 'type'),
    text(event, 'reason'),
    name === '' ? kind : `${kind}/${name}`,
    text(event, 'involvedObject', 'fieldPath'),
    eventSource(event),
    text(event, 'message').trim(),
    first,
    series === undefined ? count(event, 'count') || 1 : count(series, 'count'),
    ...named(event),
  ];
}

function eventSource(event: KubeObject): string {
  const component = or(text(event, 'source', 'component'), text(event, 'reportingComponent'));
  const host = or(text(event, 'source', 'host'), text(event, 'reportingInstance'));
  return host === '' ? component : `${component}, ${host}`;
}

function nodeCells(node: KubeObject, nowMs: number): readonly JsonValue[] {
  const info = fieldOf(node, 'status', 'nodeInfo');
  const architecture = text(info, 'architecture');
  return [
    ...named(node),
    nodeStatus(node),
    or(nodeRoles(node).join(','), '<none>'),
    age(node, nowMs),
    text(info, 'kubeletVersion'),
    nodeAddress(node, 'InternalIP'),
    nodeAddress(node, 'ExternalIP'),
    or(text(info, 'osImage'), '<unknown>'),
    or(text(info, 'kernelVersion'), '<unknown>') + (architecture === '' ? '' : ` (${architecture})`),
    or(text(info, 'containerRuntimeVersion'), '<unknown>'),
  ];
}

function nodeStatus(node: KubeObject): string {
  const ready = list(node, 'status', 'conditions').find((item) => text(item, 'type') === 'Ready');
  const status = ready === undefined ? 'Unknown' : text(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return fieldOf(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function nodeRoles({ metadata }: KubeObject): readonly string[] {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

function nodeAddress(node: KubeObject, type: string): string {
  const address = list(node, 'status', 'addresses').find((item) => text(item, 'type') === type);
  return or(text(address, 'address'), '<none>');
}

const ACCESS_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(modes: readonly JsonValue[]): string {
  return Object.keys(ACCESS_MODES)
    .filter((mode) => modes.includes(mode))
    .map((mode) => ACCESS_MODES[mode])
    .join(',');
}

function claimOf(volume: KubeObject): string {
  const claim = fieldOf(volume, 'spec', 'claimRef');
  return claim === undefined ? '' : `${text(claim, 'namespace')}/${text(claim, 'name')}`;
}

function quotaTexts(quota: KubeObject): readonly [string, string] {
  const hard = Object.entries((fieldOf(quota, 'status', 'hard') as Readonly<Record<string, string>> | undefined) ?? {});
  const texts = (limits: boolean): string =>
    hard
      .filter(([name]) => name.startsWith('limits.') === limits)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, amount]) => `${name}: ${or(text(quota, 'status', 'used', name), '0')}/${amount}`)
      .join(', ');
  return [texts(false), texts(true)];
}
