import { untypedDeduced } from '@gotk/structured-merge';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { nameAndAgeColumns } from '../table/name-and-age-columns.js';
import { type BuiltinResource, builtinResources } from './builtin-resources.js';
import { builtinStrategies } from './builtin-strategies.js';
import { untypedCodec } from './untyped-codec.js';

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Registers every built-in resource. */
export function installBuiltins(registry: ResourceRegistry): void {
  for (const resource of builtinResources) registry.set(definitionOf(resource));
}

function definitionOf(resource: BuiltinResource): ResourceDefinition {
  const versions = resource.versions ?? ['v1'];
  const key = `${resource.group}/${resource.resource}`;
  return {
    group: resource.group,
    resource: resource.resource,
    singular: resource.singular ?? resource.kind.toLowerCase(),
    kind: resource.kind,
    listKind: `${resource.kind}List`,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    namespaced: resource.cluster !== true,
    verbs: resource.verbs ?? ALL_VERBS,
    versions: versions.map((version) => versionOf(resource, version)),
    storageVersion: versions[0] ?? 'v1',
    collection: key === 'events.k8s.io/events' ? '/events' : key,
    strategy: strategyOf(key, resource),
    custom: false,
  };
}

function strategyOf(key: string, { subresources = [] }: BuiltinResource): ResourceStrategy {
  return { statusField: subresources.includes('status'), ...builtinStrategies[key] };
}

function versionOf({ subresources = [] }: BuiltinResource, version: string): VersionDefinition {
  return {
    version,
    served: true,
    codec: untypedCodec,
    columns: nameAndAgeColumns,
    mergeSchema: () => untypedDeduced,
    subresources,
    selectableFields: {},
  };
}
