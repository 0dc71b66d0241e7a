import type { FileTree } from '@gotk/file-tree';
import type { Artifact } from '@gotk/flux-types';
import { LocatedError } from '@gotk/located-error';
import { matchesDigest } from './artifact-digest.js';

/** What is needed to find and check an artifact. */
export type ArtifactReference = Pick<Artifact, 'url' | 'path' | 'digest'>;

/** Gives the files of artifacts to whoever applies them. */
export interface ArtifactOpener {
  /**
   * The files of an archive, checked against its digest and held in memory.
   *
   * @throws LocatedError `artifact-not-found` when it has gone (it comes back with the source's next reconciliation),
   * `artifact-digest-mismatch`, `artifact-download`, `artifact-malformed`, `artifact-too-large`.
   */
  open(artifact: ArtifactReference, signal: AbortSignal): Promise<FileTree>;
}

/** Gives artifacts as they are, to whoever knows their format. */
export interface ArtifactReader {
  /**
   * The bytes of an artifact, checked against its digest.
   *
   * @throws LocatedError `artifact-not-found`, `artifact-digest-mismatch`, `artifact-download`, `artifact-too-large`.
   */
  read(artifact: ArtifactReference, signal: AbortSignal): Promise<Uint8Array>;
}

/** The error for an artifact that has gone. */
export function artifactNotFound(): LocatedError {
  return new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
}

/** The error for content that is not what the digest says. */
export function digestMismatch(digest: string): LocatedError {
  const hint = '(check whether file size exceeds max download size)';
  return new LocatedError({
    code: 'artifact-digest-mismatch',
    message: `failed to verify archive: computed digest doesn't match provided '${digest}' ${hint}`,
  });
}

/** @throws LocatedError `artifact-digest-mismatch`, also for a digest that is malformed. */
export function requireDigest(archive: Uint8Array, digest: string): void {
  let matches: boolean;
  try {
    matches = matchesDigest(archive, digest);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `failed to verify archive: failed to parse digest '${digest}': ${reason}`;
    throw new LocatedError({ code: 'artifact-digest-mismatch', message, cause });
  }
  if (!matches) throw digestMismatch(digest);
}
