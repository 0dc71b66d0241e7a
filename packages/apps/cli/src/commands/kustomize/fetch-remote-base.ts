import { STATUS_CODES } from 'node:http';
import { createGitClient, type GitClient, type GitReference } from '@gotk/git';
import type { RewriteUrl } from '@gotk/http';
import { expireAfter } from '@gotk/kube-client';
import type { FetchRemote, GitRequest, HttpRequest, RemoteAnswer } from '@gotk/kustomize';
import { serveLocalRepository } from './serve-local-repository.js';

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;

export interface RemoteBaseOptions {
  /** Makes the client of one request. Default: one of its own. */
  readonly openGit?: () => GitClient;
  /** Where sources are asked instead of at their own addresses. Default: nowhere else. */
  readonly rewrite?: RewriteUrl;
  /** Whether repositories on this machine may be named, as `file:///path`. Default false. */
  readonly localRepositories?: boolean;
  /** Most bytes of one file. Default 64 MiB. */
  readonly maxFileBytes?: number;
  /** Limit for one file. Default 60 s; a repository's stands in its URL. */
  readonly fileTimeoutMs?: number;
}

/** Fetches what a kustomization names outside of this machine: a repository, or a file over HTTP. */
export function remoteBaseFetcher({
  rewrite = (url) => url,
  openGit = () => createGitClient({ rewrite }),
  localRepositories = false,
  maxFileBytes = 64 * 1024 * 1024,
  fileTimeoutMs = 60_000,
}: RemoteBaseOptions = {}): FetchRemote {
  return (request, signal) => {
    const context = `'${request.kind === 'git' ? `git fetch' of ${redact(request.cloneUrl)}` : `${redact(request.url)}'`}`;
    const timeoutMs = request.kind === 'git' ? request.timeoutMs : fileTimeoutMs;
    return within({ timeoutMs, context, signal }, (limit) =>
      request.kind === 'git'
        ? reachable(request.cloneUrl, { localRepositories, signal: limit }, (url) =>
            fetchRepository({ ...request, cloneUrl: url }, openGit(), limit),
          )
        : fetchFile({ ...request, url: rewrite(request.url) }, maxFileBytes, limit),
    );
  };
}

/** Runs something within its limit of time, and says so when it is over. */
async function within<Result>(
  { timeoutMs, context, signal }: { timeoutMs: number; context: string; signal: AbortSignal | undefined },
  run: (limit: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const expired = expireAfter(timeoutMs);
  try {
    return await run(signal === undefined ? expired : AbortSignal.any([signal, expired]));
  } catch (error) {
    signal?.throwIfAborted();
    if (expired.aborted) throw new Error(`hit ${timeoutMs / 1000}s timeout running ${context}`, { cause: error });
    throw error;
  }
}

/** Without a password that stands in the URL. */
function redact(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');
}

async function fetchFile({ url }: HttpRequest, maxBytes: number, signal: AbortSignal): Promise<RemoteAnswer> {
  const { address, headers } = splitCredentials(url);
  const response = await fetch(address, { headers, signal });
  if (!response.ok) {
    await response.body?.cancel();
    return { kind: 'http-status', status: response.status, statusText: statusText(response.status) };
  }
  return { kind: 'file', content: await readLimited(response, maxBytes) };
}

/** Where Go names a status otherwise than Node. */
const GO_STATUS: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  414: 'Request URI Too Long',
  416: 'Requested Range Not Satisfiable',
  418: "I'm a teapot",
};

/** The name of a status, whatever the server calls it. */
function statusText(status: number): string {
  return GO_STATUS[status] ?? STATUS_CODES[status] ?? '';
}

/** A user and password in a URL go into a header. */
function splitCredentials(text: string): { readonly address: URL; readonly headers: Readonly<Record<string, string>> } {
  const address = new URL(text);
  const { username, password } = address;
  if (username === '' && password === '') return { address, headers: {} };
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

async function readLimited({ body, url }: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`${redact(url)} is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Reach {
  readonly localRepositories: boolean;
  readonly signal: AbortSignal;
}

/** Runs `use` with a URL that a client can fetch from. */
async function reachable<Result>(
  url: string,
  { localRepositories, signal }: Reach,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  if (!localRepositories || !/^file:\/\//i.test(url)) return use(url);
  const server = await serveLocalRepository(url, signal);
  try {
    return await use(server.url);
  } finally {
    await server.close();
  }
}

async function fetchRepository(request: GitRequest, git: GitClient, signal: AbortSignal): Promise<RemoteAnswer> {
  const { cloneUrl: url, submodules } = request;
  try {
    const names = COMMIT.test(request.ref) ? [] : refNames(request.ref);
    const { refs } = names.length === 0 ? { refs: new Map() } : await git.listRefs({ url }, names, signal);
    const reference = chooseReference(request.ref, names, refs);
    const outcome = await git.fetch({ remote: { url }, reference, recurseSubmodules: submodules }, signal);
    if (outcome.kind !== 'fetched') throw new Error(`repository ${redact(url)} is empty`);
    const tree = await outcome.snapshot.readTree();
    await outcome.snapshot.close();
    return { kind: 'tree', tree };
  } finally {
    await git.close();
  }
}

/** Full names that a short one may stand for. */
function refNames(ref: string): readonly string[] {
  return ref === '' ? ['HEAD'] : [ref, `refs/tags/${ref}`, `refs/heads/${ref}`];
}

function chooseReference(ref: string, names: readonly string[], refs: ReadonlyMap<string, unknown>): GitReference {
  if (names.length === 0) return { commit: ref };
  const name = names.find((candidate) => refs.has(candidate));
  if (name === undefined) throw new Error(`couldn't find remote ref ${ref === '' ? 'HEAD' : ref}`);
  return { name };
}
