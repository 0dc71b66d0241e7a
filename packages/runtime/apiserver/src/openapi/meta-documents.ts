import { isJsonObject, type JsonObject } from '@gotk/json';
import { builtinDefinition, reachableDefinitions } from '@gotk/kube-openapi';
import { parseApiVersion } from '@gotk/objects';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { operationPrefix, operationTag } from './operation-names.js';
import { type OperationFormat, READABLE_TYPES } from './render-paths.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** What a path answers that serves no objects. */
interface MetaAnswer {
  readonly id: string;
  readonly tag: string;
  /** The name of its schema; absent: text. */
  readonly schema?: string;
  readonly types: readonly string[];
}

const JSON_ALONE = ['application/json'];

/** The paths besides those of groups, as documents name them. */
const ANSWERS: Readonly<Record<string, MetaAnswer>> = {
  '.well-known/openid-configuration': {
    id: 'getServiceAccountIssuerOpenIDConfiguration',
    tag: 'WellKnown',
    types: JSON_ALONE,
  },
  api: { id: 'getCoreAPIVersions', tag: 'core', schema: `${META}.APIVersions`, types: READABLE_TYPES },
  apis: { id: 'getAPIVersions', tag: 'apis', schema: `${META}.APIGroupList`, types: READABLE_TYPES },
  'openid/v1/jwks': {
    id: 'getServiceAccountIssuerOpenIDKeyset',
    tag: 'openid',
    types: ['application/jwk-set+json'],
  },
  version: {
    id: 'getCodeVersion',
    tag: 'version',
    schema: 'io.k8s.apimachinery.pkg.version.Info',
    types: JSON_ALONE,
  },
};

/** The paths below `/openapi/v3` of what is served beside resources: discovery, the version, the keys. */
export function metaPaths(registry: ResourceRegistry): readonly string[] {
  const groups = registry
    .definitions()
    .filter(({ custom, group }) => !custom && group !== '')
    .map(({ group }) => `apis/${group}`);
  return [...Object.keys(ANSWERS), ...new Set(groups)];
}

/** The `paths` of such a path: one operation that gets it. */
export function metaOperation(path: string, format: OperationFormat): JsonObject {
  return operationAt(path, answerOf(path), format);
}

/** The schemas that its operation speaks of. */
export function metaSchemas(path: string): JsonObject {
  const { schema } = answerOf(path);
  const names = schema !== undefined && isJsonObject(builtinDefinition(schema)) ? reachableDefinitions([schema]) : [];
  return Object.fromEntries(names.map((name) => [name, builtinDefinition(name) ?? {}]));
}

/** The operation that lists the resources of a group and version. */
export function resourceListOperation(apiVersion: string, format: OperationFormat): JsonObject {
  const { group, version } = parseApiVersion(apiVersion);
  const answer = {
    id: `get${operationPrefix(group, version)}APIResources`,
    tag: operationTag(group, version),
    schema: `${META}.APIResourceList`,
    types: READABLE_TYPES,
  };
  return operationAt(group === '' ? `api/${version}` : `apis/${apiVersion}`, answer, format);
}

function answerOf(path: string): MetaAnswer {
  const group = path.slice('apis/'.length);
  const own = {
    id: `get${operationPrefix(group)}APIGroup`,
    tag: operationTag(group),
    schema: `${META}.APIGroup`,
    types: READABLE_TYPES,
  };
  return ANSWERS[path] ?? own;
}

function operationAt(path: string, answer: MetaAnswer, format: OperationFormat): JsonObject {
  return { [`/${path}/`]: { get: format === 'v3' ? operation(answer) : swaggerOperation(answer) } };
}

function operation({ id, tag, schema, types }: MetaAnswer): JsonObject {
  const answer = schema === undefined ? { type: 'string' } : { $ref: `#/components/schemas/${schema}` };
  const content = Object.fromEntries(types.map((type) => [type, { schema: answer }]));
  return { operationId: id, tags: [tag], responses: { '200': { description: 'OK', content }, '401': UNAUTHORIZED } };
}

function swaggerOperation({ id, tag, schema, types }: MetaAnswer): JsonObject {
  const answer = schema === undefined ? { type: 'string' } : { $ref: `#/definitions/${schema}` };
  return {
    operationId: id,
    tags: [tag],
    schemes: ['https'],
    ...(schema === undefined ? {} : { consumes: types }),
    produces: types,
    responses: { '200': { description: 'OK', schema: answer }, '401': UNAUTHORIZED },
  };
}

const UNAUTHORIZED = { description: 'Unauthorized' };
