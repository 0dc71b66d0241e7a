import type { JsonObject } from '@gotk/json';
import type { DraftObject } from '../drafts/draft.js';
import { badRequest } from '../errors/api-errors.js';
import { DecodeError } from '../registry/object-codec.js';
import { readBody, requireObject } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';
import type { FieldValidation } from './write-options.js';

/** Reads the request's body as an object of the kind that the path serves, in the version of the path. */
export function decodeRequestObject(request: ResourceRequest, validation: FieldValidation): DraftObject {
  const body = readBody(request.http);
  const object = requireObject(body);
  requireKind(request, object);
  const decoded = decodeObject(request, object);
  reportStrictErrors(request, [...body.strictErrors, ...decoded.strictErrors], validation);
  return decoded.object;
}

/** Decodes a value that is known to be of the served kind. @throws ApiError when a field has the wrong type. */
export function decodeObject(request: ResourceRequest, object: JsonObject) {
  const { served } = request;
  try {
    return served.version.codec.decode({ ...object, apiVersion: served.apiVersion, kind: served.definition.kind });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw cannotHandle(request, error.message);
  }
}

/** Unknown and duplicate fields refuse the request, become warnings, or are ignored. */
export function reportStrictErrors(
  request: ResourceRequest,
  errors: readonly string[],
  validation: FieldValidation,
): void {
  if (errors.length === 0 || validation === 'Ignore') return;
  if (validation === 'Strict') throw cannotHandle(request, `strict decoding error: ${errors.join(', ')}`);
  request.warnings.push(...errors);
}

function cannotHandle({ served }: ResourceRequest, why: string): Error {
  const { kind } = served.definition;
  return badRequest(`${kind} in version "${served.version.version}" cannot be handled as a ${kind}: ${why}`);
}

function requireKind({ served }: ResourceRequest, { apiVersion, kind }: JsonObject): void {
  if (apiVersion !== undefined && apiVersion !== '' && apiVersion !== served.apiVersion) {
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${served.apiVersion})`,
    );
  }
  if (kind !== undefined && kind !== '' && kind !== served.definition.kind) {
    throw badRequest(
      `the kind in the data (${String(kind)}) does not match the expected kind (${served.definition.kind})`,
    );
  }
}
