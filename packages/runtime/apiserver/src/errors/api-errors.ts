import { ApiError, type ApiStatus } from '@gotk/kube-client';

/** A resource by its group (empty for core) and plural name, as error texts name it. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

type StatusDetails = NonNullable<ApiStatus['details']>;

/** `resource.group`, or only the resource in the core group. */
export function renderGroupResource({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** 404: no object of that name. */
export function notFound(resource: GroupResource, name: string): ApiError {
  return failure(404, 'NotFound', `${renderGroupResource(resource)} ${quote(name)} not found`, named(resource, name));
}

/** `prefix` goes before the whole message. */
export function alreadyExists(resource: GroupResource, name: string, prefix = ''): ApiError {
  const message = `${prefix}${renderGroupResource(resource)} ${quote(name)} already exists`;
  return failure(409, 'AlreadyExists', message, named(resource, name));
}

/** Somebody else changed the object; `why` is the sentence after the colon. */
export function conflict(resource: GroupResource, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${renderGroupResource(resource)} ${quote(name)}: ${why}`;
  return failure(409, 'Conflict', message, named(resource, name));
}

/** A write that was computed from an older state than the present one. */
export function staleWrite(resource: GroupResource, name: string): ApiError {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(resource, name, why);
}

/** 403: `why` is the sentence after the colon; without a name it is about the whole resource. */
export function forbidden(resource: GroupResource, name: string, why: string, more: StatusDetails = {}): ApiError {
  const subject =
    name === ''
      ? `${renderGroupResource(resource)} is forbidden`
      : `${renderGroupResource(resource)} ${quote(name)} is forbidden`;
  return failure(403, 'Forbidden', `${subject}: ${why}`, { ...named(resource, name), ...more });
}

/** 400: a request that cannot be understood. */
export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message);
}

/** 401: nobody knows who asks. */
export function unauthorized(): ApiError {
  return failure(401, 'Unauthorized', 'Unauthorized');
}

/** The path leads nowhere. */
export function noSuchPath(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 405: the resource has no such verb. */
export function methodNotAllowed(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** 405: the kind does not offer the action. */
export function methodNotSupported(resource: GroupResource, action: string): ApiError {
  const message = `${action} is not supported on resources of kind ${JSON.stringify(renderGroupResource(resource))}`;
  return failure(405, 'MethodNotAllowed', message, kindOnly(resource));
}

/** A resource version that is no longer remembered. */
export function expired(message: string): ApiError {
  return failure(410, 'Expired', message);
}

/** 413: a body or answer beyond its limit. */
export function tooLarge(message: string): ApiError {
  return failure(413, 'RequestEntityTooLarge', message);
}

/** 429: the client is to come back in a second. */
export function tooManyRequests(): ApiError {
  return failure(429, 'TooManyRequests', 'Too many requests, please try again later.', { retryAfterSeconds: 1 });
}

/** 406: none of the asked media types can be served. */
export function notAcceptable(message: string): ApiError {
  return failure(406, 'NotAcceptable', message);
}

/** 415: a body of a media type that is not read. */
export function unsupportedMediaType(message: string): ApiError {
  return failure(415, 'UnsupportedMediaType', message);
}

/** 500: the server is at fault. */
export function internalError(message: string): ApiError {
  const details = { causes: [{ message }] };
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, details);
}

/** The client may try again after the given seconds. */
export function retryLater(code: number, reason: string, message: string, retryAfterSeconds: number): ApiError {
  return failure(code, reason, message, { retryAfterSeconds });
}

/** Any failure as a Status. */
export function failure(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  const status = {
    kind: 'Status' as const,
    apiVersion: 'v1' as const,
    metadata: {},
    status: 'Failure' as const,
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
  // A failure without a reason leaves the field out, as the API does.
  return new ApiError(status as ApiStatus);
}

function named(resource: GroupResource, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...kindOnly(resource) };
}

function kindOnly({ group, resource }: GroupResource): StatusDetails {
  return { ...(group === '' ? {} : { group }), kind: resource };
}

/** Texts quote names as Go's `%q` does, which for names is JSON's way. */
function quote(text: string): string {
  return JSON.stringify(text);
}
