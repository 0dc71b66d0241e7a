import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Artifact } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import type { SourceDeps } from '../source-deps.js';

export interface LinkOptions {
  readonly artifact: Artifact;
  /** File name of the link. */
  readonly name: string;
}

/** Lets `status.url` lead to the artifact that is current; what it cannot do is told and else of no consequence. */
export async function linkArtifact(
  { store }: SourceDeps,
  { status, event }: ReconcileContext<KubeObject>,
  { artifact, name }: LinkOptions,
): Promise<void> {
  try {
    status.update({ url: await store.link(artifact, name) });
  } catch (error) {
    const message = `failed to update status URL symlink: ${error instanceof Error ? error.message : error}`;
    event({ severity: 'trace', reason: 'SymlinkUpdateFailed', message });
  }
}
