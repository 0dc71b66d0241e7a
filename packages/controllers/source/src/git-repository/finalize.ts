import type { ReconcileContext } from '@gotk/controller-runtime';
import { SourceFailure } from '../conditions/source-failure.js';
import type { SourceDeps } from '../source-deps.js';
import { GIT_REPOSITORY } from './git-repository-kind.js';
import type { GitRepository } from './parse-git-repository.js';

/** Removes the artifacts of a GitRepository that is being deleted. */
export async function finalizeGitRepository(
  { store }: SourceDeps,
  context: ReconcileContext<GitRepository>,
): Promise<void> {
  try {
    if (!(await store.removeAll({ kind: GIT_REPOSITORY.kind, ...context.key }))) return;
  } catch (cause) {
    const message = `garbage collection for deleted resource failed: ${cause instanceof Error ? cause.message : cause}`;
    throw new SourceFailure({ kind: 'retry', reason: 'GarbageCollectionFailed', message, cause });
  }
  const message = 'garbage collected artifacts for deleted resource';
  context.event({ severity: 'trace', reason: 'GarbageCollectionSucceeded', message });
}
