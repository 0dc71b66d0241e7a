import type { IncomingMessage } from 'node:http';
import type { Identity } from '@gotk/kube-client';
import { readImpersonation } from '../auth/impersonate.js';
import { tooLarge } from '../errors/api-errors.js';
import { type ApiRequest, Query, type RequestBody } from '../request/api-request.js';
import { pathSegments } from '../request/path-segments.js';

const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** Reads a request from the wire. The body is read to its end first. @throws ApiError when it is too large. */
export async function readRequest(message: IncomingMessage, user: Identity, signal: AbortSignal): Promise<ApiRequest> {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  return {
    method: message.method ?? 'GET',
    path,
    segments: pathSegments(path),
    query: Query.parse(mark === -1 ? '' : url.slice(mark + 1)),
    headers: headersOf(message),
    body: await readBytes(message),
    user,
    impersonate: readImpersonation(distinctHeaders(message)),
    wire: true,
    signal,
  };
}

/** Header names are lower case already; several values of one name are joined. */
export function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const result: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}

function distinctHeaders({ headersDistinct }: IncomingMessage): Readonly<Record<string, readonly string[]>> {
  return headersDistinct as Readonly<Record<string, readonly string[]>>; // No value is undefined in practice.
}

async function readBytes(message: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
    else if (size > MAX_BODY_BYTES * 4) break;
  }
  if (size > MAX_BODY_BYTES) throw tooLarge(`Request entity too large: limit is ${MAX_BODY_BYTES}`);
  return size === 0 ? { kind: 'none' } : { kind: 'bytes', bytes: Buffer.concat(chunks) };
}
