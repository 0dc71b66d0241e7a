import { createPrivateKey } from 'node:crypto';
import { type HttpResponse, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import {
  type BucketObject,
  type ListedObject,
  MAX_ANSWER_BYTES,
  MAX_PAGES,
  type ObjectStorage,
} from '../object-storage.js';
import { StorageError } from '../storage-error.js';

const READ_ONLY = 'https://www.googleapis.com/auth/devstorage.read_only';
const TOKEN_URI = 'https://oauth2.googleapis.com/token';
const TOKEN_SECONDS = 3600;

export interface GcsStorageOptions {
  readonly send: HttpSend;
  /** Host and port of the API. */
  readonly endpoint: string;
  /** Plain HTTP. @default false */
  readonly insecure?: boolean;
  /** The JSON key of a service account. Default: nobody's. */
  readonly serviceAccount?: string;
  readonly nowMs: () => number;
}

/** Google Cloud Storage. @throws Error for a key that is none; nothing of it is in the message. */
export function createGcsStorage(options: GcsStorageOptions): ObjectStorage {
  const account = options.serviceAccount === undefined ? undefined : parseAccount(options.serviceAccount);
  const session: Session = { options, account, token: undefined };
  return {
    bucketExists: (bucket, signal) => bucketExists(session, bucket, signal),
    list: (bucket, prefix, signal) => list(session, { bucket, prefix }, signal),
    get: (bucket, { key, limitBytes }, signal) => get(session, { bucket, key, limitBytes }, signal),
  };
}

interface Account {
  readonly email: string;
  readonly privateKey: ReturnType<typeof createPrivateKey>;
  readonly tokenUri: string;
}

interface Session {
  readonly options: GcsStorageOptions;
  readonly account: Account | undefined;
  token: Promise<string> | undefined;
}

function parseAccount(json: string): Account {
  const failed = 'failed to create Google credentials from secret';
  try {
    const value: unknown = JSON.parse(json);
    const { client_email: email, private_key: key, token_uri: tokenUri } = isJsonObject(value) ? value : {};
    if (typeof email === 'string' && typeof key === 'string') {
      const uri = typeof tokenUri === 'string' && tokenUri !== '' ? tokenUri : TOKEN_URI;
      return { email, privateKey: createPrivateKey(key), tokenUri: uri };
    }
  } catch {
    // What the parsers say of it may show parts of the key.
    throw new Error(`${failed}: malformed service account key`);
  }
  throw new Error(`${failed}: no client_email or private_key in it`);
}

async function bucketExists(session: Session, bucket: string, signal: AbortSignal): Promise<boolean> {
  const response = await call(session, `b/${encodeURIComponent(bucket)}`, signal);
  if (response.status === 404) {
    await response.dump();
    return false;
  }
  await readJson(response);
  return true;
}

async function* list(
  session: Session,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ prefix, maxResults: '1000', fields: 'nextPageToken,items(name,etag)' });
    if (pageToken !== '') query.set('pageToken', pageToken);
    const answer = await readJson(await call(session, `b/${encodeURIComponent(bucket)}/o?${query}`, signal));
    const { items, nextPageToken } = answer;
    const objects = (Array.isArray(items) ? (items as readonly JsonValue[]) : []).filter(isJsonObject);
    for (const { name, etag } of objects) yield { key: String(name), etag: String(etag) };
    pageToken = typeof nextPageToken === 'string' ? nextPageToken : '';
    if (pageToken === '') return;
  }
}

async function get(
  session: Session,
  { bucket, key, limitBytes }: { readonly bucket: string; readonly key: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<BucketObject | undefined> {
  const path = `b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(key)}`;
  const told = await call(session, path, signal);
  if (told.status === 404) {
    await told.dump();
    return undefined;
  }
  const { etag, generation } = await readJson(told);
  const query = new URLSearchParams({ alt: 'media', ifGenerationMatch: String(generation ?? '') });
  const response = await call(session, `${path}?${query}`, signal);
  if (response.status !== 200) throw await failureOf(response);
  return { etag: String(etag), bytes: await readBody(response, { limitBytes, what: `object '${key}'` }) };
}

async function call(session: Session, path: string, signal: AbortSignal): Promise<HttpResponse> {
  const { send, endpoint, insecure = false } = session.options;
  const url = `${insecure ? 'http' : 'https'}://${endpoint}/storage/v1/${path}`;
  if (session.account === undefined) return send({ method: 'GET', url }, signal);
  session.token ??= fetchToken(session.options, session.account, signal);
  return send({ method: 'GET', url, headers: { authorization: `Bearer ${await session.token}` } }, signal);
}

/** Signs for the account and exchanges the signature for a token. */
async function fetchToken(
  { send, nowMs }: GcsStorageOptions,
  { email, privateKey, tokenUri }: Account,
  signal: AbortSignal,
): Promise<string> {
  const { SignJWT } = await import('jose');
  const issuedAt = Math.floor(nowMs() / 1000);
  const claims = { iss: email, scope: READ_ONLY, aud: tokenUri, iat: issuedAt, exp: issuedAt + TOKEN_SECONDS };
  const assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(privateKey);
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await send({ method: 'POST', url: tokenUri, headers, body: body.toString() }, signal);
  const { access_token: token } = await readJson(response);
  if (typeof token !== 'string') throw new Error('the token endpoint gave no token');
  return token;
}

async function readJson(response: HttpResponse): Promise<JsonObject> {
  if (response.status !== 200) throw await failureOf(response);
  const value: unknown = JSON.parse(await readText(response));
  return isJsonObject(value) ? value : {};
}

async function failureOf(response: HttpResponse): Promise<StorageError> {
  const { status } = response;
  const text = await readText(response);
  const message = /"(?:message|error_description)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 200);
  return new StorageError({ status, code: String(status), message: `googleapi: Error ${status}: ${message}` });
}

async function readText(response: HttpResponse): Promise<string> {
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the storage' });
  return Buffer.from(bytes).toString('utf8');
}
