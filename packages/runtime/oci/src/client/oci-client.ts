import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpRequest, type HttpResponse, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { parseChallenges } from '../auth/parse-challenge.js';
import { anonymous, type CredentialLookup } from '../auth/registry-credentials.js';
import { basicHeader, fetchToken } from '../auth/token-source.js';
import type { OciRepositoryName } from '../reference/oci-reference.js';
import { RegistryError } from './registry-error.js';

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_TAG_PAGES = 1000;
const TAGS_PER_PAGE = 1000;
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  INDEX_TYPE,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(',');

/** What a manifest says of a blob. */
export interface OciDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest as the registry holds it. */
export interface OciManifest {
  /** Of the exact bytes. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly content: JsonObject;
}

/** A manifest that refers to another one. */
export interface OciReferrer {
  readonly digest: string;
  /** What it is, such as a signature; empty when it does not tell. */
  readonly artifactType: string;
}

export interface OciClientOptions {
  readonly send: HttpSend;
  /** Default: anonymous. */
  readonly credentials?: CredentialLookup;
  /** Plain HTTP. Default: only for loopback hosts, as go-containerregistry has it. */
  readonly insecure?: boolean;
  /** TLS for loopback hosts, too, unless `insecure`: as Helm's client has it. Default false. */
  readonly tlsOnLoopback?: boolean;
  /** Retries of a request that failed for the moment. Default 2, 100 ms and then 300 ms apart. */
  readonly retries?: number;
}

/** A client of OCI registries. Tokens are kept for its lifetime, per repository and right. */
export interface OciClient {
  /** Digest of what a tag or digest names, by HEAD, or by GET where the registry answers no HEAD. */
  resolve(name: OciRepositoryName, reference: string, signal: AbortSignal): Promise<string>;
  fetchManifest(name: OciRepositoryName, reference: string, signal: AbortSignal): Promise<OciManifest>;
  /** Reads and verifies a blob. @throws LocatedError `oci-too-large`, `oci-digest`. */
  fetchBlob(
    name: OciRepositoryName,
    blob: { readonly digest: string; readonly limitBytes: number },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  /** Every tag, in the registry's order. */
  listTags(name: OciRepositoryName, signal: AbortSignal): Promise<readonly string[]>;
  /** What refers to a manifest: by the registry's list, or by the tag that stands for one where it has none. */
  listReferrers(name: OciRepositoryName, digest: string, signal: AbortSignal): Promise<readonly OciReferrer[]>;
  /** Uploads a blob unless it is there. @returns its digest. */
  pushBlob(name: OciRepositoryName, bytes: Uint8Array, signal: AbortSignal): Promise<string>;
  /** @returns the manifest's digest. */
  pushManifest(
    name: OciRepositoryName,
    manifest: { readonly reference: string; readonly mediaType: string; readonly bytes: Uint8Array },
    signal: AbortSignal,
  ): Promise<string>;
}

interface Session {
  readonly send: HttpSend;
  readonly credentials: CredentialLookup;
  readonly insecure: boolean;
  readonly tlsOnLoopback: boolean;
  readonly retries: number;
  /** `authorization` by repository and right. */
  readonly authorizations: Map<string, string>;
}

/** A client over the given HTTP sender. */
export function createOciClient({
  send,
  credentials = anonymous,
  insecure = false,
  tlsOnLoopback = false,
  retries = 2,
}: OciClientOptions): OciClient {
  const session: Session = { send, credentials, insecure, tlsOnLoopback, retries, authorizations: new Map() };
  return {
    resolve: (name, reference, signal) => resolveDigest(session, { name, reference }, signal),
    fetchManifest: (name, reference, signal) => fetchManifest(session, { name, reference }, signal),
    fetchBlob: (name, blob, signal) => fetchBlob(session, { name, ...blob }, signal),
    listTags: (name, signal) => listTags(session, name, signal),
    listReferrers: (name, digest, signal) => listReferrers(session, { name, reference: digest }, signal),
    pushBlob: (name, bytes, signal) => pushBlob(session, { name, bytes }, signal),
    pushManifest: (name, manifest, signal) => pushManifest(session, { name, ...manifest }, signal),
  };
}

interface Target {
  readonly name: OciRepositoryName;
  readonly reference: string;
}

async function resolveDigest(session: Session, target: Target, signal: AbortSignal): Promise<string> {
  const url = `${baseUrl(session, target.name)}/manifests/${target.reference}`;
  const head = await call(
    session,
    { name: target.name, request: { method: 'HEAD', url, headers: { accept: MANIFEST_TYPES } } },
    signal,
  );
  await head.dump();
  const digest = head.headers['docker-content-digest'];
  if (head.status === 200 && digest !== undefined && digest !== '') return digest;
  // A GET tells why, and serves registries that answer no HEAD.
  return (await fetchManifest(session, target, signal)).digest;
}

async function fetchManifest(session: Session, { name, reference }: Target, signal: AbortSignal): Promise<OciManifest> {
  const request = {
    method: 'GET',
    url: `${baseUrl(session, name)}/manifests/${reference}`,
    headers: { accept: MANIFEST_TYPES },
  } as const;
  const response = await expectStatus(await call(session, { name, request }, signal), request, 200);
  const bytes = await readBody(response, {
    limitBytes: MAX_MANIFEST_BYTES,
    what: `the manifest of ${name.registry}/${name.repository}`,
  });
  const digest = sha256(bytes);
  if (reference.startsWith('sha256:') && reference !== digest) throw digestMismatch('manifest', reference, digest);
  const content = parseManifest(bytes);
  const mediaType = response.headers['content-type'] ?? String(content['mediaType'] ?? '');
  return { digest, mediaType, bytes, content };
}

function parseManifest(bytes: Uint8Array): JsonObject {
  const content = tryParse(Buffer.from(bytes).toString('utf8'));
  if (isJsonObject(content)) return content;
  throw new LocatedError({
    code: 'oci-manifest',
    message: 'the registry answered with a manifest that is no JSON object',
  });
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

async function fetchBlob(
  session: Session,
  {
    name,
    digest,
    limitBytes,
  }: { readonly name: OciRepositoryName; readonly digest: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const request = { method: 'GET', url: `${baseUrl(session, name)}/blobs/${digest}` } as const;
  const response = await expectStatus(await call(session, { name, request }, signal), request, 200);
  const bytes = await readBody(response, { limitBytes, what: `blob ${digest}` });
  const actual = digest.startsWith('sha512:')
    ? `sha512:${createHash('sha512').update(bytes).digest('hex')}`
    : sha256(bytes);
  if (actual !== digest) throw digestMismatch('blob', digest, actual);
  return bytes;
}

async function listTags(session: Session, name: OciRepositoryName, signal: AbortSignal): Promise<readonly string[]> {
  const tags: string[] = [];
  let url: string | undefined = `${baseUrl(session, name)}/tags/list?n=${TAGS_PER_PAGE}`;
  for (let page = 0; url !== undefined && page < MAX_TAG_PAGES; page++) {
    const request: HttpRequest = { method: 'GET', url };
    const response: HttpResponse = await expectStatus(await call(session, { name, request }, signal), request, 200);
    const body = tryParse(
      Buffer.from(await readBody(response, { limitBytes: MAX_MANIFEST_BYTES, what: 'the list of tags' })).toString(
        'utf8',
      ),
    );
    const found = isJsonObject(body) ? body['tags'] : undefined;
    if (Array.isArray(found))
      for (const tag of found as readonly JsonValue[]) if (typeof tag === 'string') tags.push(tag);
    url = nextPage(response.headers['link'], response.url);
  }
  return tags;
}

async function listReferrers(
  session: Session,
  { name, reference: digest }: Target,
  signal: AbortSignal,
): Promise<readonly OciReferrer[]> {
  const url = `${baseUrl(session, name)}/referrers/${digest}`;
  const request = { method: 'GET', url, headers: { accept: INDEX_TYPE } } as const;
  const response = await call(session, { name, request }, signal);
  if (response.status === 200) {
    const bytes = await readBody(response, { limitBytes: MAX_MANIFEST_BYTES, what: 'the list of referrers' });
    return referrersIn(parseManifest(bytes));
  }
  await response.dump();
  try {
    return referrersIn((await fetchManifest(session, { name, reference: digest.replace(':', '-') }, signal)).content);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return [];
    throw error;
  }
}

function referrersIn({ manifests }: JsonObject): readonly OciReferrer[] {
  const all = (Array.isArray(manifests) ? (manifests as readonly JsonValue[]) : []).filter(isJsonObject);
  return all.map(({ digest, artifactType }) => {
    return { digest: String(digest), artifactType: typeof artifactType === 'string' ? artifactType : '' };
  });
}

/** The `rel="next"` link; only within the same host, so that credentials stay where they belong. */
function nextPage(link: string | undefined, current: string): string | undefined {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, current)) return undefined;
  const next = new URL(target, current);
  return next.host === new URL(current).host ? next.href : undefined;
}

async function pushBlob(
  session: Session,
  { name, bytes }: { readonly name: OciRepositoryName; readonly bytes: Uint8Array },
  signal: AbortSignal,
): Promise<string> {
  const digest = sha256(bytes);
  const base = baseUrl(session, name);
  const head = await call(
    session,
    { name, request: { method: 'HEAD', url: `${base}/blobs/${digest}` }, push: true },
    signal,
  );
  await head.dump();
  if (head.status === 200) return digest;
  const start: HttpRequest = { method: 'POST', url: `${base}/blobs/uploads/` };
  const started = await expectStatus(await call(session, { name, request: start, push: true }, signal), start, 202);
  await started.dump();
  const upload = new URL(started.headers['location'] ?? '', started.url);
  upload.searchParams.set('digest', digest);
  const put: HttpRequest = {
    method: 'PUT',
    url: upload.href,
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  };
  await (await expectStatus(await call(session, { name, request: put, push: true }, signal), put, 201)).dump();
  return digest;
}

async function pushManifest(
  session: Session,
  push: {
    readonly name: OciRepositoryName;
    readonly reference: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  },
  signal: AbortSignal,
): Promise<string> {
  const { name, reference, mediaType, bytes } = push;
  const request: HttpRequest = {
    method: 'PUT',
    url: `${baseUrl(session, name)}/manifests/${reference}`,
    headers: { 'content-type': mediaType },
    body: bytes,
  };
  await (await expectStatus(await call(session, { name, request, push: true }, signal), request, 201)).dump();
  return sha256(bytes);
}

function baseUrl({ insecure, tlsOnLoopback }: Session, { registry, repository }: OciRepositoryName): string {
  const scheme = insecure || (isLoopback(registry) && !tlsOnLoopback) ? 'http' : 'https';
  return `${scheme}://${registry}/v2/${repository}`;
}

function isLoopback(registry: string): boolean {
  const host = registry.replace(/:\d+$/, '');
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host);
}

async function expectStatus(
  response: HttpResponse,
  { method, url }: HttpRequest,
  status: number,
): Promise<HttpResponse> {
  if (response.status === status) return response;
  const body = Buffer.from(
    await readBody(response, { limitBytes: MAX_ERROR_BYTES, what: 'the error of the registry' }),
  ).toString('utf8');
  throw new RegistryError({ method, url, status: response.status, body });
}

interface Call {
  readonly name: OciRepositoryName;
  readonly request: HttpRequest;
  /** Whether the right to push is needed. Default: only to pull. */
  readonly push?: boolean;
}

/** Sends a request, authenticates when challenged, and tries again what failed for the moment. */
async function call(
  session: Session,
  { name, request, push = false }: Call,
  signal: AbortSignal,
): Promise<HttpResponse> {
  for (let attempt = 0; ; attempt++) {
    const response = await sendAuthenticated(session, { name, request, push }, signal);
    if (!RETRIED_STATUSES.has(response.status) || attempt >= session.retries) return response;
    await response.dump();
    await sleep(100 * 3 ** attempt, undefined, { signal });
  }
}

async function sendAuthenticated(
  session: Session,
  { name, request, push }: Required<Call>,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const right = push ? 'push,pull' : 'pull';
  const key = `${name.registry}/${name.repository} ${right}`;
  const known = session.authorizations.get(key);
  const response = await session.send(withAuthorization(request, known), signal);
  if (response.status !== 401) return response;
  const authorization = await answerChallenge(
    session,
    { name, right, header: response.headers['www-authenticate'] ?? '' },
    signal,
  );
  if (authorization === undefined) return response;
  await response.dump();
  session.authorizations.set(key, authorization);
  return session.send(withAuthorization(request, authorization), signal);
}

function withAuthorization(request: HttpRequest, authorization: string | undefined): HttpRequest {
  return authorization === undefined ? request : { ...request, headers: { ...request.headers, authorization } };
}

async function answerChallenge(
  session: Session,
  { name, right, header }: { readonly name: OciRepositoryName; readonly right: string; readonly header: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const credential = session.credentials(name);
  if (credential.kind === 'bearer') return `Bearer ${credential.token}`;
  const challenges = parseChallenges(header);
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer === undefined) return basicHeader(credential)['authorization'];
  const scope = `repository:${name.repository}:${right}`;
  return `Bearer ${await fetchToken({ challenge: bearer, credential, scope }, session.send, signal)}`;
}

function digestMismatch(what: string, wanted: string, actual: string): LocatedError {
  return new LocatedError({
    code: 'oci-digest',
    message: `${what} digest mismatch: expected ${wanted}, got ${actual}`,
  });
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
