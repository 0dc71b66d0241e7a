import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { ApiError } from '@gotk/kube-client';
import { definitionOfKind } from '@gotk/kube-openapi';
import { invalidField, type KindRef, type KubeObject, parseApiVersion } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { failure, internalError, notFound, unsupportedMediaType } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import { type DecodedObject, DecodeError } from '../registry/object-codec.js';
import type { ServedResource } from '../registry/resource-definition.js';
import type { ApiResponse } from '../request/api-response.js';
import { SCHEME } from '../request/decode-object.js';
import { mediaTypeOf } from '../request/read-body.js';
import { groupResourceOf, type ResourceRequest, requestName } from '../request/resource-request.js';
import { parseWriteOptions, type WriteOptions } from '../request/write-options.js';
import { application } from './apply-object.js';
import { matchNamespace, requireSameName } from './object-metadata.js';
import { type PatchBody, type PatchedObject, patchBody } from './patch-body.js';
import { respondObject } from './respond-object.js';
import { type Update, updateObject } from './update-object.js';
import { managerOf } from './user-agent-manager.js';

const APPLY = 'application/apply-patch+yaml';
const CUSTOM_TYPES = ['application/json-patch+json', 'application/merge-patch+json'];
const BUILTIN_TYPES = [...CUSTOM_TYPES, 'application/strategic-merge-patch+json'];

/** `PATCH` of an object or of its status. */
export async function patchObject(request: ResourceRequest): Promise<ApiResponse> {
  const { object, created } = await updateObject(request, patching(request));
  return respondObject(request, object, created ? 201 : 200);
}

/** The update that a `PATCH` of any type asks for. @throws ApiError when its body cannot be used. */
export function patching(request: ResourceRequest): Update {
  if (isApplication(request)) return application(request);
  const contentType = mediaTypeOf(request.http.headers['content-type'] ?? '');
  requirePatchType(request, contentType);
  const options = parseWriteOptions(request.http.query, 'PatchOptions');
  const patch = patchBody(request, contentType);
  return {
    compute: (present) => patched(request, { patch, options, present }),
    retry: true,
    createIfAbsent: false,
    options,
  };
}

/** Whether the patch is an apply configuration. */
export function isApplication({ http }: ResourceRequest): boolean {
  return mediaTypeOf(http.headers['content-type'] ?? '') === APPLY;
}

/** Custom resources have no merge keys, so strategic patches are not for them. */
function requirePatchType({ served }: ResourceRequest, contentType: string): void {
  const { custom } = served.definition;
  if ((custom ? CUSTOM_TYPES : BUILTIN_TYPES).includes(contentType)) return;
  if (!custom) throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const accepted = [...CUSTOM_TYPES, APPLY].join(', ');
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
  const result = patch.apply(live);
  const decoded = decodePatched(request, result);
  reportStrictErrors(request, { errors: [...patch.strictErrors, ...decoded.strictErrors], result, options });
  const manager = managerOf(request, options.fieldManager);
  trackUpdate({ served, live, manager, subresource, nowMs: core.clock.now() }, decoded.object);
  matchNamespace(request, decoded.object.metadata);
  requireSameName(request, decoded.object.metadata);
  return served.version.codec.toStorage(decoded.object);
}

function decodePatched({ served }: ResourceRequest, result: PatchedObject): DecodedObject {
  const { apiVersion, definition, version } = served;
  const problem = result.problem === undefined ? kindProblem(served, result) : result.problem();
  if (problem !== undefined) throw invalidPatch(result, problem);
  const fields = fieldsOf(result.value);
  const isRead = result.problem === undefined;
  if (isRead && !definition.custom && (fields['apiVersion'] ?? '') === '') return versionless(served, fields);
  try {
    return version.codec.decode({ ...fields, apiVersion, kind: definition.kind });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw invalidPatch(result, error.message);
  }
}

/** Without a version the real server reads its internal type, which knows none of the names that JSON has. */
function versionless({ apiVersion, definition: { kind } }: ServedResource, fields: JsonObject): DecodedObject {
  const unknown = Object.keys(fields).filter((name) => name !== 'apiVersion' && name !== 'kind');
  return {
    object: { apiVersion, kind, metadata: {} },
    strictErrors: unknown.sort().map((name) => `unknown field ${JSON.stringify(name)}`),
  };
}

/**
 * Why a patched object is none of the kind: its own fields say otherwise. Without them it is what it was.
 * @throws ApiError where the real server has an answer of its own.
 */
function kindProblem({ apiVersion, definition }: ServedResource, { value, shown }: PatchedObject): string | undefined {
  const { apiVersion: givenVersion, kind: givenKind, metadata } = fieldsOf(value);
  const given = { apiVersion: String(givenVersion ?? ''), kind: String(givenKind ?? '') };
  if (given.apiVersion === apiVersion && given.kind === definition.kind) return undefined;
  if (definition.custom) {
    if (given.kind === '') return `Object 'Kind' is missing in '${shown()}'`;
    if (given.apiVersion === '')
      throw internalError("Object 'apiVersion' is missing in 'object has no apiVersion field'");
    const { group } = parseApiVersion(given.apiVersion);
    const name = isJsonObject(metadata) ? String(metadata['name'] ?? '') : '';
    throw invalidObject({ group, kind: given.kind }, name, [
      ...(given.kind === definition.kind ? [] : [invalidField('kind', given.kind, `must be ${definition.kind}`)]),
      ...(given.apiVersion === apiVersion
        ? []
        : [invalidField('apiVersion', given.apiVersion, `must be ${apiVersion}`)]),
    ]);
  }
  return builtinKindProblem({ apiVersion, kind: definition.kind }, given);
}

function builtinKindProblem(own: KindRef, given: KindRef): string | undefined {
  const { apiVersion = '', kind = '' } = {
    apiVersion: given.apiVersion || own.apiVersion,
    kind: given.kind || own.kind,
  };
  if (apiVersion === own.apiVersion && kind === own.kind) return undefined;
  const { version } = parseApiVersion(apiVersion);
  const shownVersion = JSON.stringify(apiVersion);
  if (definitionOfKind({ apiVersion, kind }) === undefined)
    return `no kind ${JSON.stringify(kind)} is registered for version ${shownVersion} in scheme ${JSON.stringify(SCHEME)}`;
  if (kind === own.kind) return undefined;
  const { group } = parseApiVersion(own.apiVersion);
  const internal = group === '' ? 'core' : (group.split('.')[0] ?? '');
  return `converting (${version}.${kind}) to (${internal}.${own.kind}): unknown conversion`;
}

function fieldsOf(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}

function invalidPatch(result: PatchedObject, why: string): ApiError {
  return invalidObject({ group: '', kind: '' }, '', [invalidField('patch', result.shown(), why)]);
}

interface StrictReport {
  readonly errors: readonly string[];
  readonly result: PatchedObject;
  readonly options: WriteOptions;
}

function reportStrictErrors(request: ResourceRequest, { errors, result, options }: StrictReport): void {
  if (errors.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Strict') throw invalidPatch(result, `strict decoding error: ${errors.join(', ')}`);
  request.warnings.push(...errors);
}
