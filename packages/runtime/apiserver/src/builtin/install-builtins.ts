import { type BuiltinResource, builtinResources } from '@gotk/kube-openapi';
import { renderApiVersion } from '@gotk/objects';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { builtinColumns } from '../table/builtin-columns.js';
import type { BuiltinKind } from './builtin-kinds.js';
import { builtinMergeSchema } from './builtin-merge-schema.js';
import { fieldSelectors } from './field-selectors.js';
import { kindTable } from './kind-table.js';
import { traitsOf } from './kind-traits.js';
import { typedCodec } from './typed-codec.js';

/** Registers every built-in resource. */
export function installBuiltins(registry: ResourceRegistry): void {
  const byName = new Map<string, BuiltinResource[]>();
  for (const resource of builtinResources()) {
    const key = `${resource.group}/${resource.plural}`;
    byName.set(key, [...(byName.get(key) ?? []), resource]);
  }
  for (const [key, versions] of byName) {
    const [preferred] = versions;
    if (preferred !== undefined) registry.set(definitionOf(key, preferred, versions));
  }
}

function definitionOf(
  key: string,
  preferred: BuiltinResource,
  versions: readonly BuiltinResource[],
): ResourceDefinition {
  const kind: BuiltinKind = kindTable[key] ?? {};
  const hasStatus = preferred.subresources.some(({ name }) => name === 'status');
  return {
    group: preferred.group,
    resource: preferred.plural,
    singular: preferred.singular,
    kind: preferred.kind,
    listKind: `${preferred.kind}List`,
    shortNames: preferred.shortNames,
    categories: preferred.categories,
    namespaced: preferred.namespaced,
    verbs: preferred.verbs,
    kindGroup: kind.kindGroup ?? preferred.group,
    versions: versions.map((version) => versionOf(version, kind)),
    storageVersion: preferred.version,
    collection: kind.collection ?? key,
    strategy: { ...traitsOf(key, preferred.namespaced), statusField: hasStatus, ...kind.strategy },
    answer: kind.answer,
    custom: false,
  };
}

function versionOf(resource: BuiltinResource, kind: BuiltinKind): VersionDefinition {
  const ref = { apiVersion: renderApiVersion(resource.group, resource.version), kind: resource.kind };
  const own = kind.versions?.[resource.version];
  const selectors = fieldSelectors[`${resource.group}/${resource.plural}`];
  return {
    version: resource.version,
    served: true,
    deprecationWarning: own?.deprecationWarning,
    codec: typedCodec({ kind: ref, toStorage: own?.toStorage, fromStorage: own?.fromStorage }),
    columns: kind.columns ?? builtinColumns(`${resource.group}/${resource.plural}`),
    mergeSchema: () => builtinMergeSchema(ref),
    subresources: resource.subresources,
    scale: kind.scale,
    selectableFields: selectors?.fields ?? {},
    ...(selectors?.unknownText === undefined ? {} : { unknownFieldText: selectors.unknownText }),
  };
}
