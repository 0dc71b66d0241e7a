import type { JsonObject } from '@gotk/json';
import { operationTag } from './operation-names.js';
import { PRETTY, type QueryParameter, type Route } from './route.js';

/** In which version of OpenAPI the operations are written. */
export type OperationFormat = 'v2' | 'v3';

/** The forms of what is no list. */
export const READABLE_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAM_TYPES = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const PATCH_SCHEMA = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const DESCRIPTIONS: Readonly<Record<string, string>> = { '200': 'OK', '201': 'Created', '202': 'Accepted' };

/** How documents tell of routes; custom resources have no protobuf and no strategic patches. */
export interface PathStyle {
  readonly format: OperationFormat;
  readonly custom: boolean;
}

/** The `paths` of a document. Parameters that all operations of a path have stand beside them. */
export function renderPaths(routes: readonly Route[], style: PathStyle): JsonObject {
  const byPath = new Map<string, Route[]>();
  for (const route of routes) {
    const known = byPath.get(route.path);
    if (known === undefined) byPath.set(route.path, [route]);
    else known.push(route);
  }
  return Object.fromEntries([...byPath].map(([path, own]) => [path, renderPath(own, style)]));
}

function renderPath(routes: readonly Route[], style: PathStyle): JsonObject {
  const [first] = routes;
  const common = routes
    .map(queryOf)
    .reduce((kept, query) => kept.filter(([name]) => query.some(([other]) => other === name)));
  const names = new Set(common.map(([name]) => name));
  const inPath = [...(first?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parameters = [
    ...inPath.map((name) => ({ in: 'path', name, required: true, ...typeOf('string', style) })),
    ...common.map((each) => queryParameter(each, style)),
  ].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  const operations = routes.map((route) => {
    const query = queryOf(route).filter(([name]) => !names.has(name));
    return [route.method, renderOperation(route, query, style)] as const;
  });
  return { ...Object.fromEntries(operations), ...(parameters.length === 0 ? {} : { parameters }) };
}

/** Sessions and proxies are not printed prettily. */
function queryOf({ query, action }: Route): readonly QueryParameter[] {
  if (action === 'connect') return query;
  return [...query, PRETTY].sort(([one], [other]) => (one < other ? -1 : 1));
}

function queryParameter([name, type]: QueryParameter, style: PathStyle): JsonObject & { readonly name: string } {
  return { in: 'query', name, ...typeOf(type, style) };
}

function typeOf(type: string, { format }: PathStyle): JsonObject {
  return format === 'v3' ? { schema: { type, uniqueItems: true } } : { type, uniqueItems: true };
}

function renderOperation(route: Route, query: readonly QueryParameter[], style: PathStyle): JsonObject {
  const { kind, id, action } = route;
  const parameters = [
    ...(style.format === 'v2' ? bodyParameters(route) : []),
    ...query.map((each) => queryParameter(each, style)),
  ];
  return {
    operationId: id,
    tags: [operationTagOf(route)],
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { ...kind },
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(style.format === 'v2' ? mediaTypes(route, style) : requestBody(route, style)),
    responses: responses(route, style),
  };
}

/** The tag is of the group that serves the path, which need not be that of the kind. */
function operationTagOf({ path }: Route): string {
  const [, root, first = '', second = ''] = path.split('/');
  return root === 'api' ? operationTag('', first) : operationTag(first, second);
}

function bodyParameters({ body, optionalBody, patches }: Route): readonly JsonObject[] {
  const schema = patches === true ? PATCH_SCHEMA : (body ?? optionalBody);
  if (schema === undefined) return [];
  const required = optionalBody === undefined ? { required: true } : {};
  return [{ in: 'body', name: 'body', ...required, schema: { $ref: `#/definitions/${schema}` } }];
}

function mediaTypes(route: Route, style: PathStyle): JsonObject {
  return { schemes: ['https'], consumes: consumed(route, style), produces: produced(route, style) };
}

function consumed({ patches }: Route, { custom }: PathStyle): readonly string[] {
  if (patches === true) return custom ? PATCH_TYPES.filter((type) => !type.includes('strategic')) : PATCH_TYPES;
  return custom ? ['application/json', 'application/yaml'] : ['*/*'];
}

function produced({ textTypes, streams }: Route, { custom }: PathStyle): readonly string[] {
  if (textTypes !== undefined) return textTypes;
  if (custom) return READABLE_TYPES.filter((type) => !type.includes('protobuf'));
  return streams === true ? [...READABLE_TYPES, ...STREAM_TYPES] : READABLE_TYPES;
}

function requestBody(route: Route, style: PathStyle): JsonObject {
  const schema = route.patches === true ? PATCH_SCHEMA : (route.body ?? route.optionalBody);
  if (schema === undefined) return {};
  const content = contentOf(consumed(route, style), { $ref: `#/components/schemas/${schema}` });
  return { requestBody: { content, ...(route.optionalBody === undefined ? { required: true } : {}) } };
}

function contentOf(types: readonly string[], schema: JsonObject): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function responses(route: Route, style: PathStyle): JsonObject {
  const { answer, also = [] } = route;
  const isV3 = style.format === 'v3';
  const schema =
    answer === undefined ? { type: 'string' } : { $ref: `#/${isV3 ? 'components/schemas' : 'definitions'}/${answer}` };
  const content = isV3 ? { content: contentOf(produced(route, style), schema) } : { schema };
  const successes = ['200', ...also].map((status) => [status, { description: DESCRIPTIONS[status], ...content }]);
  return { ...Object.fromEntries(successes), '401': { description: 'Unauthorized' } };
}
