import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { listenHttp } from '@gotk/http';
import type { GitSetting } from '../process/git-environment.js';
import { spawnGit } from '../process/spawn-git.js';
import { FLUSH_PACKET, renderPacket } from '../protocol/packet-line.js';

/** A local repository, offered to clients. */
export interface ServedRepository {
  readonly gitDir: string;
  /** Whom to let in; absent: everybody. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  /** Whether clients may push. @default false */
  readonly writable?: boolean;
}

export interface ServeGitOptions {
  /** The repository under a URL path (without slashes around it), or `undefined`. Nothing else can be reached. */
  readonly find: (path: string) => ServedRepository | undefined;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, any free port */
  readonly port?: number;
}

/** A running Git server. */
export interface GitServer {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const SERVICES = ['git-upload-pack', 'git-receive-pack'] as const;
type Service = (typeof SERVICES)[number];

const SETTINGS: readonly GitSetting[] = [
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['http.receivepack', 'true'],
];

/** Serves local repositories over Git's smart HTTP protocol, to clients on this machine unless told otherwise. */
export async function serveGit({ find, host, port }: ServeGitOptions): Promise<GitServer> {
  const { url, close } = await listenHttp(
    (request, response) => {
      answer(find, request, response).catch(() => response.destroy());
    },
    { host, port },
  );
  return { url, close };
}

type Route =
  | { readonly kind: 'refs'; readonly path: string; readonly service: Service }
  | { readonly kind: 'rpc'; readonly path: string; readonly service: Service };

async function answer(
  find: ServeGitOptions['find'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = parseRoute(request);
  const repository = route === undefined ? undefined : find(route.path);
  if (route === undefined || repository === undefined) return end(response, 404, '');
  if (!isAllowedIn(repository, request)) {
    response.setHeader('www-authenticate', 'Basic realm="git"');
    return end(response, 401, 'Unauthorized');
  }
  if (route.service === 'git-receive-pack' && repository.writable !== true) return end(response, 403, 'read-only');
  response.setHeader('cache-control', 'no-cache');
  await (route.kind === 'refs'
    ? sendRefs(route, repository, exchange(request, response))
    : runService(route, repository, exchange(request, response)));
}

function parseRoute({ method, url = '' }: IncomingMessage): Route | undefined {
  if (!URL.canParse(url, 'http://server')) return undefined;
  const { pathname, searchParams } = new URL(url, 'http://server');
  const [, path = '', last = ''] = /^\/(.*)\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(pathname) ?? [];
  const service = SERVICES.find((name) => name === (last === 'info/refs' ? searchParams.get('service') : last));
  if (service === undefined) return undefined;
  if (method === 'GET' && last === 'info/refs') return { kind: 'refs', path: decodePath(path), service };
  return method === 'POST' && last === service ? { kind: 'rpc', path: decodePath(path), service } : undefined;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isAllowedIn({ basicAuth }: ServedRepository, { headers }: IncomingMessage): boolean {
  if (basicAuth === undefined) return true;
  const expected = Buffer.from(`${basicAuth.username}:${basicAuth.password}`);
  const given = Buffer.from(/^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

function exchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const controller = new AbortController();
  response.on('close', () => controller.abort());
  return { request, response, signal: controller.signal };
}

async function sendRefs(
  { service }: Route,
  repository: ServedRepository,
  { request, response, signal }: Exchange,
): Promise<void> {
  response.writeHead(200, { 'content-type': `application/x-${service}-advertisement` });
  const version2 = protocolOf(request).includes('version=2') && service === 'git-upload-pack';
  if (!version2) response.write(renderPacket(`# service=${service}\n`) + FLUSH_PACKET);
  await runPack(
    { service, repository, flags: ['--advertise-refs'], input: Readable.from([]) },
    { request, response, signal },
  );
}

async function runService(
  { service }: Route,
  repository: ServedRepository,
  { request, response, signal }: Exchange,
): Promise<void> {
  response.writeHead(200, { 'content-type': `application/x-${service}-result` });
  const gzipped = request.headers['content-encoding'] === 'gzip';
  const input = gzipped ? request.pipe(createGunzip()) : request;
  await runPack({ service, repository, flags: [], input }, { request, response, signal });
}

interface PackRun {
  readonly service: Service;
  readonly repository: ServedRepository;
  readonly flags: readonly string[];
  readonly input: Readable;
}

async function runPack(
  { service, repository, flags, input }: PackRun,
  { request, response, signal }: Exchange,
): Promise<void> {
  const args = [service.slice('git-'.length), '--stateless-rpc', ...flags, repository.gitDir];
  const variables = { GIT_PROTOCOL: protocolOf(request) };
  const git = spawnGit({ args, settings: SETTINGS, variables }, signal);
  // A client that sends nonsense is judged by the exit code.
  const fed = pipeline(input, git.stdin).catch(() => undefined);
  await Promise.all([pipeline(git.stdout, response, { end: false }), fed, git.done]);
  response.end();
}

function protocolOf({ headers }: IncomingMessage): string {
  const protocol = headers['git-protocol'];
  return typeof protocol === 'string' && /^[a-z0-9=:.-]+$/.test(protocol) ? protocol : '';
}
