import type { JsonObject, JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { badRequest, notFound, unsupportedMediaType } from '../errors/api-errors.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import type { ApiResponse } from '../request/api-response.js';
import { decodeObject, reportStrictErrors } from '../request/decode-object.js';
import { mediaTypeOf } from '../request/read-body.js';
import { groupResourceOf, type ResourceRequest, requestName } from '../request/resource-request.js';
import { parseWriteOptions, type WriteOptions } from '../request/write-options.js';
import { applyObject } from './apply-object.js';
import { type PatchBody, patchBody } from './patch-body.js';
import { respondObject } from './respond-object.js';
import { updateObject } from './update-object.js';
import { managerOf } from './user-agent-manager.js';

const APPLY_TYPES = ['application/apply-patch+yaml', 'application/apply-patch+cbor'];
const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

/** `PATCH` of an object or of its status. */
export async function patchObject(request: ResourceRequest): Promise<ApiResponse> {
  const contentType = mediaTypeOf(request.http.headers['content-type'] ?? '');
  if (APPLY_TYPES.includes(contentType)) return applyObject(request);
  requirePatchType(request, contentType);
  const options = parseWriteOptions(request.http.query, 'PatchOptions');
  const patch = patchBody(request, contentType);
  const { object, created } = await updateObject(request, {
    compute: (present) => patched(request, { patch, options, present }),
    retry: true,
    createIfAbsent: false,
    options,
  });
  return respondObject(request, object, created ? 201 : 200);
}

/** Custom resources have no merge keys, so strategic patches are not for them. */
function requirePatchType({ served }: ResourceRequest, contentType: string): void {
  const types = served.definition.custom ? PATCH_TYPES.slice(0, 2) : PATCH_TYPES;
  if (types.includes(contentType)) return;
  const accepted = [...types, ...APPLY_TYPES].join(', ');
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );
}

interface Patching {
  readonly patch: PatchBody;
  readonly options: WriteOptions;
  readonly present: KubeObject | undefined;
}

function patched(request: ResourceRequest, { patch, options, present }: Patching): DraftObject {
  if (present === undefined) throw notFound(groupResourceOf(request), requestName(request));
  const { served, subresource, core } = request;
  const live = served.version.codec.fromStorage(present);
  const result = patch.applyTo(asJson(live));
  const decoded = decodeObject(request, requireFields(result));
  reportStrictErrors(request, decoded.strictErrors, options.fieldValidation);
  const manager = managerOf(request, options.fieldManager);
  trackUpdate({ served, live, manager, subresource, nowMs: core.clock.now() }, decoded.object);
  return served.version.codec.toStorage(decoded.object);
}

function requireFields(value: JsonValue): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badRequest('the patched object is not an object');
}
