import { readFile } from 'node:fs/promises';
import type { Dispatcher } from 'undici';
import type { ClusterAccess, FileOrData } from '../cluster-access.js';
import { expireAfter } from '../expire-after.js';
import type { Transport, TransportRequest, TransportResponse, TransportStream } from '../transport.js';
import { toConnectionError } from './connection-error.js';
import { CredentialSource, type RequestCredentials } from './credential-source.js';
import { parseWarnings, renderHeaders } from './http-headers.js';
import { splitLines } from './split-lines.js';

export interface HttpTransportOptions {
  /** Default `gotk`. */
  readonly userAgent?: string;
  /** Limit for a whole request that is not a stream. Default: none. */
  readonly timeoutMs?: number;
  readonly nowMs?: () => number;
  /** Where proxies are looked up. Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Larger answers cannot be decoded into one text anyhow. */
const MAX_RESPONSE_BYTES = 512 * 1024 * 1024;
const MAX_EVENT_BYTES = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 30_000;

/** Reaches an API server over HTTP or HTTPS. Nothing is opened or read before the first request. */
export function httpTransport(access: ClusterAccess, options: HttpTransportOptions = {}): Transport {
  return new HttpTransport(access, options);
}

interface Pool {
  readonly dispatcher: Dispatcher;
  /** The client certificate it was opened with, when that came from a plugin. */
  readonly certificate: string | undefined;
}

class HttpTransport implements Transport {
  readonly #access: ClusterAccess;
  readonly #options: HttpTransportOptions;
  readonly #credentials: CredentialSource;
  #pool: Promise<Pool> | undefined;

  constructor(access: ClusterAccess, options: HttpTransportOptions) {
    this.#access = access;
    this.#options = options;
    this.#credentials = new CredentialSource(access.credentials, options.nowMs ?? Date.now);
  }

  async request(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse> {
    const { timeoutMs } = this.#options;
    const limits = [signal, timeoutMs === undefined ? undefined : expireAfter(timeoutMs)];
    const limit = AbortSignal.any(limits.filter((each) => each !== undefined));
    const response = await this.#sendWithFreshCredentials(request, limit);
    const text = await readText(response, this.#urlOf(request), request.method);
    return { ...describeResponse(response), body: decodeBody(text, contentTypeOf(response)) };
  }

  async stream(request: TransportRequest, signal: AbortSignal): Promise<TransportStream> {
    const response = await this.#sendWithFreshCredentials(request, signal);
    const head = describeResponse(response);
    const url = this.#urlOf(request);
    if (head.status >= 200 && head.status < 300) {
      return { ...head, events: decodeStream(response, { url, method: request.method, signal }) };
    }
    const text = await readText(response, url, request.method);
    return { ...head, error: decodeBody(text, contentTypeOf(response)), events: noEvents() };
  }

  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => undefined);
    this.#pool = undefined;
    await pool?.dispatcher.destroy();
  }

  /** Credentials that were refused are fetched anew once: tokens rotate. */
  async #sendWithFreshCredentials(request: TransportRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const first = await this.#send(request, signal);
    if (first.statusCode !== 401 || !this.#credentials.refuse()) return first;
    await first.body.dump();
    return this.#send(request, signal);
  }

  async #send(request: TransportRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const credentials = await this.#credentials.current();
    const { dispatcher } = await this.#poolFor(credentials);
    const url = this.#urlOf(request);
    const headers = renderHeaders(request, {
      authorization: credentials.authorization,
      impersonate: this.#access.impersonate,
      userAgent: this.#options.userAgent ?? 'gotk',
    });
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const target = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers,
      body,
      signal,
    };
    try {
      return await dispatcher.request(target);
    } catch (error) {
      signal.throwIfAborted();
      // A kept-alive connection may have been closed while it idled; reading again does no harm.
      if (request.method !== 'GET' || !isBrokenConnection(error)) throw toConnectionError(error, { ...request, url });
    }
    try {
      return await dispatcher.request(target);
    } catch (error) {
      signal.throwIfAborted();
      throw toConnectionError(error, { ...request, url });
    }
  }

  #urlOf({ path, query }: TransportRequest): URL {
    const base = new URL(this.#access.server);
    const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
    for (const [name, value] of Object.entries(query ?? {})) {
      for (const item of [value].flat()) url.searchParams.append(name, item);
    }
    return url;
  }

  async #poolFor({ certificate }: RequestCredentials): Promise<Pool> {
    const current = await this.#pool?.catch(() => undefined);
    if (current !== undefined && current.certificate === certificate?.cert) return current;
    const opened = openPool(this.#access, { certificate, env: this.#options.env ?? process.env });
    this.#pool = opened;
    // Requests on the former pool end in their own time.
    void current?.dispatcher.close();
    return opened;
  }
}

async function openPool(
  { tls, server, proxyUrl }: ClusterAccess,
  {
    certificate,
    env,
  }: {
    readonly certificate: RequestCredentials['certificate'];
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<Pool> {
  const { Agent, EnvHttpProxyAgent, ProxyAgent } = await import('undici');
  const client = certificate ?? (await readCertificate(tls.certificate));
  const connect = {
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: !tls.insecureSkipVerify,
    ...(tls.ca === undefined ? {} : { ca: await readData(tls.ca) }),
    ...(client === undefined ? {} : client),
    ...(tls.serverName === undefined || tls.serverName === '' ? {} : { servername: tls.serverName }),
  };
  const limits = { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: -1, connect };
  const hasEnvironmentProxy = PROXY_VARIABLES.some((name) => (env[name] ?? '') !== '');
  let dispatcher: Dispatcher;
  if (proxyUrl !== undefined) dispatcher = new ProxyAgent({ ...limits, uri: proxyUrl, requestTls: connect });
  else if (hasEnvironmentProxy) {
    dispatcher = new EnvHttpProxyAgent({ ...limits, requestTls: connect, ...environmentProxies(env, server) });
  } else dispatcher = new Agent(limits);
  return { dispatcher, certificate: certificate?.cert };
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

function environmentProxies(env: Readonly<Record<string, string | undefined>>, server: string) {
  const lookup = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? '';
  const { hostname } = new URL(server);
  // Like Go, never go through a proxy to this machine itself.
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return {
    ...(lookup('HTTP_PROXY') === '' ? {} : { httpProxy: lookup('HTTP_PROXY') }),
    ...(lookup('HTTPS_PROXY') === '' ? {} : { httpsProxy: lookup('HTTPS_PROXY') }),
    noProxy: loopback ? '*' : lookup('NO_PROXY'),
  };
}

async function readCertificate(
  certificate: ClusterAccess['tls']['certificate'],
): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  if (certificate === undefined) return undefined;
  return { cert: await readData(certificate.cert), key: await readData(certificate.key) };
}

function readData(source: FileOrData): Promise<string> {
  return source.kind === 'data' ? Promise.resolve(source.data) : readFile(source.path, 'utf8');
}

function isBrokenConnection(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

async function readText(response: Dispatcher.ResponseData, url: URL, method: string): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body) {
      sizeBytes += (chunk as Buffer).length;
      if (sizeBytes > MAX_RESPONSE_BYTES) throw new RangeError(`the answer is larger than ${MAX_RESPONSE_BYTES} bytes`);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof RangeError || isAbort(error) ? error : toConnectionError(error, { method, url });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function describeResponse({ statusCode, headers }: Dispatcher.ResponseData): Omit<TransportResponse, 'body'> {
  const flat = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, [value].flat().join(', ')]],
  );
  return { status: statusCode, headers: Object.fromEntries(flat), warnings: parseWarnings(headers['warning']) };
}

function contentTypeOf({ headers }: Dispatcher.ResponseData): string {
  return String(headers['content-type'] ?? '');
}

function decodeBody(text: string, contentType: string): unknown {
  if (!contentType.startsWith('application/json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function* decodeStream(
  response: Dispatcher.ResponseData,
  { url, method, signal }: { readonly url: URL; readonly method: string; readonly signal: AbortSignal },
): AsyncGenerator<unknown> {
  const isJson = contentTypeOf(response).startsWith('application/json');
  try {
    if (isJson) {
      for await (const line of splitLines(response.body, { maxLineBytes: MAX_EVENT_BYTES })) yield JSON.parse(line);
    } else {
      const decoder = new TextDecoder();
      for await (const chunk of response.body) yield decoder.decode(chunk as Buffer, { stream: true });
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof RangeError ? error : toConnectionError(error, { method, url });
  } finally {
    response.body.destroy();
  }
}

async function* noEvents(): AsyncGenerator<never> {}
