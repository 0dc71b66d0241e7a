import type { KustomizeBuildOptions } from './build-options.js';
import type { KustomizeBuildResult } from './built-object.js';

/**
 * Builds the kustomization in `directory` of `tree`: what `kustomize build` prints, as objects.
 *
 * @throws LocatedError with kustomize's own message, and the file and line where it is known.
 * @see https://github.com/kubernetes-sigs/kustomize at kustomize/v5.8.1
 */
export async function kustomizeBuild(
  options: KustomizeBuildOptions,
  signal?: AbortSignal,
): Promise<KustomizeBuildResult> {
  signal?.throwIfAborted();
  return kustomizeBuildSync(options);
}

/** The same without fetching or charts: a build that needs either fails. */
export function kustomizeBuildSync(_options: KustomizeBuildOptions): KustomizeBuildResult {
  throw new Error('not implemented yet');
}

/** All documents of a build, separated as kustomize separates them. */
export function renderBuild(result: KustomizeBuildResult): string {
  return result.objects.map(({ yaml }) => yaml).join('---\n');
}
