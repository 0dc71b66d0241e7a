import type { IncomingMessage } from 'node:http';
import type { ApiError, Identity } from '@gotk/kube-client';
import { readImpersonation } from '../auth/impersonate.js';
import { tooLarge } from '../errors/api-errors.js';
import { type ApiRequest, Query, type RequestBody, type RequestOrigin } from '../request/api-request.js';
import { pathSegments } from '../request/path-segments.js';
import type { Release, Traffic } from './traffic.js';

export interface ReadRequestOptions {
  readonly user: Identity;
  readonly maxBodyBytes: number;
  /** Counts what is being read. */
  readonly traffic: Traffic;
}

/** Reads a request from the wire. The body is read to its end first. @throws ApiError when it is too large. */
export async function readRequest(
  message: IncomingMessage,
  { user, ...limits }: ReadRequestOptions,
  signal: AbortSignal,
): Promise<ApiRequest> {
  const body = await readBytes(message, limits);
  return { ...requestHead(message, user, signal), body, impersonate: readImpersonation(distinctHeaders(message)) };
}

/** What a message says before its body. */
export function requestHead(
  message: IncomingMessage,
  user: Identity,
  signal: AbortSignal,
): ApiRequest & { readonly origin: RequestOrigin } {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  return {
    method: message.method ?? 'GET',
    path,
    segments: pathSegments(path),
    query: Query.parse(mark === -1 ? '' : url.slice(mark + 1)),
    headers: headersOf(message),
    body: { kind: 'none' },
    user,
    wire: true,
    origin: { uri: url, address: message.socket.remoteAddress ?? '' },
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

type BodyLimits = Omit<ReadRequestOptions, 'user'>;

async function readBytes(message: IncomingMessage, { maxBodyBytes, traffic }: BodyLimits): Promise<RequestBody> {
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  const chunks: Buffer[] = [];
  const releases: Release[] = [];
  let size = 0;
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer; // No encoding is set.
      size += bytes.length;
      if (size > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
      releases.push(traffic.holdBody(bytes.length));
      chunks.push(bytes);
    }
  } finally {
    for (const release of releases) release();
  }
  return size === 0 ? { kind: 'none' } : { kind: 'bytes', bytes: Buffer.concat(chunks) };
}

function bodyTooLarge(maxBodyBytes: number): ApiError {
  return tooLarge(`Request entity too large: limit is ${maxBodyBytes}`);
}
