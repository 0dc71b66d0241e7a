import { methodNotAllowed } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { createObject } from './create-object.js';
import { deleteCollection } from './delete-collection.js';
import { deleteObject } from './delete-object.js';
import { getObject } from './get-object.js';
import { listObjects } from './list-objects.js';
import { patchObject } from './patch-object.js';
import { replaceObject } from './replace-object.js';
import { watchObjects } from './watch-objects.js';

type VerbHandler = (request: ResourceRequest) => Promise<ApiResponse>;

/** One handler per verb; all kinds share them. */
const HANDLERS: Readonly<Record<string, VerbHandler>> = {
  create: createObject,
  get: getObject,
  list: listObjects,
  watch: watchObjects,
  update: replaceObject,
  patch: patchObject,
  delete: deleteObject,
  deletecollection: deleteCollection,
};

/** Serves a verb on a resource. @throws ApiError when the resource does not have it. */
export function dispatchVerb(verb: string, request: ResourceRequest): Promise<ApiResponse> {
  const handler = HANDLERS[verb];
  if (handler === undefined || !request.served.definition.verbs.includes(verb)) throw methodNotAllowed();
  return handler(request);
}
