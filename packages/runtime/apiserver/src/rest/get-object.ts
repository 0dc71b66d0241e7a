import { notFound } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../request/resource-request.js';
import { respondObject } from './respond-object.js';

/** `GET` of one object. */
export async function getObject(request: ResourceRequest): Promise<ApiResponse> {
  const { core, served } = request;
  await core.store.settled();
  const record = core.store.get(served.definition.collection, requestKey(request));
  if (record === undefined) throw notFound(groupResourceOf(request), requestName(request));
  return respondObject(request, record.object, 200);
}
