import { createHash } from 'node:crypto';
import type { JsonObject } from '@gotk/json';
import {
  builtinApiVersions,
  builtinDefinition,
  openApiDocumentPath,
  openApiDocumentSchemas,
  toSwaggerDefinition,
} from '@gotk/kube-openapi';
import { renderApiVersion } from '@gotk/objects';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { customSchemas, schemasBeside } from './custom-schemas.js';
import { metaOperation, metaPaths, metaSchemas, resourceListOperation } from './meta-documents.js';
import type { OperationFormat } from './render-paths.js';
import { resourcePaths } from './resource-paths.js';
import type { VersionedResource } from './resource-routes.js';
import { swaggerProtobuf } from './swagger-protobuf.js';

const INFO = { title: 'Kubernetes', version: '1.36' };
const CUSTOM_INFO = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };
const SECURITY_SCHEMES = { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } };

/** A document as it goes over the wire. */
export interface OpenApiDocument {
  readonly text: string;
  /** SHA-512 of the text, in upper case hex. */
  readonly hash: string;
}

/** The OpenAPI documents of what a registry serves; each is made when it is first asked for, and again when the registry changed. */
export class OpenApiDocuments {
  readonly #registry: ResourceRegistry;
  /** Of built-in groups, which never change. */
  readonly #builtin = new Map<string, OpenApiDocument>();
  #generation = -1;
  #custom = new Map<string, OpenApiDocument>();
  #swagger: { readonly json: OpenApiDocument; protobuf?: Uint8Array } | undefined;

  constructor(registry: ResourceRegistry) {
    this.#registry = registry;
  }

  /** The paths below `/openapi/v3`, sorted. */
  paths(): readonly string[] {
    return [...metaPaths(this.#registry), ...this.#apiVersions().map(openApiDocumentPath)].sort();
  }

  /** The document at a path below `/openapi/v3`; `undefined` when there is none. */
  document(path: string): OpenApiDocument | undefined {
    this.#forgetOutdated();
    const known = this.#builtin.get(path) ?? this.#custom.get(path);
    if (known !== undefined) return known;
    const meta = metaPaths(this.#registry).includes(path);
    const apiVersion = this.#apiVersions().find((each) => openApiDocumentPath(each) === path);
    if (!meta && apiVersion === undefined) return undefined;
    const resources = apiVersion === undefined ? [] : this.#resources(apiVersion);
    const content = apiVersion === undefined ? metaDocument(path) : documentOf(apiVersion, resources);
    const document = rendered(content);
    const isBuiltin = !meta && !resources.some(({ definition }) => definition.custom);
    (isBuiltin ? this.#builtin : this.#custom).set(path, document);
    return document;
  }

  /** The document of OpenAPI v2. */
  swagger(): OpenApiDocument {
    this.#forgetOutdated();
    this.#swagger ??= { json: rendered(this.#swaggerContent()) };
    return this.#swagger.json;
  }

  /** The document of OpenAPI v2 in the protobuf form that kubectl asks for. */
  swaggerProtobuf(): Uint8Array {
    this.swagger();
    const bytes = this.#swagger?.protobuf ?? swaggerProtobuf(this.#swaggerContent());
    if (this.#swagger !== undefined) this.#swagger.protobuf = bytes;
    return bytes;
  }

  #forgetOutdated(): void {
    if (this.#generation === this.#registry.generation) return;
    this.#generation = this.#registry.generation;
    this.#custom = new Map();
    this.#swagger = undefined;
  }

  #apiVersions(): readonly string[] {
    const served = this.#registry
      .definitions()
      .flatMap(({ group, versions }) =>
        versions.filter((each) => each.served).map(({ version }) => renderApiVersion(group, version)),
      );
    return [...new Set(served)].sort();
  }

  #resources(apiVersion: string): readonly VersionedResource[] {
    return this.#registry
      .definitions()
      .flatMap((definition) =>
        definition.versions
          .filter(({ served, version }) => served && renderApiVersion(definition.group, version) === apiVersion)
          .map((version) => ({ definition, version })),
      );
  }

  #swaggerContent(): JsonObject {
    const definitions: Record<string, JsonObject> = {};
    const resources = this.#apiVersions().flatMap((apiVersion) => this.#resources(apiVersion));
    for (const apiVersion of builtinApiVersions()) {
      // Options are kinds of every group here, not just of the document's.
      for (const [name, schema] of Object.entries(openApiDocumentSchemas(openApiDocumentPath(apiVersion)) ?? {}))
        definitions[name] ??= toSwaggerDefinition(builtinDefinition(name) ?? schema);
    }
    for (const resource of resources.filter(({ definition }) => definition.custom)) {
      for (const [name, schema] of Object.entries(customSchemas(resource, 'v2')))
        definitions[name] = toSwaggerDefinition(schema);
    }
    return {
      swagger: '2.0',
      info: INFO,
      paths: this.#swaggerPaths(resources),
      definitions,
      securityDefinitions: SECURITY_SCHEMES,
      security: [{ BearerToken: [] }],
    };
  }

  #swaggerPaths(resources: readonly VersionedResource[]): JsonObject {
    const meta = metaPaths(this.#registry).map((path) => metaOperation(path, 'v2'));
    const lists = builtinApiVersions().map((apiVersion) => resourceListOperation(apiVersion, 'v2'));
    return Object.assign({}, ...meta, ...lists, pathsOf(resources, 'v2')) as JsonObject;
  }
}

function documentOf(apiVersion: string, resources: readonly VersionedResource[]): JsonObject {
  const schemas: Record<string, JsonObject> = { ...openApiDocumentSchemas(openApiDocumentPath(apiVersion)) };
  for (const resource of resources.filter(({ definition }) => definition.custom))
    Object.assign(schemas, schemasBeside(resource), customSchemas(resource, 'v3'));
  const paths = pathsOf(resources, 'v3');
  if (resources.every(({ definition }) => definition.custom))
    return { openapi: '3.0.0', info: CUSTOM_INFO, paths, components: { schemas } };
  return document({ ...resourceListOperation(apiVersion, 'v3'), ...paths }, schemas);
}

function metaDocument(path: string): JsonObject {
  return document(metaOperation(path, 'v3'), metaSchemas(path));
}

function document(paths: JsonObject, schemas: JsonObject): JsonObject {
  const own = Object.keys(schemas).length === 0 ? {} : { schemas };
  return { openapi: '3.0.0', info: INFO, paths, components: { ...own, securitySchemes: SECURITY_SCHEMES } };
}

function pathsOf(resources: readonly VersionedResource[], format: OperationFormat): JsonObject {
  return Object.assign({}, ...resources.map((resource) => resourcePaths(resource, format))) as JsonObject;
}

function rendered(content: JsonObject): OpenApiDocument {
  const text = JSON.stringify(content);
  return { text, hash: createHash('sha512').update(text).digest('hex').toUpperCase() };
}
