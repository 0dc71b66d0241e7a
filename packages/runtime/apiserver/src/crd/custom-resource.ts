import type { JsonObject } from '@gotk/json';
import { type KubeObject, renderApiVersion } from '@gotk/objects';
import type { MergeSchema } from '@gotk/structured-merge';
import type { ApiCore } from '../core/api-core.js';
import type { ResourceDefinition, ScalePaths, VersionDefinition } from '../registry/resource-definition.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { valueAt } from '../subresources/dotted-path.js';
import { customColumns } from '../table/custom-columns.js';
import { type Conversion, webhookConversion } from './conversion/webhook-conversion.js';
import { customCodec } from './custom-codec.js';
import { customMergeSchema } from './custom-merge-schema.js';
import type { CrdVersion, CustomResourceDefinition } from './custom-resource-definition.js';
import { customStrategy } from './custom-strategy.js';
import { validationRules } from './rules/validation-rules.js';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resource that an accepted CustomResourceDefinition defines. */
export function customResource(core: ApiCore, crd: CustomResourceDefinition): ResourceDefinition {
  const conversion = conversionOf(core, crd);
  const { group, names, scope, versions } = crd.spec;
  const storage = versions.find((version) => version.storage) ?? versions[0];
  const accepted = crd.status?.acceptedNames ?? names;
  return {
    group,
    resource: names.plural,
    singular: accepted.singular ?? accepted.kind.toLowerCase(),
    kind: names.kind,
    kindGroup: group,
    listKind: accepted.listKind ?? `${names.kind}List`,
    shortNames: accepted.shortNames ?? [],
    categories: accepted.categories ?? [],
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    versions: sortVersions(versions).map((version) => versionOf(crd, version, conversion)),
    storageVersion: storage?.name ?? '',
    collection: `${group}/${names.plural}`,
    strategy: strategyOf(crd, storage),
    custom: true,
  };
}

function conversionOf(core: ApiCore, { spec }: CustomResourceDefinition): Conversion | undefined {
  const { strategy, webhook } = spec.conversion ?? {};
  if (strategy !== 'Webhook' || webhook === undefined) return undefined;
  const { clientConfig = {}, conversionReviewVersions = [] } = webhook;
  return webhookConversion(core, { clientConfig, conversionReviewVersions });
}

function versionOf(
  crd: CustomResourceDefinition,
  version: CrdVersion,
  conversion: Conversion | undefined,
): VersionDefinition {
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
      version: { apiVersion, schema },
      versions: versions.map((item) => ({
        apiVersion: renderApiVersion(group, item.name),
        schema: item.schema?.openAPIV3Schema ?? {},
      })),
      stored: renderApiVersion(group, storage.name),
      preserveUnknownFields: crd.spec.preserveUnknownFields === true,
      conversion,
    }),
    strategy: strategyOf(crd, version),
    columns: customColumns(version.additionalPrinterColumns),
    openApiSchema: () => schema as JsonObject,
    mergeSchema: () => (merge ??= customMergeSchema(schema)),
    subresources: subresourcesOf(crd, version),
    scale: scaleOf(version),
    ...selectableFieldsOf(version),
  };
}

/** Objects are checked in the version in which they are written. */
function strategyOf({ spec }: CustomResourceDefinition, version: CrdVersion | undefined): ResourceStrategy {
  return customStrategy({
    namespaced: spec.scope === 'Namespaced',
    hasStatus: isThere(version?.subresources?.status),
    schema: version?.schema?.openAPIV3Schema ?? {},
    scale: version === undefined ? undefined : scaleOf(version),
    rules: validationRules(version?.schema?.openAPIV3Schema ?? {}),
  });
}

/** Besides its names, an object can be selected by the fields that its definition says. */
function selectableFieldsOf({
  selectableFields = [],
}: CrdVersion): Pick<VersionDefinition, 'selectableFields' | 'unknownFieldText'> {
  const readers = selectableFields.map(({ jsonPath }) => {
    const read = (object: KubeObject): string => {
      const value = valueAt(object, jsonPath);
      return value === undefined || value === null ? '' : String(value);
    };
    return [jsonPath.replace(/^\./, ''), read] as const;
  });
  return {
    selectableFields: Object.fromEntries(readers),
    unknownFieldText: (field) => `field label not supported: ${field}`,
  };
}

const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];

function subresourcesOf({ spec }: CustomResourceDefinition, { name: version, subresources = {} }: CrdVersion) {
  const verbs = SUBRESOURCE_VERBS;
  const status = { name: 'status', group: spec.group, version, kind: spec.names.kind, verbs };
  const scale = { name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs };
  return [...(isThere(subresources.status) ? [status] : []), ...(isThere(subresources.scale) ? [scale] : [])];
}

function isThere(subresource: object | null | undefined): boolean {
  return subresource !== undefined && subresource !== null;
}

function scaleOf({ subresources }: CrdVersion): ScalePaths | undefined {
  const scale = subresources?.scale;
  if (scale === undefined || scale === null) return undefined;
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  return {
    specReplicas: specReplicasPath,
    statusReplicas: statusReplicasPath,
    selectorOf: (object) => String(valueAt(object, labelSelectorPath ?? '') ?? ''),
  };
}

function deprecationOf(
  { spec }: CustomResourceDefinition,
  { name, deprecated, deprecationWarning }: CrdVersion,
): string | undefined {
  if (deprecated !== true) return undefined;
  if (deprecationWarning !== undefined) return deprecationWarning;
  const { group, names, versions } = spec;
  const message = `${group}/${name} ${names.kind} is deprecated`;
  const [best] = sortVersions(versions.filter((version) => isBetter(version, name)));
  return best === undefined ? message : `${message}; use ${group}/${best.name} ${names.kind}`;
}

function isBetter({ name, served, deprecated }: CrdVersion, than: string): boolean {
  return served && deprecated !== true && compareVersions(name, than) < 0;
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
