import { createHmac } from 'node:crypto';
import { type HttpResponse, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonObject } from '@gotk/json';
import {
  type BucketObject,
  type ListedObject,
  MAX_ANSWER_BYTES,
  MAX_PAGES,
  type ObjectStorage,
} from '../object-storage.js';
import { parseXml, xmlElements, xmlText } from '../parse-xml.js';
import { requirePlainKey } from '../require-plain-key.js';
import { StorageError } from '../storage-error.js';
import type { AzureCredential } from './azure-credential.js';

const API_VERSION = '2021-12-02';
const SCOPE = 'https://storage.azure.com/.default';

export interface AzureStorageOptions {
  readonly send: HttpSend;
  /** URL of the account. */
  readonly endpoint: string;
  readonly credential: AzureCredential;
  readonly nowMs: () => number;
}

/** Azure Blob Storage; a bucket is a container. */
export function createAzureStorage(options: AzureStorageOptions): ObjectStorage {
  const session: Session = { options, token: undefined };
  return {
    bucketExists: (bucket, signal) => bucketExists(session, bucket, signal),
    list: (bucket, prefix, signal) => list(session, { bucket, prefix }, signal),
    get: (bucket, { key, limitBytes }, signal) => get(session, { bucket, key, limitBytes }, signal),
  };
}

interface Session {
  readonly options: AzureStorageOptions;
  token: Promise<string> | undefined;
}

async function bucketExists(session: Session, bucket: string, signal: AbortSignal): Promise<boolean> {
  try {
    await listPage(session, { bucket, query: { maxresults: '1' } }, signal);
    return true;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (error.code === 'ContainerNotFound') return false;
    if (error.code !== 'AuthenticationFailed') throw error;
    const { status, code, message } = error;
    const hint =
      'the specified bucket name may be incorrect, nonexistent, or the caller might lack sufficient permissions';
    throw new StorageError({ status, code, message: `${hint} to access it: ${message}` });
  }
}

async function* list(
  session: Session,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  let marker = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { ...(prefix !== '' && { prefix }), ...(marker !== '' && { marker }) };
    const answer = await listPage(session, { bucket, query }, signal);
    for (const blob of xmlElements(answer, 'EnumerationResults', 'Blobs', 'Blob')) {
      yield { key: xmlText(blob, 'Name'), etag: asIndexed(xmlText(blob, 'Properties', 'Etag')) };
    }
    marker = xmlText(answer, 'EnumerationResults', 'NextMarker');
    if (marker === '') return;
  }
}

/** Flux indexes the bytes of the text in hexadecimal. */
function asIndexed(etag: string): string {
  return Buffer.from(etag.replaceAll('"', '')).toString('hex');
}

interface PageRequest {
  readonly bucket: string;
  readonly query: Readonly<Record<string, string>>;
}

async function listPage(session: Session, { bucket, query }: PageRequest, signal: AbortSignal): Promise<JsonObject> {
  const response = await call(
    session,
    { path: bucket, query: { restype: 'container', comp: 'list', ...query } },
    signal,
  );
  if (response.status !== 200) throw await failureOf(response);
  return parseXml(await readText(response));
}

async function get(
  session: Session,
  { bucket, key, limitBytes }: { readonly bucket: string; readonly key: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<BucketObject | undefined> {
  requirePlainKey(key);
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const response = await call(session, { path, query: {} }, signal);
  if (response.status !== 200) {
    const failure = await failureOf(response);
    if (failure.code === 'BlobNotFound') return undefined;
    throw failure;
  }
  const bytes = await readBody(response, { limitBytes, what: `object '${key}'` });
  return { etag: asIndexed(response.headers['etag'] ?? ''), bytes };
}

interface AzureRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

async function call(session: Session, { path, query }: AzureRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { send, endpoint, credential, nowMs } = session.options;
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  const signed = credential.kind === 'sas' ? Object.fromEntries(new URLSearchParams(credential.query)) : {};
  for (const [name, value] of Object.entries({ ...signed, ...query })) url.searchParams.set(name, value);
  const headers: Record<string, string> = { 'x-ms-date': new Date(nowMs()).toUTCString(), 'x-ms-version': API_VERSION };
  if (credential.kind === 'account-key') headers['authorization'] = sharedKey(credential, { url, headers });
  if (credential.kind === 'client-secret') {
    session.token ??= fetchToken(send, credential, signal);
    headers['authorization'] = `Bearer ${await session.token}`;
  }
  return send({ method: 'GET', url: url.href, headers }, signal);
}

/** The signature of a GET without conditions. @see https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
function sharedKey(
  { account, key }: Extract<AzureCredential, { readonly kind: 'account-key' }>,
  { url, headers }: { readonly url: URL; readonly headers: Readonly<Record<string, string>> },
): string {
  const own = Object.keys(headers)
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const query = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `\n${name}:${value}`);
  // Method, eleven standard headers that are empty, and what is Azure's.
  const text = `GET${'\n'.repeat(12)}${own.join('')}/${account}${url.pathname}${query.join('')}`;
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
  return `SharedKey ${account}:${signature}`;
}

async function fetchToken(
  send: HttpSend,
  { tenantId, clientId, clientSecret, authorityHost }: Extract<AzureCredential, { readonly kind: 'client-secret' }>,
  signal: AbortSignal,
): Promise<string> {
  const url = `${authorityHost.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: SCOPE };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await send({ method: 'POST', url, headers, body: new URLSearchParams(form).toString() }, signal);
  const text = await readText(response);
  const answer: unknown = JSON.parse(text);
  const token = isJsonObject(answer) ? answer['access_token'] : undefined;
  if (response.status === 200 && typeof token === 'string') return token;
  const told = isJsonObject(answer) ? answer['error_description'] : undefined;
  const message = typeof told === 'string' ? told : `${response.status}`;
  throw new StorageError({ status: response.status, code: 'AuthenticationFailed', message });
}

async function failureOf(response: HttpResponse): Promise<StorageError> {
  const text = await readText(response);
  const answer = await parseXml(text).catch((): JsonObject => ({}));
  const code = response.headers['x-ms-error-code'] ?? xmlText(answer, 'Error', 'Code');
  const message = xmlText(answer, 'Error', 'Message').split('\n')[0] || `${response.status} ${code}`.trim();
  return new StorageError({ status: response.status, code, message });
}

async function readText(response: HttpResponse): Promise<string> {
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the storage' });
  return Buffer.from(bytes).toString('utf8');
}
