import type { KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { draftOf } from '../drafts/draft.js';
import { hasEmptyCollections, markEmptyCollections } from '../drafts/empty-collections.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import type { ApiResponse } from '../request/api-response.js';
import { decodeRequestObject } from '../request/decode-object.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseWriteOptions } from '../request/write-options.js';
import { dedupeOwners } from './dedupe-owners.js';
import { matchNamespace, requireSameName } from './object-metadata.js';
import { respondObject } from './respond-object.js';
import { type Update, updateObject } from './update-object.js';
import { managerOf } from './user-agent-manager.js';

/** `PUT` of an object or of its status. */
export async function replaceObject(request: ResourceRequest): Promise<ApiResponse> {
  const { object, created } = await updateObject(request, replacement(request));
  return respondObject(request, object, created ? 201 : 200);
}

/** The update that a `PUT` asks for. @throws ApiError when its body cannot be used. */
export function replacement(request: ResourceRequest): Update {
  const options = parseWriteOptions(request.http.query, 'UpdateOptions');
  const body = decodeRequestObject(request, options.fieldValidation);
  requireSameName(request, body.metadata);
  matchNamespace(request, body.metadata);
  dedupeOwners(body.metadata, 'as-sent', request.warnings);
  const { served, subresource, core } = request;
  const manager = managerOf(request, options.fieldManager);
  const compute = (present: KubeObject | undefined): DraftObject => {
    const live = present === undefined ? undefined : served.version.codec.fromStorage(present);
    const draft = hasEmptyCollections(body) ? markEmptyCollections(draftOf(body)) : draftOf(body);
    if (live === undefined) delete draft.metadata.uid;
    trackUpdate({ served, live, manager, subresource, nowMs: core.clock.now() }, draft);
    return served.version.codec.toStorage(draft);
  };
  const retry = (body.metadata.resourceVersion ?? '') === '';
  return { compute, expectedUid: body.metadata.uid, retry, options };
}
