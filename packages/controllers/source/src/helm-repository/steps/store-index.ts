import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactJson } from '../../artifact/artifact-status.js';
import { linkArtifact } from '../../artifact/link-artifact.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { HELM_REPOSITORY } from '../helm-repository-kind.js';
import type { HelmRepository } from '../parse-helm-repository.js';

export interface StoreIndexOptions {
  /** File of the index in the form in which it is stored. */
  readonly path: string;
  readonly revision: string;
}

/** Stores an index as JSON. */
export async function storeIndex(
  deps: SourceDeps,
  context: ReconcileContext<HelmRepository>,
  { path, revision }: StoreIndexOptions,
): Promise<void> {
  const fileName = `index-${revision.slice(revision.indexOf(':') + 1)}.yaml`;
  const target = { owner: { kind: HELM_REPOSITORY.kind, ...context.key }, fileName, revision };
  const message = 'unable to save artifact to storage';
  const telling = { condition: 'StorageOperationFailed', reason: 'ArchiveOperationFailed', message } as const;
  const artifact = await tellingFailures(telling, () => deps.store.copyFile(target, path));
  context.status.update({ artifact: artifactJson(artifact) });
  await linkArtifact(deps, context, { artifact, name: 'index.yaml' });
}
