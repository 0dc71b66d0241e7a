import { methodNotAllowed, methodNotSupported, noSuchPath, notFound } from '../errors/api-errors.js';
import type { SubresourceDefinition } from '../registry/resource-definition.js';
import type { ApiResponse } from '../request/api-response.js';
import type { RequestInfo } from '../request/request-info.js';
import { groupResourceOf, type ResourceRequest, requestName } from '../request/resource-request.js';
import { dispatchVerb } from '../rest/dispatch-verb.js';
import { createToken } from './create-token.js';
import { serveScale } from './scale/serve-scale.js';

type SubresourceHandler = (
  verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
) => Promise<ApiResponse> | ApiResponse;

/** Subresources that are not the object itself under further rules. */
const HANDLERS: Readonly<Record<string, SubresourceHandler>> = { scale: serveScale, token: createToken };

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
