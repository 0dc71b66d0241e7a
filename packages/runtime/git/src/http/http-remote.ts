import { describeNetworkError, isTimeout } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';
import { type Dispatcher, request } from 'undici';
import type { GitAuth, GitRemote } from '../client/git-remote.js';
import { redactUrl } from '../client/redact-url.js';

const MAX_REDIRECTS = 10;
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** As much of a refusal's body as goes into the message. */
const MAX_REASON_BYTES = 4096;
const INFO_REFS = '/info/refs';
const USER_AGENT = 'git/2.47.0 (flux-typescript)';

/** A remote over HTTP after discovery: where it really is and how to authenticate there. */
export interface HttpEndpoint {
  /** Without credentials and without `/info/refs`. */
  readonly baseUrl: string;
  readonly auth: GitAuth;
}

/** The first answer of a remote, and where it came from. */
export interface Discovery {
  readonly endpoint: HttpEndpoint;
  readonly body: Buffer;
}

/**
 * Asks for `/info/refs`, following redirects; credentials are not sent on to another host.
 * @throws LocatedError `git-authentication`, `git-authorization`, `git-repository-not-found`, `git-network`, `git-http`.
 */
export async function discover(remote: GitRemote, dispatcher: Dispatcher, signal: AbortSignal): Promise<Discovery> {
  let { baseUrl, auth } = endpointOf(remote);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const url = `${baseUrl}${INFO_REFS}?service=git-upload-pack`;
    const response = await send({ method: 'GET', url, auth, dispatcher, headers: { accept: '*/*' } }, signal);
    const location = redirectTarget(response, url);
    if (location === undefined) {
      return { endpoint: { baseUrl, auth }, body: await readSuccess(response, url, signal) };
    }
    await response.body.dump();
    const next = followRedirect(location, baseUrl);
    if (new URL(next).host !== new URL(baseUrl).host) auth = { kind: 'none' };
    baseUrl = next;
  }
  throw httpError('http redirect: too many redirects');
}

/** Sends one `git-upload-pack` command to a discovered remote. */
export async function postCommand(
  endpoint: HttpEndpoint,
  { body, dispatcher }: { readonly body: string; readonly dispatcher: Dispatcher },
  signal: AbortSignal,
): Promise<Buffer> {
  const url = `${endpoint.baseUrl}/git-upload-pack`;
  const headers = {
    accept: 'application/x-git-upload-pack-result',
    'content-type': 'application/x-git-upload-pack-request',
  };
  const response = await send({ method: 'POST', url, auth: endpoint.auth, dispatcher, headers, body }, signal);
  return readSuccess(response, url, signal);
}

/** The remote as its URL and credentials name it. The URL's own count where no others are given. */
export function endpointOf({ url, auth = { kind: 'none' } }: GitRemote): HttpEndpoint {
  const parsed = new URL(url);
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  const inUrl = username !== '' || password !== '';
  const ownAuth: GitAuth = {
    kind: 'basic',
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  return { baseUrl: parsed.href, auth: auth.kind === 'none' && inUrl ? ownAuth : auth };
}

/** The `Authorization` header, or `undefined` when there is nothing to send. */
export function authorizationHeader(auth: GitAuth): string | undefined {
  if (auth.kind === 'bearer') return `Bearer ${auth.token}`;
  if (auth.kind !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
}

interface SendOptions {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly auth: GitAuth;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function send(options: SendOptions, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const { method, url, auth, dispatcher, body } = options;
  const authorization = authorizationHeader(auth);
  const headers = {
    ...options.headers,
    'user-agent': USER_AGENT,
    'git-protocol': 'version=2',
    ...(authorization !== undefined && { authorization }),
  };
  try {
    return await request(url, { method, headers, body: body ?? null, dispatcher, signal });
  } catch (error) {
    throw networkError(error, { method, url, signal });
  }
}

function networkError(
  error: unknown,
  { method, url, signal }: { readonly method: string; readonly url: string; readonly signal: AbortSignal },
): unknown {
  if (signal.aborted && !isTimeout(signal.reason)) return signal.reason;
  const verb = method === 'GET' ? 'Get' : 'Post';
  const cause = signal.aborted ? signal.reason : error;
  const message = `${verb} ${JSON.stringify(redactUrl(url))}: ${describeNetworkError(cause, new URL(url).hostname)}`;
  return new LocatedError({ code: 'git-network', message, cause });
}

function redirectTarget({ statusCode, headers }: Dispatcher.ResponseData, url: string): URL | undefined {
  const { location } = headers;
  if (statusCode < 301 || statusCode > 308 || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, url)) throw httpError('http redirect: malformed Location header');
  return new URL(location, url);
}

/** @returns the new base URL. Only from http to https may the scheme change. */
function followRedirect(target: URL, from: string): string {
  const { protocol } = new URL(from);
  if (target.protocol !== protocol && !(protocol === 'http:' && target.protocol === 'https:')) {
    throw httpError(
      `http redirect: changes scheme from "${protocol.slice(0, -1)}" to "${target.protocol.slice(0, -1)}"`,
    );
  }
  if (!target.pathname.endsWith(INFO_REFS)) {
    throw httpError(`http redirect: target ${JSON.stringify(target.pathname)} does not end with ${INFO_REFS}`);
  }
  return `${target.origin}${target.pathname.slice(0, -INFO_REFS.length)}`;
}

async function readSuccess(response: Dispatcher.ResponseData, url: string, signal: AbortSignal): Promise<Buffer> {
  const success = response.statusCode >= 200 && response.statusCode < 300;
  const { bytes, complete } = await readBody(response, {
    maxBytes: success ? MAX_BODY_BYTES : MAX_REASON_BYTES,
    signal,
  });
  if (!success) throw refusal(response.statusCode, bytes.toString('utf8'), url);
  if (!complete) throw httpError(`response is larger than ${MAX_BODY_BYTES} bytes`);
  return bytes;
}

async function readBody(
  { body }: Dispatcher.ResponseData,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<{ readonly bytes: Buffer; readonly complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new LocatedError({ code: 'git-network', message: 'unexpected EOF', cause: error });
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), complete: size <= maxBytes };
}

function refusal(status: number, reason: string, url: string): LocatedError {
  if (status === 401) {
    return new LocatedError({
      code: 'git-authentication',
      message: `authentication required: ${reason}`,
      hint: 'Check the Secret that spec.secretRef names: username and password, or bearerToken.',
    });
  }
  if (status === 403) {
    return new LocatedError({ code: 'git-authorization', message: `authorization failed: ${reason}` });
  }
  if (status === 404) {
    return new LocatedError({
      code: 'git-repository-not-found',
      message: `repository not found: ${reason}`,
      hint: 'Check the URL; many servers answer like this for a private repository when credentials are missing.',
    });
  }
  return httpError(`unexpected requesting ${JSON.stringify(redactUrl(url))} status code: ${status}`);
}

function httpError(message: string): LocatedError {
  return new LocatedError({ code: 'git-http', message });
}
