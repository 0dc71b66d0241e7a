import type { KubeObject } from '@gotk/objects';
import { representationOf, representObject } from '../representation/represent.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { needsPreparation, prepareToShow } from './convert-stored.js';

/** Answers with an object of the stored version, in the version and the representation that were asked for. */
export function respondObject(
  request: ResourceRequest,
  stored: KubeObject,
  status: number,
): ApiResponse | Promise<ApiResponse> {
  if (!needsPreparation(request)) return show(request, stored, status);
  return prepareToShow(request, [stored]).then(() => show(request, stored, status));
}

function show(request: ResourceRequest, stored: KubeObject, status: number): ApiResponse {
  const representation = representationOf(request);
  const object = request.served.version.codec.fromStorage(stored);
  const body = representObject(request, object, representation);
  return jsonResponse(status, body, { 'content-type': representation.contentType });
}
