import { badRequest, notFound, retryLater } from '../errors/api-errors.js';
import type { SubresourceDefinition } from '../registry/resource-definition.js';
import type { ApiResponse } from '../request/api-response.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../request/resource-request.js';
import { reviewConnect } from './connect-review.js';

const RETRY_SECONDS = 10;

/** `proxy` of pods, services and nodes: nothing answers behind the simulated ones. @throws ApiError always */
export async function serveProxy(
  _verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
): Promise<ApiResponse> {
  await reviewConnect(request, own);
  const { core, served } = request;
  // A name may have a scheme before it and a port behind it.
  const [first = '', second] = requestName(request).split(':');
  const name = second === undefined || first === '' ? first : /^https?$/.test(first) ? second : first;
  const key = requestKey({ ...request, name });
  if (core.store.get(served.definition.collection, key) === undefined) throw notFound(groupResourceOf(request), name);
  // A pod without an address is at none that may be asked.
  if (served.definition.collection === '/pods') throw badRequest('address not allowed');
  const why = `no endpoints available for service ${JSON.stringify(requestName(request))}`;
  throw retryLater(503, 'ServiceUnavailable', why, RETRY_SECONDS);
}
