import { isJsonObject } from '@gotk/json';
import { renderApiVersion } from '@gotk/objects';
import type { MergeSchema } from '@gotk/structured-merge';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import { customColumns } from '../table/custom-columns.js';
import { customCodec } from './custom-codec.js';
import { customMergeSchema } from './custom-merge-schema.js';
import type { CrdVersion, CustomResourceDefinition } from './custom-resource-definition.js';
import { customStrategy } from './custom-strategy.js';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resource that an accepted CustomResourceDefinition defines. */
export function customResource(crd: CustomResourceDefinition): ResourceDefinition {
  const { group, names, scope, versions } = crd.spec;
  const storage = versions.find((version) => version.storage) ?? versions[0];
  const accepted = crd.status?.acceptedNames ?? names;
  return {
    group,
    resource: names.plural,
    singular: accepted.singular ?? accepted.kind.toLowerCase(),
    kind: names.kind,
    listKind: accepted.listKind ?? `${names.kind}List`,
    shortNames: accepted.shortNames ?? [],
    categories: accepted.categories ?? [],
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    versions: sortVersions(versions).map((version) => versionOf(crd, version)),
    storageVersion: storage?.name ?? '',
    collection: `${group}/${names.plural}`,
    strategy: customStrategy({
      namespaced: scope === 'Namespaced',
      hasStatus: storage?.subresources?.status !== undefined,
      schema: storage?.schema?.openAPIV3Schema ?? {},
    }),
    custom: true,
  };
}

function versionOf(crd: CustomResourceDefinition, version: CrdVersion): VersionDefinition {
  const { group, versions } = crd.spec;
  const storage = versions.find((item) => item.storage) ?? version;
  const schema = version.schema?.openAPIV3Schema ?? {};
  const apiVersion = renderApiVersion(group, version.name);
  let merge: MergeSchema | undefined;
  return {
    version: version.name,
    served: version.served,
    deprecationWarning: deprecationOf(crd, version),
    codec: customCodec({
      apiVersion,
      storageApiVersion: renderApiVersion(group, storage.name),
      schema,
      preserveUnknownFields: crd.spec.preserveUnknownFields === true,
    }),
    columns: customColumns(version.additionalPrinterColumns),
    mergeSchema: () => (merge ??= customMergeSchema(schema)),
    subresources: Object.keys(version.subresources ?? {}).filter((name) =>
      isJsonObject(version.subresources?.[name as 'status']),
    ),
    selectableFields: {},
  };
}

function deprecationOf(
  { spec }: CustomResourceDefinition,
  { name, deprecated, deprecationWarning }: CrdVersion,
): string | undefined {
  if (deprecated !== true) return undefined;
  return deprecationWarning ?? `${spec.group}/${name} ${spec.names.kind} is deprecated`;
}

/** Versions by Kubernetes' priority: GA before beta before alpha, newer before older, others last by name. */
export function sortVersions<T extends { readonly name: string }>(versions: readonly T[]): readonly T[] {
  return [...versions].sort((a, b) => compareVersions(a.name, b.name));
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left === undefined || right === undefined) {
    if (left === undefined && right === undefined) return a < b ? -1 : 1;
    return left === undefined ? 1 : -1;
  }
  for (const [index, rank] of left.entries()) {
    const difference = (right[index] ?? 0) - rank;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Stability, major and minor; `undefined` for names that are no Kubernetes versions. */
function rankOf(version: string): readonly number[] | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version);
  if (match === null) return undefined;
  const stability = { alpha: 0, beta: 1, ga: 2 }[(match[2] ?? 'ga') as 'alpha' | 'beta' | 'ga'];
  return [stability, Number(match[1]), Number(match[3] ?? 0)];
}
