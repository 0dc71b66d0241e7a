import type { FileTree } from '@gotk/file-tree';

/** A Git repository that a kustomization names as a base. */
export interface GitRequest {
  readonly kind: 'git';
  /** What `git fetch` takes. */
  readonly cloneUrl: string;
  /** Branch, tag or commit; empty for the remote's HEAD. */
  readonly ref: string;
  readonly submodules: boolean;
  readonly timeoutMs: number;
}

/** One file over HTTP(S) that a kustomization names as a resource, a patch or data. */
export interface HttpRequest {
  readonly kind: 'http';
  readonly url: string;
}

export type RemoteRequest = GitRequest | HttpRequest;

export type RemoteAnswer =
  | { readonly kind: 'tree'; readonly tree: FileTree }
  | { readonly kind: 'file'; readonly content: Uint8Array }
  /** The server answered, but not with 2xx. */
  | { readonly kind: 'http-status'; readonly status: number; readonly statusText: string };

/** Fetches what a build names. A rejection fails the build with the rejection's message. */
export type FetchRemote = (request: RemoteRequest, signal?: AbortSignal) => Promise<RemoteAnswer>;
