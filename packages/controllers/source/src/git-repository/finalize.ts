import type { ReconcileContext } from '@gotk/controller-runtime';
import { removeArtifacts } from '../artifact/remove-artifacts.js';
import type { SourceDeps } from '../source-deps.js';
import { GIT_REPOSITORY } from './git-repository-kind.js';
import type { GitRepository } from './parse-git-repository.js';

/** Removes the artifacts of a GitRepository that is being deleted. */
export function finalizeGitRepository(deps: SourceDeps, context: ReconcileContext<GitRepository>): Promise<void> {
  return removeArtifacts(deps, context, GIT_REPOSITORY.kind);
}
