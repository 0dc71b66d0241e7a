import { methodNotAllowed, methodNotSupported, noSuchPath, notFound } from '../errors/api-errors.js';
import type { SubresourceDefinition } from '../registry/resource-definition.js';
import type { ApiResponse } from '../request/api-response.js';
import type { RequestInfo } from '../request/request-info.js';
import { groupResourceOf, type ResourceRequest, requestName } from '../request/resource-request.js';
import { dispatchVerb } from '../rest/dispatch-verb.js';
import { createToken } from './create-token.js';
import { bindPod } from './pods/bind-pod.js';
import { connectPod } from './pods/connect-pod.js';
import { evictPod } from './pods/evict-pod.js';
import { podLog } from './pods/pod-log.js';
import { serveScale } from './scale/serve-scale.js';
import { serveProxy } from './serve-proxy.js';

type SubresourceHandler = (
  verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
) => Promise<ApiResponse> | ApiResponse;

/** Subresources that are not the object itself under further rules. */
const HANDLERS: Readonly<Record<string, SubresourceHandler>> = {
  attach: connectPod,
  binding: bindPod,
  eviction: evictPod,
  exec: connectPod,
  log: podLog,
  portforward: connectPod,
  proxy: serveProxy,
  scale: serveScale,
  token: createToken,
};

/** Serves a subresource. @throws ApiError when the resource has none of that name, or not this verb. */
export async function dispatchSubresource(info: RequestInfo, request: ResourceRequest): Promise<ApiResponse> {
  const own = request.served.version.subresources.find(({ name }) => name === request.subresource);
  const { custom } = request.served.definition;
  if (own === undefined) throw custom ? notFound(groupResourceOf(request), requestName(request)) : noSuchPath();
  if (!own.verbs.includes(info.verb))
    throw custom ? methodNotSupported(groupResourceOf(request), info.verb) : methodNotAllowed();
  const handler = HANDLERS[own.name];
  return handler === undefined ? dispatchVerb(info.verb, request) : handler(info.verb, request, own);
}
