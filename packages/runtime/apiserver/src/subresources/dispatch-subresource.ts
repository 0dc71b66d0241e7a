import { noSuchPath } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import type { RequestInfo } from '../request/request-info.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { dispatchVerb } from '../rest/dispatch-verb.js';

/** Serves a subresource. @throws ApiError when the resource has none of that name. */
export function dispatchSubresource(info: RequestInfo, request: ResourceRequest): Promise<ApiResponse> {
  const { subresource, served } = request;
  if (subresource === undefined || !served.version.subresources.includes(subresource)) throw noSuchPath();
  if (subresource === 'status') return dispatchVerb(info.verb, request);
  throw noSuchPath();
}
