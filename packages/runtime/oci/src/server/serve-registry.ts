import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenHttp } from '@gotk/http';

const MAX_BODY_BYTES = 256 * 1024 * 1024;
const ROUTE = /^\/v2\/(.+)\/(manifests|blobs|tags)\/(.+)$/;

/** A registry in memory, on loopback: for tests and for mirrors without a network. */
export interface OciRegistryServer {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Puts a blob there without a request. @returns its digest. */
  putBlob(repository: string, bytes: Uint8Array): string;
  /** Puts a manifest there under a tag, without a request. @returns its digest. */
  putManifest(
    repository: string,
    manifest: { readonly tag?: string; readonly mediaType: string; readonly bytes: Uint8Array },
  ): string;
  close(): Promise<void>;
}

interface Repository {
  readonly blobs: Map<string, Uint8Array>;
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Uint8Array }>;
  readonly tags: Map<string, string>;
  /** What has come of blobs that are uploaded piece by piece, by the place of the upload. */
  readonly uploads: Map<string, Uint8Array>;
}

export interface OciRegistryOptions {
  /** Asked of every request by basic authentication. Default: everybody may do everything. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  readonly port?: number;
}

/** Starts a registry that speaks the OCI distribution protocol: pull, push in one piece or several, tags. */
export async function serveOciRegistry({ basicAuth, port }: OciRegistryOptions = {}): Promise<OciRegistryServer> {
  const repositories = new Map<string, Repository>();
  const repositoryOf = (name: string): Repository => {
    const known = repositories.get(name);
    if (known !== undefined) return known;
    const created: Repository = { blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map() };
    repositories.set(name, created);
    return created;
  };
  const { address, close } = await listenHttp(
    (request, response) => {
      const wanted =
        basicAuth === undefined
          ? undefined
          : `Basic ${Buffer.from(`${basicAuth.username}:${basicAuth.password}`).toString('base64')}`;
      if (wanted !== undefined && request.headers.authorization !== wanted) {
        response.setHeader('www-authenticate', 'Basic realm="registry"');
        return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
      }
      answer(request, response, { repositories, repositoryOf }).catch((error: unknown) =>
        refuse(response, 400, 'UNKNOWN', String(error)),
      );
    },
    { port },
  );
  return {
    address,
    putBlob: (repository, bytes) => storeBlob(repositoryOf(repository), bytes),
    putManifest: (repository, manifest) => storeManifest(repositoryOf(repository), manifest),
    close,
  };
}

interface Registry {
  readonly repositories: ReadonlyMap<string, Repository>;
  repositoryOf(name: string): Repository;
}

async function answer(request: IncomingMessage, response: ServerResponse, registry: Registry): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://registry');
  if (url.pathname === '/v2/' || url.pathname === '/v2') return end(response, 200);
  const [, name = '', area = '', item = ''] =
    ROUTE.exec(decodeURIComponent(url.pathname.replace(/\/uploads\/$/, '/uploads/new'))) ?? [];
  if (name === '') return refuse(response, 404, 'NAME_UNKNOWN', 'Unknown path');
  if (area === 'blobs' && item.startsWith('uploads/'))
    return upload(request, response, { url, name, repository: registry.repositoryOf(name) });
  if (area === 'manifests' && request.method === 'PUT') {
    const mediaType = request.headers['content-type'] ?? 'application/json';
    const bytes = await readRequest(request);
    const digest = storeManifest(registry.repositoryOf(name), {
      ...(item.startsWith('sha256:') ? {} : { tag: item }),
      mediaType,
      bytes,
    });
    return end(response, 201, { 'docker-content-digest': digest });
  }
  const repository = registry.repositories.get(name);
  if (repository === undefined) return refuse(response, 404, 'NAME_UNKNOWN', 'Unknown name');
  serveItem(request, response, { name, repository, area, item });
}

function serveItem(
  request: IncomingMessage,
  response: ServerResponse,
  {
    name,
    repository,
    area,
    item,
  }: { readonly name: string; readonly repository: Repository; readonly area: string; readonly item: string },
): void {
  if (area === 'tags') {
    const body = JSON.stringify({ name, tags: [...repository.tags.keys()].sort() });
    return end(response, 200, { 'content-type': 'application/json' }, body);
  }
  const digest = area === 'manifests' ? (repository.tags.get(item) ?? item) : item;
  const manifest = area === 'manifests' ? repository.manifests.get(digest) : undefined;
  const bytes = manifest?.bytes ?? (area === 'blobs' ? repository.blobs.get(digest) : undefined);
  if (bytes === undefined) {
    return area === 'manifests'
      ? refuse(response, 404, 'MANIFEST_UNKNOWN', 'Unknown manifest')
      : refuse(response, 404, 'BLOB_UNKNOWN', 'Unknown blob');
  }
  const headers = {
    'content-type': manifest?.mediaType ?? 'application/octet-stream',
    'docker-content-digest': digest,
    'content-length': String(bytes.length),
  };
  end(response, 200, headers, request.method === 'HEAD' ? undefined : bytes);
}

async function upload(
  request: IncomingMessage,
  response: ServerResponse,
  { url, name, repository }: { readonly url: URL; readonly name: string; readonly repository: Repository },
): Promise<void> {
  if (request.method === 'POST') return end(response, 202, { location: `/v2/${name}/blobs/uploads/${randomUUID()}` });
  if (request.method !== 'PUT' && request.method !== 'PATCH') {
    return refuse(response, 405, 'UNSUPPORTED', 'Only uploads in pieces and in one are supported');
  }
  const { uploads } = repository;
  const bytes = Buffer.concat([uploads.get(url.pathname) ?? Buffer.alloc(0), await readRequest(request)]);
  if (bytes.length > MAX_BODY_BYTES) throw new RangeError(`the blob is larger than ${MAX_BODY_BYTES} bytes`);
  if (request.method === 'PATCH') {
    uploads.set(url.pathname, bytes);
    return end(response, 202, { location: url.pathname, range: `0-${Math.max(0, bytes.length - 1)}` });
  }
  uploads.delete(url.pathname);
  const wanted = url.searchParams.get('digest');
  if (wanted !== sha256(bytes)) return refuse(response, 400, 'DIGEST_INVALID', 'digest does not match contents');
  end(response, 201, { 'docker-content-digest': storeBlob(repository, bytes) });
}

async function readRequest(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new RangeError(`the body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function storeBlob(repository: Repository, bytes: Uint8Array): string {
  const digest = sha256(bytes);
  repository.blobs.set(digest, bytes);
  return digest;
}

function storeManifest(
  repository: Repository,
  { tag, mediaType, bytes }: { readonly tag?: string; readonly mediaType: string; readonly bytes: Uint8Array },
): string {
  const digest = sha256(bytes);
  repository.manifests.set(digest, { mediaType, bytes });
  if (tag !== undefined) repository.tags.set(tag, digest);
  return digest;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  end(response, status, { 'content-type': 'application/json' }, JSON.stringify({ errors: [{ code, message }] }));
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): void {
  response.writeHead(status, headers);
  response.end(body);
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
