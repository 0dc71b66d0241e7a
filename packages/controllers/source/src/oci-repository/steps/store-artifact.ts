import { unpackArchive } from '@gotk/archive';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import type { Artifact } from '@gotk/flux-types';
import { artifactJson } from '../../artifact/artifact-status.js';
import { ignoreRules } from '../../artifact/ignore-rules.js';
import { linkArtifact } from '../../artifact/link-artifact.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { observedSpec } from '../observed-content.js';
import { OCI_REPOSITORY } from '../oci-repository-kind.js';
import type { OciRepository } from '../parse-oci-repository.js';
import type { PulledLayer } from './pull-layer.js';
import type { RemoteArtifact } from './resolve-artifact.js';

/** Of a layer when it is unpacked. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

export interface StoreOptions {
  readonly remote: RemoteArtifact;
  readonly layer: PulledLayer;
}

/** Stores the layer, packed anew or as it is, and remembers in the status what the artifact was made from. */
export async function storeArtifact(
  deps: SourceDeps,
  context: ReconcileContext<OciRepository>,
  { remote, layer }: StoreOptions,
): Promise<void> {
  const { object, key, status } = context;
  const { digest, revision } = remote;
  const target = { owner: { kind: OCI_REPOSITORY.kind, ...key }, fileName: `${digest}.tar.gz`, revision };
  const files = await layerFiles(object, layer);
  const message = 'unable to archive artifact to storage';
  const telling = { condition: 'StorageOperationFailed', reason: 'ArchiveOperationFailed', message } as const;
  const stored = await tellingFailures(telling, () => {
    if (files === undefined) return deps.store.writeFile(target, layer.bytes);
    const rules = ignoreRules(files, object.decoded.ignore);
    return deps.store.writeArchive(target, files, {
      ignored: (path, kind) => rules.ignores(path, kind === 'directory'),
    });
  });
  const artifact = withAnnotations(stored, layer);
  status.update({ artifact: artifactJson(artifact), ...observedSpec(object) });
  await linkArtifact(deps, context, { artifact, name: 'latest.tar.gz' });
}

/** `undefined` for a layer that is kept as it is. */
async function layerFiles({ decoded }: OciRepository, { bytes }: PulledLayer): Promise<FileTree | undefined> {
  if (decoded.layer.operation === 'copy') return undefined;
  const message = 'failed to extract layer contents from artifact';
  const telling = { condition: 'FetchFailed', reason: 'OCIArtifactLayerOperationFailed', message } as const;
  return tellingFailures(telling, () => unpackArchive(bytes, { limitBytes: MAX_UNPACKED_BYTES, symlinks: 'skip' }));
}

function withAnnotations(artifact: Artifact, { annotations }: PulledLayer): Artifact {
  return Object.keys(annotations).length === 0 ? artifact : { ...artifact, metadata: annotations };
}
