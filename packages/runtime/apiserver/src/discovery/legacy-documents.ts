import { renderApiVersion } from '@gotk/objects';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import {
  type ApiGroup,
  apiGroup,
  apiGroups,
  foreignKind,
  type GroupResourceVersion,
  resourcesIn,
  storageVersionHash,
} from './api-groups.js';

/** `/api`. */
export function apiVersionsDocument(serverAddress: string): object {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

/** `/apis`. */
export function groupListDocument(registry: ResourceRegistry): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: apiGroups(registry).map(groupFields) };
}

/** `/apis/GROUP`. */
export function groupDocument(registry: ResourceRegistry, name: string): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupFields(apiGroup(registry, name)) };
}

function groupFields({ name, versions: names }: ApiGroup) {
  const versions = names.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `/api/v1` and `/apis/GROUP/VERSION`. */
export function resourceListDocument(registry: ResourceRegistry, group: string, version: string): object {
  return {
    kind: 'APIResourceList',
    // The core group's list has never had one.
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: renderApiVersion(group, version),
    resources: resourcesIn(registry, group, version).flatMap(resourceFields),
  };
}

function resourceFields(item: GroupResourceVersion): readonly object[] {
  const { definition, version } = item;
  const { resource, singular, namespaced, kind, verbs, shortNames, categories } = definition;
  const hash = storageVersionHash(item);
  return [
    {
      name: resource,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
      ...(hash === undefined ? {} : { storageVersionHash: hash }),
    },
    ...version.subresources.map((subresource) => ({
      name: `${resource}/${subresource.name}`,
      singularName: '',
      namespaced,
      ...foreignKind(item, subresource),
      kind: subresource.kind,
      verbs: subresource.verbs,
    })),
  ];
}
