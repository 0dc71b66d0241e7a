import { ApiError } from '@gotk/kube-client';
import type { ApiCore } from '../core/api-core.js';
import { serveDiscovery } from '../discovery/serve-discovery.js';
import { internalError, noSuchPath } from '../errors/api-errors.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import { parseRequestInfo, type RequestInfo } from '../request/request-info.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseFlag } from '../request/write-options.js';
import { dispatchVerb } from '../rest/dispatch-verb.js';
import { dispatchSubresource } from '../subresources/dispatch-subresource.js';

/** The answer to a request, with the texts of its warnings. */
export interface Answer {
  readonly response: ApiResponse;
  readonly warnings: readonly string[];
}

/** Serves one request, whatever it is; failures become `Status` answers. */
export async function handleRequest(core: ApiCore, request: ApiRequest): Promise<Answer> {
  const warnings: string[] = [];
  try {
    return { response: await route(core, request, warnings), warnings };
  } catch (error) {
    return { response: failureResponse(error), warnings };
  }
}

function failureResponse(error: unknown): ApiResponse {
  const status =
    error instanceof ApiError
      ? error.status
      : internalError(error instanceof Error ? error.message : String(error)).status;
  const retryAfter = status.details?.retryAfterSeconds;
  return jsonResponse(status.code, status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
}

async function route(core: ApiCore, request: ApiRequest, warnings: string[]): Promise<ApiResponse> {
  const info = parseRequestInfo(request.method, request.segments, parseFlag(request.query.get('watch')));
  if (!info.isResource) return serveNonResource(core, request);
  return serveResource(info, resourceRequest(core, request, { info, warnings }));
}

function serveNonResource(core: ApiCore, request: ApiRequest): ApiResponse {
  const response = serveDiscovery(core, request);
  if (response === undefined) throw noSuchPath();
  return response;
}

interface Routing {
  readonly info: RequestInfo;
  readonly warnings: string[];
}

function resourceRequest(core: ApiCore, http: ApiRequest, { info, warnings }: Routing): ResourceRequest {
  const served = core.registry.served(info.group, info.version, info.resource);
  if (served === undefined) throw noSuchPath();
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

function serveResource(info: RequestInfo, request: ResourceRequest): Promise<ApiResponse> {
  if (request.served.definition.namespaced && request.name !== undefined && request.namespace === undefined)
    throw noSuchPath();
  return request.subresource === undefined ? dispatchVerb(info.verb, request) : dispatchSubresource(info, request);
}
