import type { IncomingMessage } from 'node:http';
import type { ApiError, Identity } from '@gotk/kube-client';
import { IMPERSONATION_PREFIX, readImpersonation } from '../auth/impersonate.js';
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
  return { ...requestHead(message, user, signal), body, impersonate: impersonationIn(message) };
}

/** Telling the values of all headers apart costs time, and few requests need it. */
function impersonationIn(message: IncomingMessage): Identity | undefined {
  for (const name in message.headers)
    if (name.startsWith(IMPERSONATION_PREFIX)) return readImpersonation(distinctHeaders(message));
  return undefined;
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

async function readBytes(message: IncomingMessage, limits: BodyLimits): Promise<RequestBody> {
  const { 'content-length': announced, 'transfer-encoding': encoding } = message.headers;
  if (Number(announced ?? 0) > limits.maxBodyBytes) throw bodyTooLarge(limits.maxBodyBytes);
  if (announced === undefined && encoding === undefined) return { kind: 'none' };
  const releases: Release[] = [];
  try {
    const chunks = await readChunks(message, limits, releases);
    const [only] = chunks;
    if (only === undefined) return { kind: 'none' };
    return { kind: 'bytes', bytes: chunks.length === 1 ? only : Buffer.concat(chunks) };
  } finally {
    for (const release of releases) release();
  }
}

/** By events: an iterator takes several turns for the one piece that most bodies are. */
function readChunks(
  message: IncomingMessage,
  { maxBodyBytes, traffic }: BodyLimits,
  releases: Release[],
): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (end: () => void): void => {
      message.off('data', take).off('end', finish).off('error', fail).off('close', cutOff).pause();
      end();
    };
    const finish = (): void => settle(() => resolve(chunks));
    const fail = (error: unknown): void => settle(() => reject(error));
    const cutOff = (): void => fail(new Error('the client went away'));
    const take = (bytes: Buffer): void => {
      size += bytes.length;
      if (size > maxBodyBytes) return fail(bodyTooLarge(maxBodyBytes));
      try {
        releases.push(traffic.holdBody(bytes.length));
        chunks.push(bytes);
      } catch (error) {
        fail(error);
      }
    };
    message.on('data', take).on('end', finish).on('error', fail).on('close', cutOff);
  });
}

function bodyTooLarge(maxBodyBytes: number): ApiError {
  return tooLarge(`Request entity too large: limit is ${maxBodyBytes}`);
}
