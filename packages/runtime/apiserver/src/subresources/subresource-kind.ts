import { definitionOfKind } from '@gotk/kube-openapi';
import { renderApiVersion } from '@gotk/objects';
import { builtinMergeSchema } from '../builtin/builtin-merge-schema.js';
import { typedCodec } from '../builtin/typed-codec.js';
import type {
  ResourceDefinition,
  ServedResource,
  SubresourceDefinition,
  VersionDefinition,
} from '../registry/resource-definition.js';
import type { TableColumns } from '../registry/table-columns.js';
import { builtinColumns } from '../table/builtin-columns.js';

/** The resource as its subresource shows it: under the same names, but speaking another kind. */
export function subresourceKind(
  parent: ServedResource,
  { group, version, kind }: SubresourceDefinition,
  columns?: TableColumns,
): ServedResource {
  const ref = { apiVersion: renderApiVersion(group, version), kind };
  if (definitionOfKind(ref) === undefined) throw new Error(`there is no kind ${ref.apiVersion} ${kind}`);
  const own: VersionDefinition = {
    version,
    served: true,
    codec: typedCodec({ kind: ref }),
    columns: columns ?? builtinColumns(''),
    mergeSchema: () => builtinMergeSchema(ref),
    subresources: [],
    selectableFields: {},
  };
  const definition: ResourceDefinition = { ...parent.definition, kind, versions: [own], strategy: {}, custom: false };
  return { definition, version: own, apiVersion: ref.apiVersion };
}
