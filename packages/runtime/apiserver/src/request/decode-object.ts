import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { ApiError } from '@gotk/kube-client';
import { definitionOfKind } from '@gotk/kube-openapi';
import { invalidField, parseApiVersion } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { badRequest } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import { type DecodedObject, DecodeError } from '../registry/object-codec.js';
import type { ServedResource } from '../registry/resource-definition.js';
import { isKnownUnserved } from './former-versions.js';
import { BodyError, type ReadBody, readBody } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';
import type { FieldValidation } from './write-options.js';

/** Where the real server's registry of types says it stands. */
export const SCHEME = 'pkg/runtime/scheme.go:111';
const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** Reads the request's body as an object of the kind that the path serves, in the version of the path. @throws ApiError */
export function decodeRequestObject(request: ResourceRequest, validation: FieldValidation): DraftObject {
  const body = bodyOf(request);
  const object = requireTypeMeta(request.served, body);
  requireKind(request, object, validation);
  const decoded = decodeObject(request, object);
  reportStrictErrors(request, [...body.duplicates, ...decoded.strictErrors], validation);
  return decoded.object;
}

function bodyOf(request: ResourceRequest): ReadBody {
  try {
    return readBody(request.http);
  } catch (error) {
    if (error instanceof BodyError) throw unrecognized(request.served, error.message, error.summary);
    throw error;
  }
}

function unrecognized({ definition }: ServedResource, why: string, summary: string): ApiError {
  return badRequest(`the object provided is unrecognized (must be of type ${definition.kind}): ${why} (${summary})`);
}

/** The body as an object whose kind and version are texts, if they are given. */
function requireTypeMeta(served: ServedResource, body: ReadBody): JsonObject {
  const { value, summary } = body;
  const parseError = (why: string): ApiError =>
    unrecognized(served, `couldn't get version/kind; json parse error: json: cannot unmarshal ${why}`, summary);
  if (value === null) return {};
  if (!isJsonObject(value)) throw parseError(`${goKind(value)} into Go value of type ${TYPE_META}`);
  for (const field of ['apiVersion', 'kind'] as const) {
    const given = value[field];
    if (given !== undefined && given !== null && typeof given !== 'string') {
      throw parseError(`${goKind(given)} into Go struct field .${field} of type string`);
    }
  }
  if (served.definition.custom) requireNamedKind(served, value, body);
  return value;
}

/** A custom resource must say what it is. */
function requireNamedKind(served: ServedResource, { kind }: JsonObject, { text, summary }: ReadBody): void {
  if (kind === undefined || kind === '')
    throw unrecognized(served, `Object 'Kind' is missing in '${text.trim()}'`, summary);
}

function goKind(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function requireKind(request: ResourceRequest, object: JsonObject, validation: FieldValidation): void {
  const { served } = request;
  const { definition } = served;
  const apiVersion = String(object['apiVersion'] ?? '') || served.apiVersion;
  const kind = String(object['kind'] ?? '') || definition.kind;
  if (definition.custom)
    return requireCustomKind(request, { ...object, apiVersion: object['apiVersion'] ?? '', kind }, validation);
  if (apiVersion === served.apiVersion && kind === definition.kind) return;
  // Evictions have been read in the version of their first group since before the second was there.
  if (definition.kind === 'Eviction' && kind === 'Eviction' && apiVersion === 'policy/v1beta1') return;
  const { group, version } = parseApiVersion(apiVersion);
  const cannot = (why: string): ApiError =>
    badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${definition.kind}: ${why}`);
  if (definitionOfKind({ apiVersion, kind }) === undefined && !isKnownUnserved(apiVersion, kind)) {
    throw cannot(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme ${JSON.stringify(SCHEME)}`,
    );
  }
  if (kind !== definition.kind) {
    throw cannot(
      `converting (${version}.${kind}) to (${internalGroup(parseApiVersion(served.apiVersion).group)}.${definition.kind}): unknown conversion`,
    );
  }
  if (group !== definition.group || !definition.versions.some((item) => item.version === version))
    throw otherVersion(apiVersion, served);
  throw otherVersion(apiVersion, served);
}

function internalGroup(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? '');
}

function requireCustomKind(
  request: ResourceRequest,
  { apiVersion, kind, metadata, ...fields }: JsonObject,
  validation: FieldValidation,
): void {
  const { served } = request;
  const { group, kind: expected } = served.definition;
  if (apiVersion !== served.apiVersion) {
    const isSameGroup = parseApiVersion(String(apiVersion)).group === group;
    // An unknown version has no schema, so none of its fields is known.
    if (isSameGroup && validation === 'Warn') {
      const unknown = served.definition.versions.every(({ version }) => `${group}/${version}` !== apiVersion);
      if (unknown)
        request.warnings.push(
          ...Object.keys(fields)
            .sort()
            .map((field) => `unknown field ${JSON.stringify(field)}`),
        );
    }
    throw otherVersion(String(apiVersion), served);
  }
  if (kind === expected) return;
  const name = isJsonObject(metadata) ? String(metadata['name'] ?? '') : '';
  throw invalidObject({ group, kind: String(kind) }, name, [invalidField('kind', String(kind), `must be ${expected}`)]);
}

function otherVersion(apiVersion: string, served: ServedResource): ApiError {
  return badRequest(
    `the API version in the data (${apiVersion}) does not match the expected API version (${served.apiVersion})`,
  );
}

/** Decodes a value that is known to be of the served kind. @throws ApiError when a field has the wrong type. */
export function decodeObject(request: ResourceRequest, object: JsonObject): DecodedObject {
  const { served } = request;
  try {
    const whole = { ...object, apiVersion: served.apiVersion, kind: served.definition.kind };
    return served.version.codec.decode(whole);
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
  request.warnings.push(...errors.flatMap(warningsOf));
}

/** YAML's complaints come as one text with a heading. */
function warningsOf(error: string): readonly string[] {
  const lines = error.split('\n').map((line) => line.trim());
  return lines.length === 1 ? [error] : lines.slice(1);
}

function cannotHandle({ served }: ResourceRequest, why: string): ApiError {
  const { kind } = served.definition;
  return badRequest(
    `${kind} in version ${JSON.stringify(served.version.version)} cannot be handled as a ${kind}: ${why}`,
  );
}
