import { createHash } from 'node:crypto';
import type { JsonObject } from '@gotk/json';
import {
  builtinApiVersions,
  openApiDocumentPath,
  openApiDocumentSchemas,
  toSwaggerDefinition,
} from '@gotk/kube-openapi';
import { renderApiVersion } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse, pageNotFound } from '../request/api-response.js';
import { customSchemas } from './custom-schemas.js';
import { type OperationKind, resourcePaths } from './resource-paths.js';

const INFO = { title: 'Kubernetes', version: 'v1.36.3' };

/** Serves `/openapi/v2`, `/openapi/v3` and the documents below it; `undefined` for other paths. */
export function serveOpenApi(core: ApiCore, { segments }: ApiRequest): ApiResponse | undefined {
  const [root, version, ...rest] = segments;
  if (root !== 'openapi') return undefined;
  if (version === 'v2' && rest.length === 0) return jsonResponse(200, swaggerDocument(core));
  if (version !== 'v3') return pageNotFound();
  return rest.length === 0 ? jsonResponse(200, index(core)) : serveDocument(core, rest.join('/'));
}

/** Which documents there are; their hashes let clients keep what they have. */
function index(core: ApiCore): JsonObject {
  const paths = apiVersionsOf(core).map((apiVersion) => {
    const path = openApiDocumentPath(apiVersion);
    const hash = createHash('sha512')
      .update(JSON.stringify(document(core, apiVersion)))
      .digest('hex')
      .toUpperCase();
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

function apiVersionsOf({ registry }: ApiCore): readonly string[] {
  const served = registry
    .definitions()
    .flatMap(({ group, versions }) =>
      versions.filter((each) => each.served).map(({ version }) => renderApiVersion(group, version)),
    );
  return [...new Set(served)].sort();
}

function serveDocument(core: ApiCore, path: string): ApiResponse {
  const apiVersion = apiVersionsOf(core).find((each) => openApiDocumentPath(each) === path);
  return apiVersion === undefined ? pageNotFound() : jsonResponse(200, document(core, apiVersion));
}

function document(core: ApiCore, apiVersion: string): JsonObject {
  const resources = resourcesOf(core, apiVersion);
  const schemas: Record<string, JsonObject> = { ...openApiDocumentSchemas(openApiDocumentPath(apiVersion)) };
  for (const resource of resources.filter(({ definition }) => definition.custom))
    Object.assign(schemas, customSchemas(resource));
  return { openapi: '3.0.0', info: INFO, paths: pathsOf(resources, 'v3'), components: { schemas } };
}

/** A resource in a version. */
interface VersionedResource {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
}

function resourcesOf({ registry }: ApiCore, apiVersion: string): readonly VersionedResource[] {
  return registry
    .definitions()
    .flatMap((definition) =>
      definition.versions
        .filter(({ served, version }) => served && renderApiVersion(definition.group, version) === apiVersion)
        .map((version) => ({ definition, version })),
    );
}

function pathsOf(resources: readonly VersionedResource[], format: OperationKind): JsonObject {
  return Object.assign({}, ...resources.map((resource) => resourcePaths(resource, format))) as JsonObject;
}

function swaggerDocument(core: ApiCore): JsonObject {
  const definitions: Record<string, JsonObject> = {};
  const resources = apiVersionsOf(core).flatMap((apiVersion) => resourcesOf(core, apiVersion));
  for (const apiVersion of builtinApiVersions()) {
    for (const [name, schema] of Object.entries(openApiDocumentSchemas(openApiDocumentPath(apiVersion)) ?? {}))
      definitions[name] ??= toSwaggerDefinition(schema);
  }
  for (const resource of resources.filter(({ definition }) => definition.custom)) {
    for (const [name, schema] of Object.entries(customSchemas(resource)))
      definitions[name] = toSwaggerDefinition(schema);
  }
  return { swagger: '2.0', info: INFO, paths: pathsOf(resources, 'v2'), definitions };
}
