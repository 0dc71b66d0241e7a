import { representationOf, representList } from '../representation/represent.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import type { ResourceRequest } from '../request/resource-request.js';
import type { ListPage } from './list-objects.js';

/** Answers with a page of a list, in the version and the representation that were asked for. */
export function respondList(request: ResourceRequest, page: ListPage): ApiResponse {
  const representation = representationOf(request);
  return jsonResponse(200, representList(request, page, representation), {
    'content-type': representation.contentType,
  });
}
