import { durationFromMs, renderHumanDuration } from '@gotk/duration';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { age, count, firstThree, list, or, type RowCells, selector, text } from './cell-texts.js';
import { loadBalancerAddresses } from './core-cells.js';

/** Rows of the groups that are not workloads. */
export const otherCells: Readonly<Record<string, RowCells>> = {
  'networking.k8s.io/ingresses': (object, nowMs) => [
    ...named(object),
    or(text(object, 'spec', 'ingressClassName'), '<none>'),
    hosts(object),
    loadBalancerAddresses(object).join(','),
    list(object, 'spec', 'tls').length > 0 ? '80, 443' : '80',
    age(object, nowMs),
  ],
  'networking.k8s.io/ingressclasses': (object, nowMs) => [
    defaultName(object, 'ingressclass.kubernetes.io/is-default-class'),
    text(object, 'spec', 'controller'),
    parameters(object),
    age(object, nowMs),
  ],
  'networking.k8s.io/networkpolicies': (object, nowMs) => [
    ...named(object),
    selector(object, 'spec', 'podSelector'),
    age(object, nowMs),
  ],
  'networking.k8s.io/servicecidrs': (object, nowMs) => [
    ...named(object),
    list(object, 'spec', 'cidrs').join(','),
    age(object, nowMs),
  ],
  'networking.k8s.io/ipaddresses': (object, nowMs) => [...named(object), parentOf(object), age(object, nowMs)],
  'discovery.k8s.io/endpointslices': (object, nowMs) => [
    ...named(object),
    text(object, 'addressType'),
    or(
      firstThree(list(object, 'ports').map((port) => String(fieldOf(port, 'port') ?? fieldOf(port, 'name') ?? '*'))),
      '<unset>',
    ),
    or(firstThree(list(object, 'endpoints').flatMap((endpoint) => list(endpoint, 'addresses').map(String))), '<unset>'),
    age(object, nowMs),
  ],
  'rbac.authorization.k8s.io/rolebindings': bindingCells,
  'rbac.authorization.k8s.io/clusterrolebindings': bindingCells,
  'coordination.k8s.io/leases': (object, nowMs) => [
    ...named(object),
    text(object, 'spec', 'holderIdentity'),
    age(object, nowMs),
  ],
  'storage.k8s.io/storageclasses': (object, nowMs) => [
    defaultName(object, 'storageclass.kubernetes.io/is-default-class'),
    text(object, 'provisioner'),
    or(text(object, 'reclaimPolicy'), 'Delete'),
    or(text(object, 'volumeBindingMode'), 'Immediate'),
    fieldOf(object, 'allowVolumeExpansion') === true,
    age(object, nowMs),
  ],
  'storage.k8s.io/csidrivers': (object, nowMs) => [
    ...named(object),
    fieldOf(object, 'spec', 'attachRequired') !== false,
    fieldOf(object, 'spec', 'podInfoOnMount') === true,
    fieldOf(object, 'spec', 'storageCapacity') === true,
    fieldOf(object, 'spec', 'tokenRequests') === undefined
      ? '<unset>'
      : list(object, 'spec', 'tokenRequests')
          .map((request) => text(request, 'audience'))
          .join(','),
    fieldOf(object, 'spec', 'requiresRepublish') === true,
    or(list(object, 'spec', 'volumeLifecycleModes').join(','), '<none>'),
    age(object, nowMs),
  ],
  'storage.k8s.io/csinodes': (object, nowMs) => [
    ...named(object),
    list(object, 'spec', 'drivers').length,
    age(object, nowMs),
  ],
  'storage.k8s.io/volumeattachments': (object, nowMs) => [
    ...named(object),
    text(object, 'spec', 'attacher'),
    text(object, 'spec', 'source', 'persistentVolumeName'),
    text(object, 'spec', 'nodeName'),
    fieldOf(object, 'status', 'attached') === true,
    age(object, nowMs),
  ],
  'storage.k8s.io/volumeattributesclasses': (object, nowMs) => [
    ...named(object),
    text(object, 'driverName'),
    age(object, nowMs),
  ],
  'scheduling.k8s.io/priorityclasses': (object, nowMs) => [
    ...named(object),
    count(object, 'value'),
    fieldOf(object, 'globalDefault') === true,
    age(object, nowMs),
    text(object, 'preemptionPolicy'),
  ],
  'node.k8s.io/runtimeclasses': (object, nowMs) => [...named(object), text(object, 'handler'), age(object, nowMs)],
  'apiregistration.k8s.io/apiservices': (object, nowMs) => [
    ...named(object),
    ...apiServiceTexts(object),
    age(object, nowMs),
  ],
  'certificates.k8s.io/certificatesigningrequests': (object, nowMs) => [
    ...named(object),
    age(object, nowMs),
    or(text(object, 'spec', 'signerName'), '<none>'),
    text(object, 'spec', 'username'),
    requestedDuration(object),
    approval(object),
  ],
  'resource.k8s.io/deviceclasses': (object, nowMs) => [...named(object), age(object, nowMs)],
  'resource.k8s.io/resourceclaimtemplates': (object, nowMs) => [...named(object), age(object, nowMs)],
  'resource.k8s.io/resourceclaims': (object, nowMs) => [...named(object), claimState(object), age(object, nowMs)],
  'resource.k8s.io/resourceslices': (object, nowMs) => [
    ...named(object),
    text(object, 'spec', 'nodeName'),
    text(object, 'spec', 'driver'),
    text(object, 'spec', 'pool', 'name'),
    age(object, nowMs),
  ],
  'flowcontrol.apiserver.k8s.io/flowschemas': (object, nowMs) => {
    const dangling = list(object, 'status', 'conditions').find((item) => text(item, 'type') === 'Dangling');
    return [
      ...named(object),
      text(object, 'spec', 'priorityLevelConfiguration', 'name'),
      count(object, 'spec', 'matchingPrecedence'),
      or(text(object, 'spec', 'distinguisherMethod', 'type'), '<none>'),
      age(object, nowMs),
      dangling === undefined ? '?' : text(dangling, 'status'),
    ];
  },
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': (object, nowMs) => {
    const limited = fieldOf(object, 'spec', 'limited');
    const queuing = fieldOf(limited, 'limitResponse', 'queuing');
    return [
      ...named(object),
      text(object, 'spec', 'type'),
      fieldOf(limited, 'nominalConcurrencyShares') ?? '<none>',
      fieldOf(queuing, 'queues') ?? '<none>',
      fieldOf(queuing, 'handSize') ?? '<none>',
      fieldOf(queuing, 'queueLengthLimit') ?? '<none>',
      age(object, nowMs),
    ];
  },
};

function named({ metadata }: KubeObject): readonly [string] {
  return [metadata.name ?? ''];
}

function defaultName({ metadata }: KubeObject, annotation: string): string {
  return metadata.annotations?.[annotation] === 'true' ? `${metadata.name} (default)` : (metadata.name ?? '');
}

function hosts(ingress: KubeObject): string {
  const rules = list(ingress, 'spec', 'rules');
  const named = rules
    .slice(0, 3)
    .map((rule) => text(rule, 'host'))
    .filter((host) => host !== '');
  if (named.length === 0) return '*';
  return rules.length > 3 && named.length === 3 ? `${named.join(',')} + ${rules.length - 3} more...` : named.join(',');
}

function parameters(ingressClass: KubeObject): string {
  const value = fieldOf(ingressClass, 'spec', 'parameters');
  if (value === undefined) return '<none>';
  const group = text(value, 'apiGroup');
  return `${text(value, 'kind')}${group === '' ? '' : `.${group}`}/${text(value, 'name')}`;
}

function parentOf(address: KubeObject): string {
  const parent = fieldOf(address, 'spec', 'parentRef');
  if (parent === undefined) return '<none>';
  const group = text(parent, 'group');
  const resource = `${text(parent, 'resource')}${group === '' ? '' : `.${group}`}`.toLowerCase();
  return [resource, text(parent, 'namespace'), text(parent, 'name')].filter((part) => part !== '').join('/');
}

function bindingCells(binding: KubeObject, nowMs: number) {
  const subjects = list(binding, 'subjects');
  const names = (kind: string): string =>
    subjects
      .filter((subject) => text(subject, 'kind') === kind)
      .map((subject) =>
        kind === 'ServiceAccount' ? `${text(subject, 'namespace')}/${text(subject, 'name')}` : text(subject, 'name'),
      )
      .join(', ');
  const role = `${text(binding, 'roleRef', 'kind')}/${text(binding, 'roleRef', 'name')}`;
  return [...named(binding), role, age(binding, nowMs), names('User'), names('Group'), names('ServiceAccount')];
}

function apiServiceTexts(service: KubeObject): readonly [string, string] {
  const target = fieldOf(service, 'spec', 'service') ?? undefined;
  const available = list(service, 'status', 'conditions').find((item) => text(item, 'type') === 'Available');
  const status = text(available, 'status');
  const state =
    available === undefined ? 'Unknown' : status === 'True' ? 'True' : `${status} (${text(available, 'reason')})`;
  return [target === undefined ? 'Local' : `${text(target, 'namespace')}/${text(target, 'name')}`, state];
}

function requestedDuration(request: KubeObject): string {
  const seconds = fieldOf(request, 'spec', 'expirationSeconds');
  return typeof seconds === 'number' ? renderHumanDuration(durationFromMs(seconds * 1000)) : '<none>';
}

function approval(request: KubeObject): string {
  const types = list(request, 'status', 'conditions').map((item) => text(item, 'type'));
  const state = types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending';
  const failed = types.includes('Failed') ? ',Failed' : '';
  return `${state}${failed}${text(request, 'status', 'certificate') === '' ? '' : ',Issued'}`;
}

function claimState(claim: KubeObject): string {
  const deleted = claim.metadata.deletionTimestamp !== undefined;
  if (fieldOf(claim, 'status', 'allocation') === undefined) return deleted ? 'deleted' : 'pending';
  const reserved = list(claim, 'status', 'reservedFor').length > 0 ? ['reserved'] : [];
  return [...(deleted ? ['deleted'] : []), 'allocated', ...reserved].join(',');
}
