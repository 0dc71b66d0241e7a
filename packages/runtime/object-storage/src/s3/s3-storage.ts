import { createHash } from 'node:crypto';
import { type HttpResponse, type HttpSend, readBody } from '@gotk/http';
import type { JsonObject } from '@gotk/json';
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

const EMPTY_BODY = createHash('sha256').update('').digest('hex');
const DEFAULT_REGION = 'us-east-1';

/** Keys of an account. */
export interface S3Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
}

export interface S3StorageOptions {
  readonly send: HttpSend;
  /** Host and port. */
  readonly endpoint: string;
  /** Plain HTTP. @default false */
  readonly insecure?: boolean;
  /** Default: the one that the storage says the bucket is in. */
  readonly region?: string;
  /** Default: nobody's. */
  readonly credentials?: S3Credentials;
}

/** A storage with the interface of Amazon S3. */
export function createS3Storage(options: S3StorageOptions): ObjectStorage {
  const session: Session = { options, regions: new Map() };
  return {
    bucketExists: (bucket, signal) => bucketExists(session, bucket, signal),
    list: (bucket, prefix, signal) => list(session, { bucket, prefix }, signal),
    get: (bucket, { key, limitBytes }, signal) => get(session, { bucket, key, limitBytes }, signal),
  };
}

interface Session {
  readonly options: S3StorageOptions;
  /** By bucket. */
  readonly regions: Map<string, string>;
}

interface S3Request {
  readonly method: 'GET' | 'HEAD';
  readonly bucket: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
}

async function bucketExists(session: Session, bucket: string, signal: AbortSignal): Promise<boolean> {
  const response = await call(session, { method: 'HEAD', bucket }, signal);
  await response.dump();
  if (response.status === 404) return false;
  if (response.status >= 300) throw await failureOf(response, '');
  return true;
}

async function* list(
  session: Session,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const more = token === undefined ? {} : { 'continuation-token': token };
    const query = { 'list-type': '2', 'encoding-type': 'url', 'max-keys': '1000', prefix, ...more };
    const answer = await readXml(await call(session, { method: 'GET', bucket, query }, signal));
    const isEncoded = xmlText(answer, 'ListBucketResult', 'EncodingType') === 'url';
    for (const object of xmlElements(answer, 'ListBucketResult', 'Contents')) {
      const key = xmlText(object, 'Key');
      const etag = xmlText(object, 'ETag').replaceAll('"', '');
      yield { key: isEncoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key, etag };
    }
    token = xmlText(answer, 'ListBucketResult', 'NextContinuationToken');
    if (xmlText(answer, 'ListBucketResult', 'IsTruncated') !== 'true' || token === '') return;
  }
}

async function get(
  session: Session,
  { bucket, key, limitBytes }: { readonly bucket: string; readonly key: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<BucketObject | undefined> {
  requirePlainKey(key);
  const response = await call(session, { method: 'GET', bucket, key }, signal);
  if (response.status !== 200) {
    const failure = await failureOf(response);
    if (failure.code === 'NoSuchKey') return undefined;
    throw failure;
  }
  const bytes = await readBody(response, { limitBytes, what: `object '${key}'` });
  return { etag: (response.headers['etag'] ?? '').replaceAll('"', ''), bytes };
}

/** Sends a request, signed for the region that the bucket is in. */
async function call(session: Session, request: S3Request, signal: AbortSignal): Promise<HttpResponse> {
  const { options, regions } = session;
  const { bucket } = request;
  const known = options.region || regions.get(bucket);
  const region = known ?? (await findRegion(options, bucket, signal));
  regions.set(bucket, region);
  return sendSigned(options, { ...request, region }, signal);
}

/** A signature for a wrong region is refused with the right one; whoever may not ask is taken for the default's. */
async function findRegion(options: S3StorageOptions, bucket: string, signal: AbortSignal): Promise<string> {
  if (options.credentials === undefined) return DEFAULT_REGION;
  const asking = { method: 'GET', bucket, query: { location: '' }, region: DEFAULT_REGION } as const;
  const response = await sendSigned(options, asking, signal);
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the location of the bucket' });
  const answer = await parseXml(Buffer.from(bytes).toString('utf8')).catch((): JsonObject => ({}));
  const path = response.status === 200 ? ['LocationConstraint'] : ['Error', 'Region'];
  const region = xmlText(answer, ...path);
  return region === 'EU' ? 'eu-west-1' : region || DEFAULT_REGION;
}

async function sendSigned(
  { send, endpoint, insecure = false, credentials }: S3StorageOptions,
  { method, bucket, key = '', query = {}, region }: S3Request & { readonly region: string },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const url = new URL(`${insecure ? 'http' : 'https'}://${hostAndPath(endpoint, bucket)}${encodePath(key)}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // The signature knows no `+` for a blank.
  url.search = url.search.replaceAll('+', '%20');
  if (credentials === undefined) return send({ method, url: url.href }, signal);
  const { AwsV4Signer } = await import('aws4fetch');
  const { accessKey: accessKeyId, secretKey: secretAccessKey, sessionToken } = credentials;
  const signed = await new AwsV4Signer({
    method,
    url: url.href,
    headers: { 'x-amz-content-sha256': EMPTY_BODY },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: 's3',
    region,
  }).sign();
  const { host: _host, ...headers } = Object.fromEntries(signed.headers);
  return send({ method, url: url.href, headers }, signal);
}

/** Amazon's own storage names buckets in the host, as the others do in the path. */
function hostAndPath(endpoint: string, bucket: string): string {
  const isAmazon = /^s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(endpoint);
  const isHostName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
  return isAmazon && isHostName ? `${bucket}.${endpoint}/` : `${endpoint}/${encodeURIComponent(bucket)}/`;
}

function encodePath(key: string): string {
  return key
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replaceAll(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}

async function readXml(response: HttpResponse): Promise<JsonObject> {
  if (response.status !== 200) throw await failureOf(response);
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the storage' });
  return parseXml(Buffer.from(bytes).toString('utf8'));
}

/** What the storage says of a failure; of a HEAD, whose answer has no body, what its status means. */
async function failureOf(response: HttpResponse, body?: string): Promise<StorageError> {
  const { status } = response;
  const text =
    body ?? Buffer.from(await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'an error' })).toString();
  const answer = await parseXml(text).catch((): JsonObject => ({}));
  const code = xmlText(answer, 'Error', 'Code') || (status === 403 ? 'AccessDenied' : '');
  const message = xmlText(answer, 'Error', 'Message') || (status === 403 ? 'Access Denied.' : `${status}`);
  return new StorageError({ status, code, message });
}
