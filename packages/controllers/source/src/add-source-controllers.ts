import type { ArtifactStore } from '@gotk/artifact-store';
import type { Manager } from '@gotk/controller-runtime';
import type { GitClient } from '@gotk/git';
import { gitRepositoryController } from './git-repository/git-repository-controller.js';

/** What the controllers of sources work with. The caller closes it after the manager has stopped. */
export interface SourceControllerOptions {
  readonly store: ArtifactStore;
  readonly git: GitClient;
  /** `--requeue-dependency` @default 30000 */
  readonly requeueDependencyMs?: number;
}

/** Adds the controllers of all kinds of sources to a manager, before it starts. */
export function addSourceControllers(manager: Manager, options: SourceControllerOptions): void {
  const { store, git, requeueDependencyMs = 30_000 } = options;
  const deps = { store, git, requeueDependencyMs };
  manager.add(gitRepositoryController(deps));
}
