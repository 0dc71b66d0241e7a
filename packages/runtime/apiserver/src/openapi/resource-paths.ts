import type { JsonObject } from '@gotk/json';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';

/** In which version of OpenAPI the operations are written. */
export type OperationKind = 'v2' | 'v3';

const METHODS: Readonly<Record<string, readonly [method: string, action: string, onCollection: boolean]>> = {
  list: ['get', 'list', true],
  create: ['post', 'post', true],
  deletecollection: ['delete', 'deletecollection', true],
  get: ['get', 'get', false],
  update: ['put', 'put', false],
  patch: ['patch', 'patch', false],
  delete: ['delete', 'delete', false],
};
const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

/** The paths of a resource and what can be done there: what clients look up kinds and query parameters in. */
export function resourcePaths(
  { definition, version }: { readonly definition: ResourceDefinition; readonly version: VersionDefinition },
  format: OperationKind,
): JsonObject {
  const { group, resource, namespaced, kind, verbs } = definition;
  const root = group === '' ? `/api/${version.version}` : `/apis/${group}/${version.version}`;
  const collection = `${root}/${namespaced ? 'namespaces/{namespace}/' : ''}${resource}`;
  const groupVersionKind = { group, kind, version: version.version };
  const pathParameters = (names: readonly string[]): readonly JsonObject[] =>
    names.map((name) => ({ name, in: 'path', required: true, ...typeOf('string', format) }));
  const operations = (onCollection: boolean, allowed = verbs): JsonObject =>
    Object.fromEntries(
      allowed.flatMap((verb) => {
        const [method, action, isCollection] = METHODS[verb] ?? [];
        if (method === undefined || isCollection !== onCollection) return [];
        const operation = {
          'x-kubernetes-action': action ?? '',
          'x-kubernetes-group-version-kind': groupVersionKind,
          parameters: queryParameters(verb, format),
          responses: { '200': { description: 'OK' } },
        };
        return [[method, operation] as const];
      }),
    );
  const scope = namespaced ? ['namespace'] : [];
  const own = definition.custom ? version.subresources : [];
  const subresources = own.map(({ name, verbs: allowed }) => [
    `${collection}/{name}/${name}`,
    { ...operations(false, allowed), parameters: pathParameters(['name', ...scope]) },
  ]);
  return {
    [collection]: { ...operations(true), parameters: pathParameters(scope) },
    [`${collection}/{name}`]: { ...operations(false), parameters: pathParameters(['name', ...scope]) },
    ...(Object.fromEntries(subresources) as JsonObject),
    ...(namespaced && verbs.includes('list')
      ? {
          [`${root}/${resource}`]: {
            get: {
              'x-kubernetes-action': 'list',
              'x-kubernetes-group-version-kind': groupVersionKind,
              responses: { '200': { description: 'OK' } },
            },
          },
        }
      : {}),
  };
}

function queryParameters(verb: string, format: OperationKind): readonly JsonObject[] {
  const names = WRITES.has(verb)
    ? ['dryRun', 'fieldManager', 'fieldValidation', ...(verb === 'patch' ? ['force'] : [])]
    : verb === 'delete'
      ? ['dryRun', 'gracePeriodSeconds', 'propagationPolicy']
      : [];
  return names.map((name) => ({
    name,
    in: 'query',
    ...typeOf(name === 'force' ? 'boolean' : name === 'gracePeriodSeconds' ? 'integer' : 'string', format),
  }));
}

function typeOf(type: string, format: OperationKind): JsonObject {
  return format === 'v3' ? { schema: { type, uniqueItems: true } } : { type, uniqueItems: true };
}
