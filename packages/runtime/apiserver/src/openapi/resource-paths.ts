import type { JsonObject } from '@gotk/json';
import { type OperationFormat, renderPaths } from './render-paths.js';
import { resourceRoutes, type VersionedResource } from './resource-routes.js';

/** The paths of a resource and what can be done there: what clients look up kinds, bodies and parameters in. */
export function resourcePaths(resource: VersionedResource, format: OperationFormat): JsonObject {
  return renderPaths(resourceRoutes(resource), { format, custom: resource.definition.custom });
}
