import { capitalized } from './operation-names.js';
import { READABLE_TYPES } from './render-paths.js';
import type { RouteNames } from './resource-routes.js';
import type { QueryParameter, Route } from './route.js';

const STREAMS: readonly QueryParameter[] = [
  ['container', 'string'],
  ['stderr', 'boolean'],
  ['stdin', 'boolean'],
  ['stdout', 'boolean'],
  ['tty', 'boolean'],
];

const LOG: readonly QueryParameter[] = [
  ['container', 'string'],
  ['follow', 'boolean'],
  ['insecureSkipTLSVerifyBackend', 'boolean'],
  ['limitBytes', 'integer'],
  ['previous', 'boolean'],
  ['sinceSeconds', 'integer'],
  ['stream', 'string'],
  ['tailLines', 'integer'],
  ['timestamps', 'boolean'],
];

const SESSIONS: Readonly<Record<string, readonly QueryParameter[]>> = {
  attach: STREAMS,
  exec: [['command', 'string'], ...STREAMS],
  portforward: [['ports', 'integer']],
};

const PROXIED = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

/** The routes of subresources that are no objects: logs, sessions with a container and proxies. Of others `undefined`. */
export function connectRoutes(
  names: RouteNames,
  { path, part }: { readonly path: string; readonly part: string },
): readonly Route[] | undefined {
  if (names.custom) return undefined;
  if (part === 'log') return [logRoute(names, path)];
  if (part === 'proxy') return proxyRoutes(names, path);
  const query = SESSIONS[part];
  if (query === undefined) return undefined;
  const options = part === 'portforward' ? 'PortForward' : capitalized(part);
  return ['get', 'post'].map((method) => connection(names, { path, part, method, query, options }));
}

function logRoute({ prefix, scope, kind }: RouteNames, path: string): Route {
  const textTypes = ['text/plain', ...READABLE_TYPES];
  const id = `read${prefix}${scope}${kind.kind}Log`;
  return { path, method: 'get', verb: 'get', action: 'get', id, kind, query: LOG, textTypes };
}

function proxyRoutes(names: RouteNames, path: string): readonly Route[] {
  const query: readonly QueryParameter[] = [['path', 'string']];
  return PROXIED.flatMap((method) => {
    const route = connection(names, { path, part: 'proxy', method, query, options: 'Proxy' });
    return [route, { ...route, path: `${path}/{path}`, id: `${route.id}WithPath` }];
  });
}

interface Connection {
  readonly path: string;
  readonly part: string;
  readonly method: string;
  readonly query: readonly QueryParameter[];
  /** Between the kind and `Options` in the name of its options. */
  readonly options: string;
}

function connection({ prefix, scope, kind }: RouteNames, { path, part, method, query, options }: Connection): Route {
  const id = `connect${prefix}${capitalized(method)}${scope}${kind.kind}${capitalized(part)}`;
  const ofOptions = { ...kind, kind: `${kind.kind}${options}Options` };
  return { path, method, verb: 'connect', action: 'connect', id, kind: ofOptions, query, textTypes: ['*/*'] };
}
