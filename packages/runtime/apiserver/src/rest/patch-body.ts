import { applyJsonPatch, applyMergePatch, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { badRequest } from '../errors/api-errors.js';
import type { ResourceRequest } from '../request/resource-request.js';

/** A patch that was read; it can be applied to any state of the object. */
export interface PatchBody {
  applyTo(object: JsonObject): JsonValue;
}

/** Reads the body of a patch of this media type. @throws ApiError */
export function patchBody(request: ResourceRequest, contentType: string): PatchBody {
  const value = bodyValue(request);
  if (contentType === 'application/json-patch+json') return { applyTo: (object) => applyJsonPatch(object, value) };
  if (!isJsonObject(value))
    throw badRequest('error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}');
  return { applyTo: (object) => applyMergePatch(object, value) };
}

function bodyValue({ http: { body } }: ResourceRequest): JsonValue {
  if (body.kind === 'value') return body.value;
  const text = body.kind === 'none' ? '' : Buffer.from(body.bytes).toString('utf8');
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing else.
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}
