import { ApiError } from '@gotk/kube-client';
import { AuditTrail } from '../audit/audit-trail.js';
import { authorizeRequest } from '../auth/authorize-request.js';
import type { ApiCore } from '../core/api-core.js';
import { serveDiscovery } from '../discovery/serve-discovery.js';
import { internalError, methodNotAllowed, noSuchPath } from '../errors/api-errors.js';
import { serveOpenApi } from '../openapi/serve-openapi.js';
import type { ServedResource } from '../registry/resource-definition.js';
import { allowsMetaKinds, negotiate } from '../representation/negotiate.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse, pageNotFound } from '../request/api-response.js';
import { parseRequestInfo, type RequestInfo } from '../request/request-info.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseFlag } from '../request/write-options.js';
import { dispatchVerb } from '../rest/dispatch-verb.js';
import { dispatchSubresource } from '../subresources/dispatch-subresource.js';
import { withinDeadline } from './request-deadline.js';
import { serveHealth } from './serve-health.js';
import { serveMetrics } from './serve-metrics.js';
import { serveOpenId } from './serve-openid.js';
import { servePaths } from './serve-paths.js';
import { unavailableService } from './unavailable-service.js';

/** The answer to a request, with the texts of its warnings. */
export interface Answer {
  readonly response: ApiResponse;
  readonly warnings: readonly string[];
}

/** Serves one request, whatever it is; failures become `Status` answers. */
export async function handleRequest(core: ApiCore, request: ApiRequest): Promise<Answer> {
  const warnings = headerWarnings(request);
  if (core.audit === undefined) return { response: await answer(core, request, warnings), warnings };
  const trail = new AuditTrail(core, request);
  return { response: trail.answered(await answer(core, { ...request, trail }, warnings)), warnings };
}

function headerWarnings({ headers }: ApiRequest): string[] {
  if (!/^\s*bearer {2}/i.test(headers['authorization'] ?? '')) return [];
  return ['the provided Authorization header contains extra space before the bearer token, and is ignored'];
}

async function answer(core: ApiCore, request: ApiRequest, warnings: string[]): Promise<ApiResponse> {
  try {
    return await route(core, request, warnings);
  } catch (error) {
    return failureResponse(error, request);
  }
}

/** The answer to a request that failed. */
export function failureResponse(error: unknown, request?: Pick<ApiRequest, 'headers'>): ApiResponse {
  const status =
    error instanceof ApiError
      ? error.status
      : internalError(error instanceof Error ? error.message : String(error)).status;
  const retryAfter = status.details?.retryAfterSeconds;
  return jsonResponse(status.code, status, {
    ...(prefersYaml(request?.headers['accept'] ?? '') ? { 'content-type': 'application/yaml' } : {}),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
}

/** Failures are told in YAML to those who ask for it alone, or for it first. */
function prefersYaml(accept: string): boolean {
  try {
    return negotiate(accept, allowsMetaKinds).contentType === 'application/yaml';
  } catch {
    return false;
  }
}

async function route(core: ApiCore, received: ApiRequest, warnings: string[]): Promise<ApiResponse> {
  const info = parseRequestInfo(received.method, received.segments, parseFlag(received.query.get('watch')));
  const request = authorizeRequest(core, received, info);
  if (received.method === 'HEAD' && info.isResource) throw methodNotAllowed();
  if (info.verb === 'watch') return dispatch(core, request, { info, warnings });
  return withinDeadline(request, () => dispatch(core, request, { info, warnings }));
}

async function dispatch(
  core: ApiCore,
  request: ApiRequest,
  { info, warnings }: Pick<Routing, 'info' | 'warnings'>,
): Promise<ApiResponse> {
  const unavailable = unavailableService(core, request.segments);
  if (unavailable !== undefined) return unavailable;
  if (!info.isResource) return serveNonResource(core, request);
  const served = core.registry.served(info.group, info.version, info.resource);
  if (served === undefined || request.path.includes('//')) return nothingServed(core, info);
  // Cluster-scoped custom resources are not found in namespaces, and namespaces are not looked into for them.
  if (!served.definition.namespaced && info.namespace !== '' && served.definition.collection !== '/namespaces') {
    if (served.definition.custom) return pageNotFound();
    throw noSuchPath();
  }
  return serveResource(info, resourceRequest(core, request, { info, served, warnings }));
}

/** A group that nobody serves is no API at all; within one that is, the answer is the API's own. */
function nothingServed({ registry }: ApiCore, { group, version }: RequestInfo): ApiResponse {
  const custom = registry.definitions().every((definition) => definition.group !== group || definition.custom);
  if (group !== '' && (!registry.hasGroup(group) || (custom && !registry.hasGroup(group, version))))
    return pageNotFound();
  if (custom && group !== '') return pageNotFound();
  throw noSuchPath();
}

/** What is only read: the versions, and what is served in one of them. */
function isReadOnly([first = '', ...rest]: readonly string[]): boolean {
  if (first === 'version') return rest.length === 0;
  return (first === 'api' && rest.length < 2) || (first === 'apis' && rest.length === 2);
}

function serveNonResource(core: ApiCore, request: ApiRequest): ApiResponse {
  if (WRITES.includes(request.method) && isReadOnly(request.segments)) throw methodNotAllowed();
  return (
    serveDiscovery(core, request) ??
    serveOpenApi(core, request) ??
    serveHealth(request) ??
    serveOpenId(core, request) ??
    serveMetrics(core, request) ??
    servePaths(core, request) ??
    pageNotFound()
  );
}

interface Routing {
  readonly info: RequestInfo;
  readonly served: ServedResource;
  readonly warnings: string[];
}

function resourceRequest(core: ApiCore, http: ApiRequest, { info, served, warnings }: Routing): ResourceRequest {
  // Only namespaces themselves live under their own name.
  const namespace = served.definition.namespaced && info.namespace !== '' ? info.namespace : undefined;
  if (served.version.deprecationWarning !== undefined) warnings.push(served.version.deprecationWarning);
  return {
    core,
    http,
    served,
    namespace,
    name: info.name === '' ? undefined : info.name,
    subresource: info.subresource === '' ? undefined : info.subresource,
    warnings,
  };
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];
const SINGLE_VERBS = ['get', 'update', 'patch', 'delete'];

function serveResource(info: RequestInfo, request: ResourceRequest): Promise<ApiResponse> | ApiResponse {
  const { definition } = request.served;
  // Questions have no names, and are asked of one namespace.
  if (definition.answer !== undefined && request.name !== undefined) throw noSuchPath();
  if (definition.namespaced && request.namespace === undefined) {
    if (request.name !== undefined || definition.answer !== undefined) {
      if (definition.custom) return pageNotFound();
      throw noSuchPath();
    }
    // All namespaces together can only be read.
    if (info.verb !== 'list' && info.verb !== 'watch') throw methodNotAllowed();
  }
  if (request.subresource !== undefined) return dispatchSubresource(info, request);
  const isSingle = SINGLE_VERBS.includes(info.verb);
  if (isSingle !== (request.name !== undefined) && info.verb !== 'watch') throw methodNotAllowed();
  return dispatchVerb(info.verb, request);
}
