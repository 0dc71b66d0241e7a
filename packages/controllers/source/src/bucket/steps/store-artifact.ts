import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import { artifactJson } from '../../artifact/artifact-status.js';
import { linkArtifact } from '../../artifact/link-artifact.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { type BucketIndex, revisionOf } from '../bucket-index.js';
import { BUCKET } from '../bucket-kind.js';
import type { Bucket } from '../parse-bucket.js';

export interface StoreOptions {
  readonly files: FileTree;
  readonly index: BucketIndex;
}

/** Stores the objects, and remembers in the status by which rules they were chosen. */
export async function storeArtifact(
  deps: SourceDeps,
  context: ReconcileContext<Bucket>,
  { files, index }: StoreOptions,
): Promise<void> {
  const { object, key, status } = context;
  const revision = revisionOf(index.etags);
  const fileName = `${revision.slice(revision.indexOf(':') + 1)}.tar.gz`;
  const target = { owner: { kind: BUCKET.kind, ...key }, fileName, revision };
  const message = 'unable to archive artifact to storage';
  const telling = { condition: 'StorageOperationFailed', reason: 'ArchiveOperationFailed', message } as const;
  const artifact = await tellingFailures(telling, () => deps.store.writeArchive(target, files));
  status.update({ artifact: artifactJson(artifact), observedIgnore: object.decoded.ignore });
  await linkArtifact(deps, context, { artifact, name: 'latest.tar.gz' });
}
