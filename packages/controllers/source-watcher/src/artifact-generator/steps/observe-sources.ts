import { createHash } from 'node:crypto';
import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, type ArtifactGenerator, artifactOf } from '@gotk/flux-types';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import type { WatcherDeps } from '../../watcher-deps.js';
import { EXTERNAL_ARTIFACT } from '../kinds.js';

type Context = ReconcileContext<ArtifactGenerator>;

/** Alias → the artifact that the source has now. */
export type ObservedSources = ReadonlyMap<string, Artifact>;

/** Finds the sources and their artifacts; comes back later while one is missing, unless it is woken before. */
export async function observeSources(deps: WatcherDeps, context: Context): Promise<ObservedSources> {
  const found = new Map<string, Artifact>();
  try {
    for (const source of context.object.spec.sources) found.set(source.alias, await observe(deps, context, source));
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    const message = `get sources failed: ${cause instanceof Error ? cause.message : cause}`;
    throw new Halt({ kind: 'retry', message, requeueAfterMs: deps.requeueDependencyMs, cause });
  }
  return found;
}

/** Over everything that says which sources there are and what they hold. */
export function digestOfSources(sources: ObservedSources): string {
  const parts = [...sources].map(
    ([alias, { digest, revision, url }]) => `${alias}=[digest=${digest},revision=${revision},url=${url}]`,
  );
  return `sha256:${createHash('sha256').update(parts.sort().join('|')).digest('hex')}`;
}

type SourceSpec = ArtifactGenerator['spec']['sources'][number];

async function observe(deps: WatcherDeps, context: Context, { kind, name, namespace }: SourceSpec): Promise<Artifact> {
  const key = { ...EXTERNAL_ARTIFACT, kind, name, namespace: namespace || context.key.namespace };
  const artifact = artifactOf(await readSource(deps, context, key));
  if (artifact !== undefined) return artifact;
  throw new Error(`source '${kind}/${key.namespace}/${name}' is not ready`);
}

async function readSource(
  { directSourceFetch }: WatcherDeps,
  { cache, client, signal }: Context,
  key: ObjectKey,
): Promise<KubeObject> {
  const found = await read(key, async () => {
    const cached = directSourceFetch ? undefined : await cache.find(key, signal);
    // A watch may lag behind: only the API itself may say that something is missing.
    return cached !== undefined && artifactOf(cached) !== undefined ? cached : client.find(key, undefined, signal);
  });
  if (found !== undefined) return found;
  throw new Error(`${key.kind}.source.toolkit.fluxcd.io ${JSON.stringify(key.name)} not found`);
}

async function read(
  { namespace, name }: ObjectKey,
  find: () => Promise<KubeObject | undefined>,
): Promise<KubeObject | undefined> {
  try {
    return await find();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`unable to get source '${namespace}/${name}': ${reason}`, { cause });
  }
}
