import type { FileTree } from '@gotk/file-tree';
import { buildError } from '../errors/build-error.js';
import { Interruption } from '../errors/interruption.js';
import type { RemoteAnswer, RemoteRequest } from './fetch-remote.js';
import { parseRepoSpec, type RepoSpec } from './repo-spec.js';

/** A build stops where it needs something from outside; it starts anew once that is there. */
export class RemoteNeeded extends Interruption {
  constructor(readonly request: RemoteRequest) {
    super(`needs ${requestKey(request)}`);
    this.name = 'RemoteNeeded';
  }
}

/** What has been fetched for a build so far. */
export class RemoteAnswers {
  readonly #answers = new Map<string, RemoteAnswer | Error>();
  readonly #enabled: boolean;

  constructor(enabled: boolean) {
    this.#enabled = enabled;
  }

  get size(): number {
    return this.#answers.size;
  }

  add(request: RemoteRequest, answer: RemoteAnswer | Error): void {
    this.#answers.set(requestKey(request), answer);
  }

  /** The files of a repository. @throws RemoteNeeded */
  repository(repo: RepoSpec): FileTree {
    const { cloneUrl, ref, submodules, timeoutMs } = repo;
    const answer = this.#answer({ kind: 'git', cloneUrl, ref, submodules, timeoutMs });
    if (answer.kind === 'tree') return answer.tree;
    throw buildError('kustomize-remote', `the answer for ${cloneUrl} is not a tree of files`);
  }

  /** The content of a file. @throws RemoteNeeded */
  file(url: string): Uint8Array {
    const answer = this.#answer({ kind: 'http', url });
    if (answer.kind === 'file') return answer.content;
    if (answer.kind === 'tree') throw buildError('kustomize-remote', `the answer for ${url} is not a file`);
    if (parseRepoSpec(url) !== undefined) throw buildError('kustomize-remote', 'URL is a git repository');
    throw buildError('kustomize-http', `HTTP Error: status code ${answer.status} (${answer.statusText})`);
  }

  #answer(request: RemoteRequest): RemoteAnswer {
    const answer = this.#answers.get(requestKey(request));
    if (answer instanceof Error) throw answer;
    if (answer !== undefined) return answer;
    if (this.#enabled) throw new RemoteNeeded(request);
    const what = request.kind === 'git' ? request.cloneUrl : request.url;
    throw buildError('kustomize-remote', `remote bases are not enabled; unable to fetch '${what}'`, {
      hint: 'Copy the files into the repository, or allow remote bases.',
    });
  }
}

function requestKey(request: RemoteRequest): string {
  if (request.kind === 'http') return `http ${request.url}`;
  return `git ${request.cloneUrl} ${request.ref} ${request.submodules}`;
}
