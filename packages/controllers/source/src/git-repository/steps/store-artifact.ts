import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactJson } from '../../artifact/artifact-status.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { GIT_REPOSITORY } from '../git-repository-kind.js';
import { observedFields } from '../observed-content.js';
import type { GitRepository } from '../parse-git-repository.js';
import type { CollectedFiles } from './collect-files.js';
import type { Include } from './require-includes.js';

export interface StoreOptions extends CollectedFiles {
  readonly includes: readonly Include[];
  readonly revision: string;
  /** Hash of the commit, which names the file. */
  readonly commit: string;
}

/** Archives the tree and remembers in the status what it was made from. */
export async function storeArtifact(
  { store }: SourceDeps,
  { object, key, status }: ReconcileContext<GitRepository>,
  { tree, rules, includes, revision, commit }: StoreOptions,
): Promise<void> {
  const target = { owner: { kind: GIT_REPOSITORY.kind, ...key }, fileName: `${commit}.tar.gz`, revision };
  const message = 'unable to archive artifact to storage';
  const telling = { condition: 'StorageOperationFailed', reason: 'ArchiveOperationFailed', message } as const;
  const artifact = await tellingFailures(telling, () =>
    store.writeArchive(target, tree, { ignored: (path, kind) => rules.ignores(path, kind === 'directory') }),
  );
  status.update({ artifact: artifactJson(artifact), ...observedFields(object, includes) });
}
