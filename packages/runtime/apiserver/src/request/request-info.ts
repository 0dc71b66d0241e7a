/** What a path asks for, read before anything is looked up. */
export interface RequestInfo {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or the lower-case method off the API. */
  readonly verb: string;
  readonly isResource: boolean;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Segments after the subresource (of a proxied path). */
  readonly rest: readonly string[];
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];

/** Reads the segments of a path under `/api` or `/apis`; other paths are no resources. */
export function parseRequestInfo(method: string, segments: readonly string[], watch: boolean): RequestInfo {
  const [prefix, ...parts] = segments;
  const groupless = prefix === 'api';
  const minimum = groupless ? 2 : 3;
  if ((!groupless && prefix !== 'apis') || parts.length < minimum) return nonResource(method);
  const [group, version = '', ...path] = groupless ? ['', ...parts] : parts;
  const byPath = (path[0] === 'watch' || path[0] === 'proxy') && path.length > 1;
  const verb = byPath ? (path[0] ?? '') : (VERBS[method] ?? '');
  return resourceInfo({ group: group ?? '', version, path: byPath ? path.slice(1) : path, verb, watch });
}

function nonResource(method: string): RequestInfo {
  const verb = method.toLowerCase();
  return {
    verb,
    isResource: false,
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    rest: [],
  };
}

interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly path: readonly string[];
  readonly verb: string;
  readonly watch: boolean;
}

function resourceInfo({ group, version, path, verb, watch }: ResourcePath): RequestInfo {
  const namespaced = path[0] === 'namespaces' && path.length > 1;
  const inNamespace = namespaced && path.length > 2 && !NAMESPACE_SUBRESOURCES.includes(path[2] ?? '');
  const [resource = '', name = '', subresource = '', ...rest] = inNamespace ? path.slice(2) : path;
  return {
    verb: collectionVerb(verb, name, watch),
    isResource: true,
    group,
    version,
    resource,
    subresource,
    namespace: namespaced ? (path[1] ?? '') : '',
    name,
    rest,
  };
}

function collectionVerb(verb: string, name: string, watch: boolean): string {
  if (name !== '') return verb;
  if (verb === 'get') return watch ? 'watch' : 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}
