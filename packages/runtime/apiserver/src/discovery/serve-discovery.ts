import { renderApiVersion } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import { noSuchPath } from '../errors/api-errors.js';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';

/** Serves `/api`, `/apis`, groups and versions, and `/version`; `undefined` for other paths. */
export function serveDiscovery(core: ApiCore, { segments }: ApiRequest): ApiResponse | undefined {
  const [root, first, second] = segments;
  if (root === 'version') return jsonResponse(200, versionInfo);
  if (root === 'api') return first === undefined ? apiVersions() : resourceList(core, '', first);
  if (root !== 'apis') return undefined;
  if (first === undefined) return groupList(core);
  return second === undefined ? oneGroup(core, first) : resourceList(core, first, second);
}

const versionInfo = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
};

function apiVersions(): ApiResponse {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }];
  return jsonResponse(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs });
}

function groupList({ registry }: ApiCore): ApiResponse {
  const names = [...new Set(registry.definitions().map(({ group }) => group))].filter((group) => group !== '');
  const groups = names.map((name) => groupOf(registry.definitions(), name));
  return jsonResponse(200, { kind: 'APIGroupList', apiVersion: 'v1', groups });
}

function oneGroup({ registry }: ApiCore, name: string): ApiResponse {
  if (name === '' || !registry.hasGroup(name)) throw noSuchPath();
  return jsonResponse(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(registry.definitions(), name) });
}

function groupOf(definitions: readonly ResourceDefinition[], name: string) {
  const own = definitions.filter(({ group }) => group === name);
  const names = [
    ...new Set(own.flatMap(({ versions }) => versions.filter(({ served }) => served).map(({ version }) => version))),
  ];
  const versions = names.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

function resourceList({ registry }: ApiCore, group: string, version: string): ApiResponse {
  if (!registry.hasGroup(group, version)) throw noSuchPath();
  const resources = registry
    .definitions()
    .filter((definition) => definition.group === group)
    .sort((a, b) => (a.resource < b.resource ? -1 : 1))
    .flatMap((definition) => {
      const own = definition.versions.find((item) => item.version === version && item.served);
      return own === undefined ? [] : resourcesOf(definition, own);
    });
  return jsonResponse(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: renderApiVersion(group, version),
    resources,
  });
}

function resourcesOf(definition: ResourceDefinition, version: VersionDefinition) {
  const { resource, singular, namespaced, kind, verbs, shortNames, categories } = definition;
  return [
    {
      name: resource,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
    },
    ...version.subresources.map((subresource) => ({
      name: `${resource}/${subresource.name}`,
      singularName: '',
      namespaced,
      kind: subresource.kind,
      verbs: subresource.verbs,
    })),
  ];
}
