import { isJsonObject } from '@gotk/json';
import { ApiError } from './api-error.js';
import type { ApiStatus } from './client.js';
import type { Transport, TransportRequest, TransportResponse, TransportStream } from './transport.js';

const MAX_ATTEMPTS = 10;
const MAX_RETRY_AFTER_SECONDS = 60;

/**
 * Sends a request and returns the answer of a success. An answer that asks to come back later (429 or 5xx with
 * `Retry-After`) is asked for again up to ten times.
 *
 * @throws ApiError for any other answer.
 */
export async function sendRequest(
  transport: Transport,
  request: TransportRequest,
  signal?: AbortSignal,
): Promise<TransportResponse> {
  for (let attempt = 1; ; attempt++) {
    const response = await transport.request(request, signal);
    if (isSuccess(response.status)) return response;
    const delaySeconds = retryAfterSeconds(response);
    if (delaySeconds === undefined || attempt === MAX_ATTEMPTS) throw toApiError(response, request);
    await sleep(delaySeconds * 1000, signal);
  }
}

/**
 * Opens a stream.
 * @throws ApiError when it is refused.
 */
export async function openStream(
  transport: Transport,
  request: TransportRequest,
  signal: AbortSignal,
): Promise<TransportStream> {
  const stream = await transport.stream(request, signal);
  if (isSuccess(stream.status)) return stream;
  throw toApiError({ ...stream, body: stream.error }, request);
}

/** The error that an answer stands for: its own Status, or one made up from the HTTP status code. */
export function toApiError(
  { status, body }: Pick<TransportResponse, 'status' | 'body'>,
  request: Pick<TransportRequest, 'method'>,
): ApiError {
  if (!isStatus(body)) return new ApiError(genericStatus(status, body, request));
  // Both may be left out on the wire.
  return new ApiError({ ...body, code: body.code ?? status, reason: body.reason ?? '' });
}

/** Whether a value is a Status object of the API. */
export function isStatus(body: unknown): body is ApiStatus {
  return isJsonObject(body) && body['kind'] === 'Status' && typeof body['message'] === 'string';
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function retryAfterSeconds({ status, headers }: TransportResponse): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  const seconds = Number(headers['retry-after'] ?? '');
  if (headers['retry-after'] === undefined || !Number.isInteger(seconds) || seconds < 0) return undefined;
  return Math.min(seconds, MAX_RETRY_AFTER_SECONDS);
}

function sleep(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Reason and message where the server, or something before it, answered without a Status. */
const GENERIC: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'the server does not allow access to the requested resource'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Gone', 'the server has deleted the requested resource'],
  415: ['UnsupportedMediaType', 'the server was unable to process the content type of the request'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

const MAX_QUOTED_BODY = 200;

function genericStatus(code: number, body: unknown, { method }: Pick<TransportRequest, 'method'>): ApiStatus {
  const [reason, message] = GENERIC[code] ?? unnamedStatus(code, body);
  const isCreate = code === 409 && method === 'POST';
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason: isCreate ? 'AlreadyExists' : reason,
    message,
  };
}

function unnamedStatus(code: number, body: unknown): readonly [reason: string, message: string] {
  if (code < 500) return ['', `the server responded with the status code ${code} but did not return more information`];
  const quoted = JSON.stringify(typeof body === 'string' ? body.slice(0, MAX_QUOTED_BODY) : 'unknown');
  return ['InternalError', `an error on the server (${quoted}) has prevented the request from succeeding`];
}
