import { representationOf, representList } from '../representation/represent.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { needsPreparation, prepareToShow } from './convert-stored.js';
import type { ListPage } from './list-objects.js';

/** Answers with a page of a list, in the version and the representation that were asked for. */
export async function respondList(request: ResourceRequest, page: ListPage): Promise<ApiResponse> {
  if (needsPreparation(request)) {
    await prepareToShow(
      request,
      page.records.map(({ object }) => object),
    );
  }
  const representation = representationOf(request);
  return jsonResponse(200, representList(request, page, representation), {
    'content-type': representation.contentType,
  });
}
