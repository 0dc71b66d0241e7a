import { badRequest, failure, notFound } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../request/resource-request.js';
import { parseFlag } from '../request/write-options.js';
import { awaitRevision, parseResourceVersion } from './resource-version.js';
import { respondObject } from './respond-object.js';

/** `GET` of one object. */
export async function getObject(request: ResourceRequest): Promise<ApiResponse> {
  if (parseFlag(request.http.query.get('export')))
    throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
  const { core, served } = request;
  await core.store.settled();
  await reach(request, request.http.query.get('resourceVersion') ?? '');
  const record = core.store.get(served.definition.collection, requestKey(request));
  if (record === undefined) throw notFound(groupResourceOf(request), requestName(request));
  return respondObject(request, record.object, 200);
}

/** Waits for the version that the client has seen already. */
async function reach({ core, http }: ResourceRequest, resourceVersion: string): Promise<void> {
  if (resourceVersion === '') return;
  const wanted = parseResourceVersion(resourceVersion);
  if (typeof wanted !== 'number') throw failure(500, '', wanted.problem);
  await awaitRevision(core.store, wanted, http.signal);
}
