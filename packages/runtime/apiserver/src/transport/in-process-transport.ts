import type { JsonValue } from '@gotk/json';
import type { Identity, Transport, TransportRequest, TransportResponse, TransportStream } from '@gotk/kube-client';
import type { ApiCore } from '../core/api-core.js';
import { type ApiRequest, Query, type RequestBody } from '../request/api-request.js';
import type { PlainResponse } from '../request/api-response.js';
import { pathSegments } from '../request/path-segments.js';
import { type Answer, handleRequest } from '../server/api-handler.js';

/**
 * A transport that calls the server directly. Objects are handed over as they are, so neither side may change them.
 *
 * @param closed aborts when the server closes.
 */
export function inProcessTransport(core: ApiCore, identity: Identity, closed: AbortSignal): Transport {
  const call = (request: TransportRequest, signal: AbortSignal): Promise<Answer> =>
    handleRequest(core, toApiRequest(request, identity, signal));
  return {
    request: async (request, signal) => {
      const { response, warnings } = await call(request, joined(closed, signal));
      signal?.throwIfAborted();
      const body = response.kind === 'plain' ? plainBody(response) : await collectText(response.events);
      return { status: response.status, headers: response.headers, warnings, body } satisfies TransportResponse;
    },
    stream: async (request, signal) => {
      const { response, warnings } = await call(request, joined(closed, signal));
      const { status, headers } = response;
      if (response.kind === 'stream') return { status, headers, warnings, events: response.events };
      return { status, headers, warnings, events: nothing(), error: response.body } satisfies TransportStream;
    },
    close: () => Promise.resolve(),
  };
}

function joined(closed: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closed : AbortSignal.any([closed, signal]);
}

function toApiRequest(request: TransportRequest, user: Identity, signal: AbortSignal): ApiRequest {
  const { method, path, query, headers = {}, contentType } = request;
  return {
    method,
    path,
    segments: pathSegments(path),
    query: Query.of(query),
    headers: {
      ...headers,
      ...(request.body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
    },
    body: bodyOf(request.body),
    user,
    impersonate: request.impersonate,
    wire: false,
    signal,
  };
}

function bodyOf(body: TransportRequest['body']): RequestBody {
  return body === undefined ? { kind: 'none' } : { kind: 'value', value: body as JsonValue }; // JSON by the transport's contract.
}

/** What the bytes of an answer say, as a client over HTTP reads them. */
function plainBody({ headers, body }: PlainResponse): unknown {
  if (!(body instanceof Uint8Array)) return body;
  const type = headers['content-type'] ?? '';
  const text = new TextDecoder().decode(body);
  return type.startsWith('application/json') ? (JSON.parse(text) as JsonValue) : text; // JSON.parse returns nothing else.
}

async function collectText(events: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const event of events) text += typeof event === 'string' ? event : `${JSON.stringify(event)}\n`;
  return text;
}

async function* nothing(): AsyncIterable<never> {
  // A failed stream has no events.
}
