import type { ObjectFormat } from '../protocol/remote-refs.js';

/** A commit, and the ref under which it was found. */
export interface CommitAtRef {
  readonly hash: string;
  readonly objectFormat: ObjectFormat;
  /** Full name of the ref, e.g. `refs/heads/main`; absent when the commit was asked for by itself. */
  readonly ref?: string;
}

/** `sha1:<hash>` */
export function renderHash({ hash, objectFormat }: CommitAtRef): string {
  return `${objectFormat}:${hash}`;
}

/** The revision of an artifact: `main@sha1:…`, or `sha1:…` without a ref that has a short name. */
export function renderRevision(commit: CommitAtRef): string {
  const short = /^[^/]*\/[^/]*\/(.*)$/s.exec(commit.ref ?? '')?.[1];
  return short === undefined ? renderHash(commit) : `${short}@${renderHash(commit)}`;
}

/** The revision with the ref's full name, as it stands when `spec.ref.name` is used: `refs/heads/main@sha1:…`. */
export function renderAbsoluteRevision(commit: CommitAtRef): string {
  return commit.ref === undefined ? renderHash(commit) : `${commit.ref}@${renderHash(commit)}`;
}
