export { type BuiltinResource, type BuiltinSubresource, builtinResources } from './builtin-resources.js';
export { builtinApiVersions, builtinDefinition, type Definition, definitionOfKind } from './definitions.js';
export {
  builtinSchema,
  type KubeSchema,
  propertySchema,
  type ResolveDefinition,
  resolveSchema,
} from './kube-schema.js';
export {
  openApiDocumentPath,
  openApiDocumentPaths,
  openApiDocumentSchemas,
  reachableDefinitions,
  toSwaggerDefinition,
} from './openapi-documents.js';
