import { Halt } from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import type { FileTree } from '@gotk/file-tree';
import { hasErrorCode, LocatedError } from '@gotk/located-error';
import type { Deps } from '../../deps.js';
import { resolveTreePath } from '../../tree/resolve-tree-path.js';
import type { ResolvedSource } from './resolve-source.js';

/** Where messages pretend the artifact was unpacked: Flux does so in a temporary folder of such a name. */
export const ARTIFACT_ROOT = '/tmp/kustomization-0';

/** The files of the source's artifact; halts when it has gone, for its source will make it anew. */
export async function openArtifact(deps: Deps, source: ResolvedSource, signal: AbortSignal): Promise<FileTree> {
  try {
    return await deps.artifacts.open(source.artifact, signal);
  } catch (error) {
    if (!hasErrorCode(error, 'artifact-not-found')) throw error;
    const { requeueDependencyMs } = deps;
    const message = `Source is not ready, artifact not found, retrying in ${renderMs(requeueDependencyMs)}`;
    throw new Halt({ kind: 'waiting', message, requeueAfterMs: requeueDependencyMs, cause: error });
  }
}

/**
 * The directory that `spec.path` names, which never leads out of the artifact.
 * @throws LocatedError `path-not-found` with Flux's text.
 */
export function requireDirectory(tree: FileTree, path = ''): string {
  const directory = resolveTreePath(tree, path);
  if (directory === undefined || tree.entry(directory)?.kind === undefined) {
    const shown = [ARTIFACT_ROOT, ...(directory ?? path).split('/').filter((part) => part !== '')].join('/');
    throw new LocatedError({
      code: 'path-not-found',
      message: `kustomization path not found: stat ${shown}: no such file or directory`,
      hint: `Check spec.path: the source has no directory ${JSON.stringify(path)}.`,
    });
  }
  return directory;
}
