import type { JsonObject } from '@gotk/json';
import type { KindSchema, VersionSchema } from '../schemas/schema.js';
import { renderOpenApi } from './render-openapi.js';

/** The CustomResourceDefinition of a kind. */
export function renderCrd(schema: KindSchema): JsonObject {
  const { group, kind, plural, singular, shortNames, categories, annotations } = schema;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      name: `${plural}.${group}`,
    },
    spec: {
      group,
      names: {
        categories,
        kind,
        listKind: `${kind}List`,
        plural,
        ...(shortNames.length === 0 ? {} : { shortNames }),
        singular,
      },
      scope: 'Namespaced',
      versions: schema.versions.map((version) => renderVersion(schema, version)),
    },
  };
}

function renderVersion(schema: KindSchema, version: VersionSchema): JsonObject {
  return {
    additionalPrinterColumns: version.columns.map((column) => ({ ...column })),
    name: version.name,
    schema: { openAPIV3Schema: renderOpenApi(schema, version) },
    served: version.served,
    storage: version.storage,
    subresources: version.hasStatusSubresource ? { status: {} } : {},
  };
}
