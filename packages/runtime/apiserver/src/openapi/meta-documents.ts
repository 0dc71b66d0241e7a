import { isJsonObject, type JsonObject } from '@gotk/json';
import { builtinDefinition, reachableDefinitions } from '@gotk/kube-openapi';
import type { ResourceRegistry } from '../registry/resource-registry.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
/** What the paths that are no API version answer with. */
const ANSWERS: Readonly<Record<string, string>> = {
  '.well-known/openid-configuration': 'string',
  api: `${META}.APIVersions`,
  apis: `${META}.APIGroupList`,
  'openid/v1/jwks': 'string',
  version: 'io.k8s.apimachinery.pkg.version.Info',
};

/** The paths below `/openapi/v3` of what is served beside resources: discovery, the version, the keys. */
export function metaPaths(registry: ResourceRegistry): readonly string[] {
  const groups = registry
    .definitions()
    .filter(({ custom, group }) => !custom && group !== '')
    .map(({ group }) => `apis/${group}`);
  return [...Object.keys(ANSWERS), ...new Set(groups)];
}

/** The document of such a path: one operation that gets it. */
export function metaDocument(path: string, info: JsonObject): JsonObject {
  const answer = ANSWERS[path] ?? `${META}.APIGroup`;
  const isKnown = isJsonObject(builtinDefinition(answer));
  const schema = isKnown
    ? { $ref: `#/components/schemas/${answer}` }
    : { type: answer === 'string' ? 'string' : 'object' };
  const isFile = path === 'version' || !path.startsWith('api');
  const content = { 'application/json': { schema } };
  const schemas = Object.fromEntries(
    (isKnown ? reachableDefinitions([answer]) : []).map((name) => [name, builtinDefinition(name) ?? {}]),
  );
  return {
    openapi: '3.0.0',
    info,
    paths: { [`/${path}${isFile ? '' : '/'}`]: { get: { responses: { '200': { description: 'OK', content } } } } },
    ...(isKnown ? { components: { schemas } } : {}),
  };
}
