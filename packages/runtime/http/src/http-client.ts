import { LocatedError } from '@gotk/located-error';
import type { Dispatcher } from 'undici';
import type { ConnectionOptions, DispatcherPool } from './dispatcher-pool.js';
import { describeNetworkError } from './network-error.js';

/** The first and those that redirects led to. */
const MAX_REQUESTS = 10;
const USER_AGENT = 'flux-typescript';

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Its response; the body must be read to its end or dumped. */
export interface HttpResponse {
  readonly status: number;
  /** Where it came from, after mirrors and redirects. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
  dump(): Promise<void>;
}

/** Sends a request; throws only when there is no response. */
export type HttpSend = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/**
 * A sender of requests over the pool's connections. Redirects of requests without body are followed; `authorization` and `cookie`
 * are not sent on to another host, nor from https to http.
 *
 * @returns a function that throws LocatedError `http-network` in Go's words (`Get "url": dial tcp …: connection refused`), or the
 * signal's reason.
 */
export function createHttpSend(pool: DispatcherPool, connection: ConnectionOptions = {}): HttpSend {
  return async (request, signal) => {
    let current = { ...request, url: pool.rewrite(request.url) };
    // Errors name the address as it was asked for, not that of its mirror.
    let told = request.url;
    for (let redirects = 0; ; redirects++) {
      const response = await sendOnce({ ...current, told }, { pool, connection }, signal);
      const next = redirectOf(current, response);
      if (next === undefined) return response;
      await response.dump();
      if (redirects + 1 >= MAX_REQUESTS) throw tooManyRedirects(request, response);
      current = next;
      told = next.url;
    }
  };
}

async function sendOnce(
  { method, url, told, headers = {}, body }: HttpRequest & { readonly told: string },
  { pool, connection }: { readonly pool: DispatcherPool; readonly connection: ConnectionOptions },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { protocol, hostname } = parseUrl(method, url);
  try {
    const { request } = await import('undici');
    const dispatcher = pool.dispatcherFor(connection, protocol);
    const response = await request(url, {
      method,
      headers: { 'user-agent': USER_AGENT, ...headers },
      body: body ?? null,
      dispatcher,
      signal,
    });
    return {
      status: response.statusCode,
      url,
      headers: joinHeaders(response.headers),
      body: response.body as AsyncIterable<Uint8Array>,
      dump: () => response.body.dump(),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw networkError({ method, url: told }, describeNetworkError(error, hostname), error);
  }
}

function parseUrl(method: string, url: string): { readonly protocol: 'http:' | 'https:'; readonly hostname: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:')
    throw networkError({ method, url }, 'unsupported protocol scheme');
  return { protocol: parsed.protocol, hostname: parsed.hostname };
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function redirectOf(request: HttpRequest, { status, headers }: HttpResponse): HttpRequest | undefined {
  const location = headers['location'];
  const redirects = [301, 302, 303, 307, 308].includes(status) && location !== undefined && request.body === undefined;
  if (!redirects || !URL.canParse(location, request.url)) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  const trusted = to.host === from.host && !(from.protocol === 'https:' && to.protocol === 'http:');
  const { authorization: _authorization, cookie: _cookie, ...safe } = request.headers ?? {};
  return { method: request.method, url: to.href, headers: trusted ? (request.headers ?? {}) : safe };
}

/** Go names where the last redirect leads, as the server wrote it. */
function tooManyRedirects({ method, url }: HttpRequest, { headers }: HttpResponse): LocatedError {
  return networkError({ method, url: headers['location'] ?? url }, 'stopped after 10 redirects');
}

function networkError(
  { method, url }: { readonly method: string; readonly url: string },
  text: string,
  cause?: unknown,
): LocatedError {
  const verb = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
  return new LocatedError({
    code: 'http-network',
    message: `${verb} ${JSON.stringify(redactUrl(url))}: ${text}`,
    cause,
  });
}

/** The URL without its password and query, which may hold secrets. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return url.replace(/\/\/[^/@]*@/, '//***@');
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.search === '' ? parsed.href : parsed.href.slice(0, parsed.href.indexOf('?'));
}
