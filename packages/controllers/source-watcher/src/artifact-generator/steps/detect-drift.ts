import type { ReconcileContext } from '@gotk/controller-runtime';
import { type ArtifactGenerator, artifactOf } from '@gotk/flux-types';
import type { WatcherDeps } from '../../watcher-deps.js';
import { EXTERNAL_ARTIFACT, GENERATOR_LABEL } from '../kinds.js';

type Context = ReconcileContext<ArtifactGenerator>;

/** Why the artifacts have to be made anew, by the first reason there is. */
export type Drift =
  | 'NotReady'
  | 'GenerationChanged'
  | 'SourcesChanged'
  | 'ArtifactsChanged'
  | 'ArtifactMissing'
  | 'ArtifactCorrupted'
  | 'ExternalArtifactsChanged';

/** @returns `undefined` when everything is as the last reconciliation left it. */
export async function detectDrift(
  deps: WatcherDeps,
  context: Context,
  sourcesDigest: string,
): Promise<Drift | undefined> {
  const { object, status } = context;
  const ready = status.condition('Ready');
  // `Unknown` was left by a process that ended in the middle.
  if (ready?.status !== 'True') return 'NotReady';
  if (ready.observedGeneration !== object.metadata.generation) return 'GenerationChanged';
  if (object.status?.observedSourcesDigest !== sourcesDigest) return 'SourcesChanged';
  const inventory = object.status.inventory ?? [];
  const hasPattern = (object.spec.pathPattern ?? '') !== '';
  if (!hasPattern && inventory.length !== object.spec.artifacts.length) return 'ArtifactsChanged';
  return (await detectStorageDrift(deps, object)) ?? (await detectObjectDrift(context));
}

async function detectStorageDrift({ store }: WatcherDeps, object: ArtifactGenerator): Promise<Drift | undefined> {
  for (const { namespace, name, filename, digest } of object.status?.inventory ?? []) {
    const path = `externalartifact/${namespace}/${name}/${filename}`;
    const state = await store.check({ path, digest, url: '' });
    if (state.kind === 'missing') return 'ArtifactMissing';
    if (state.kind === 'corrupt') {
      await store.remove({ path });
      return 'ArtifactCorrupted';
    }
  }
  return undefined;
}

/** Somebody has changed or removed an object that was made here. */
async function detectObjectDrift({ object, client, key, signal }: Context): Promise<Drift | undefined> {
  const labelSelector = `${GENERATOR_LABEL}=${object.metadata.uid}`;
  const { items } = await client.list(EXTERNAL_ARTIFACT, { namespace: key.namespace, labelSelector }, signal);
  const inventory = object.status?.inventory ?? [];
  const isAsMade = items.every(({ metadata, ...rest }) =>
    inventory.some(
      ({ name, digest }) => name === metadata.name && digest === artifactOf({ metadata, ...rest })?.digest,
    ),
  );
  return items.length === inventory.length && isAsMade ? undefined : 'ExternalArtifactsChanged';
}
