import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import type { ResourceRequest } from '../request/resource-request.js';
import type { ListPage } from './list-objects.js';

/** Answers with a page of a list, in the version and the representation that were asked for. */
export function respondList({ served }: ResourceRequest, page: ListPage): ApiResponse {
  return jsonResponse(200, {
    kind: served.definition.listKind,
    apiVersion: served.apiVersion,
    metadata: listMetadata(page),
    items: page.objects.map((object) => served.version.codec.fromStorage(object)),
  });
}

/** `metadata` of a list. */
export function listMetadata({ revision, continueToken, remainingItemCount }: ListPage) {
  return {
    resourceVersion: String(revision),
    ...(continueToken === undefined ? {} : { continue: continueToken }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
}
