import { createHash, createPrivateKey } from 'node:crypto';
import { type ConnectionOptions, createHttpSend, type DispatcherPool, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonObject } from '@gotk/json';
import type { SecretData } from './read-secret.js';

/** A GitHub App and one of its installations, as a Secret names them. */
export interface GithubApp {
  readonly appId: number;
  readonly installation: { readonly id: number } | { readonly owner: string };
  /** RSA key in PEM. */
  readonly privateKey: string;
  /** Of the API. */
  readonly baseUrl: string;
}

/** Gives short-lived tokens of GitHub Apps, and keeps them until shortly before they expire. */
export interface GithubAppTokens {
  /** @throws Error with the API's message; the private key and tokens are never in it. */
  tokenFor(app: GithubApp, connection: ConnectionOptions, signal: AbortSignal): Promise<string>;
}

export interface GithubAppTokensOptions {
  readonly pool: DispatcherPool;
  readonly nowMs: () => number;
  /** `--token-cache-max-duration` @default 3600000 */
  readonly maxAgeMs?: number;
  /** `--token-cache-max-size`; 0 keeps none. @default 100 */
  readonly maxTokens?: number;
}

const DEFAULT_API = 'https://api.github.com';
const MAX_ANSWER_BYTES = 1024 * 1024;
/** A token goes on working for this long at least when it is handed out. */
const MARGIN_MS = 60_000;

/**
 * Reads the keys of a GitHub App from a Secret.
 *
 * @param name namespace and name of the Secret, for errors.
 * @returns `undefined` when the Secret is not that of an app.
 */
export function readGithubApp(data: SecretData, name: string): GithubApp | undefined {
  const value = (key: string): string => data.get(key) ?? '';
  if (value('githubAppID') === '' || value('githubAppPrivateKey') === '') return undefined;
  const owner = data.get('githubAppInstallationOwner');
  const id = data.get('githubAppInstallationID');
  if ((owner === undefined) === (id === undefined)) {
    const keys = `exactly one of 'githubAppInstallationOwner' or 'githubAppInstallationID'`;
    throw new Error(`secret '${name}' must contain ${keys}`);
  }
  return {
    appId: requireNumber(value('githubAppID'), 'app ID must be provided to use github app authentication'),
    installation: owner === undefined ? { id: requireNumber(id ?? '', NO_INSTALLATION) } : { owner },
    privateKey: value('githubAppPrivateKey'),
    baseUrl: (value('githubAppBaseURL') === '' ? DEFAULT_API : value('githubAppBaseURL')).replace(/\/+$/, ''),
  };
}

const NO_INSTALLATION = 'app installation owner or ID must be provided to use github app authentication';

function requireNumber(text: string, message: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(message);
  return value;
}

/** Tokens over the connections of a pool. */
export function createGithubAppTokens({
  pool,
  nowMs,
  maxAgeMs = 3_600_000,
  maxTokens = 100,
}: GithubAppTokensOptions): GithubAppTokens {
  const tokens = new Map<string, { readonly token: string; readonly untilMs: number }>();
  return {
    async tokenFor(app, connection, signal): Promise<string> {
      const key = createHash('sha256').update(JSON.stringify(app)).digest('hex');
      const known = tokens.get(key);
      if (known !== undefined && known.untilMs - MARGIN_MS > nowMs()) return known.token;
      const made = await requestToken({ app, send: createHttpSend(pool, connection), nowMs: nowMs() }, signal);
      tokens.delete(key);
      const untilMs = Math.min(made.expiresMs, nowMs() + maxAgeMs);
      if (maxTokens > 0) tokens.set(key, { token: made.token, untilMs });
      const [oldest] = tokens.keys();
      if (tokens.size > maxTokens && oldest !== undefined) tokens.delete(oldest);
      return made.token;
    },
  };
}

interface ApiCall {
  readonly app: GithubApp;
  readonly send: HttpSend;
  readonly nowMs: number;
}

async function requestToken(
  call: ApiCall,
  signal: AbortSignal,
): Promise<{ readonly token: string; readonly expiresMs: number }> {
  const jwt = await signJwt(call.app, call.nowMs);
  const id = await installationId(call, jwt, signal);
  const answer = await callApi(call, { method: 'POST', path: `app/installations/${id}/access_tokens`, jwt }, signal);
  const { token, expires_at: expires } = answer;
  if (typeof token !== 'string') throw new Error('the GitHub API gave no token');
  const expiresMs = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
  return { token, expiresMs: Number.isNaN(expiresMs) ? call.nowMs : expiresMs };
}

/** Backdated a little, for clocks that do not agree. */
async function signJwt({ appId, privateKey }: GithubApp, nowMs: number): Promise<string> {
  const issuedAt = Math.floor(nowMs / 1000) - 30;
  const { SignJWT } = await import('jose');
  const jwt = new SignJWT({ iat: issuedAt, exp: issuedAt + 120, iss: String(appId) });
  return jwt.setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(parseKey(privateKey));
}

function parseKey(privateKey: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(privateKey);
  } catch {
    throw new Error('could not parse private key: invalid key: Key must be a PEM encoded PKCS1 or PKCS8 key');
  }
}

async function installationId(call: ApiCall, jwt: string, signal: AbortSignal): Promise<number> {
  const { installation } = call.app;
  if ('id' in installation) return installation.id;
  const owner = encodeURIComponent(installation.owner);
  const failures: string[] = [];
  for (const [kind, path] of [
    ['organization', `orgs/${owner}/installation`],
    ['user', `users/${owner}/installation`],
  ] as const) {
    try {
      const { id } = await callApi(call, { method: 'GET', path, jwt }, signal);
      if (typeof id === 'number') return id;
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(`failed to find ${kind} installation: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(failures.join('\n'));
}

interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly jwt: string;
}

async function callApi(
  { app, send }: ApiCall,
  { method, path, jwt }: ApiRequest,
  signal: AbortSignal,
): Promise<JsonObject> {
  const url = `${app.baseUrl}/${path}`;
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${jwt}` };
  const response = await send({ method, url, headers }, signal);
  const body = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the GitHub API' });
  const answer = parseJson(Buffer.from(body).toString('utf8'));
  if (response.status >= 200 && response.status < 300) return answer;
  const message = typeof answer['message'] === 'string' ? answer['message'] : '';
  throw new Error(`${method} ${url}: ${response.status} ${message} []`);
}

function parseJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
