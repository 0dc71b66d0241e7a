import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { badRequest, unsupportedMediaType } from '../errors/api-errors.js';
import type { ApiRequest } from './api-request.js';

/** A request body as a value, with what strict validation has against its text. */
export interface ReadBody {
  readonly value: JsonValue;
  /** Duplicate fields. */
  readonly strictErrors: readonly string[];
}

const ACCEPTED_TYPES = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/cbor',
];

/** Reads a body of JSON or YAML. @throws ApiError for other media types and for texts that are not well-formed. */
export function readBody(request: ApiRequest): ReadBody {
  const { body } = request;
  if (body.kind === 'value') return { value: body.value, strictErrors: [] };
  const mediaType = mediaTypeOf(request.headers['content-type'] ?? 'application/json');
  if (!ACCEPTED_TYPES.includes(mediaType)) throw unsupportedBody(mediaType);
  const text = body.kind === 'none' ? '' : Buffer.from(body.bytes).toString('utf8');
  return { value: parseJson(text), strictErrors: [] };
}

/** The media type without its parameters. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The body of a request that must carry one object. */
export function requireObject({ value }: ReadBody): JsonObject {
  if (isJsonObject(value)) return value;
  throw badRequest('the body of the request is not an object');
}

function unsupportedBody(mediaType: string): Error {
  return unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED_TYPES.join(', ')}`.replace(
      '%s',
      mediaType,
    ),
  );
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing else.
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}
