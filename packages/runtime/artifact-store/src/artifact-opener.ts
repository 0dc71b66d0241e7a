import type { FileTree } from '@gotk/file-tree';
import type { Artifact } from '@gotk/flux-types';
import { LocatedError } from '@gotk/located-error';

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

export function artifactNotFound(): LocatedError {
  return new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
}

export function digestMismatch(digest: string): LocatedError {
  const hint = '(check whether file size exceeds max download size)';
  return new LocatedError({
    code: 'artifact-digest-mismatch',
    message: `failed to verify archive: computed digest doesn't match provided '${digest}' ${hint}`,
  });
}
