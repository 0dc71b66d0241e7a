import { createGitClient, type GitReference } from '@gotk/git';
import { expireAfter } from '@gotk/kube-client';
import type { GitRequest, HttpRequest, RemoteAnswer, RemoteRequest } from '@gotk/kustomize';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;

/** Fetches what a kustomization names outside of this machine: a repository, or a file over HTTP. */
export function fetchRemoteBase(request: RemoteRequest, signal: AbortSignal): Promise<RemoteAnswer> {
  return request.kind === 'git' ? fetchRepository(request, signal) : fetchFile(request, signal);
}

async function fetchFile({ url }: HttpRequest, signal: AbortSignal): Promise<RemoteAnswer> {
  const response = await fetch(url, { signal });
  if (!response.ok) return { kind: 'http-status', status: response.status, statusText: response.statusText };
  const content = new Uint8Array(await response.arrayBuffer());
  if (content.length > MAX_FILE_BYTES) throw new Error(`${url} is larger than ${MAX_FILE_BYTES} bytes`);
  return { kind: 'file', content };
}

async function fetchRepository(request: GitRequest, signal: AbortSignal): Promise<RemoteAnswer> {
  const { cloneUrl: url, submodules, timeoutMs } = request;
  const git = createGitClient();
  const limit = AbortSignal.any([signal, expireAfter(timeoutMs)]);
  try {
    const names = COMMIT.test(request.ref) ? [] : refNames(request.ref);
    const { refs } = names.length === 0 ? { refs: new Map() } : await git.listRefs({ url }, names, limit);
    const reference = chooseReference(request.ref, names, refs);
    const outcome = await git.fetch({ remote: { url }, reference, recurseSubmodules: submodules }, limit);
    if (outcome.kind !== 'fetched') throw new Error(`repository ${url} is empty`);
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
