import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import { type Artifact, artifactOf, type Kustomization, sourceApiVersion } from '@gotk/flux-types';
import { type KubeObject, type ObjectKey, parseApiVersion } from '@gotk/objects';
import type { Deps } from '../../deps.js';
import { retryIntervalMs } from '../intervals.js';

/** What a Kustomization is made from. */
export interface ResolvedSource {
  readonly artifact: Artifact;
  readonly revision: string;
  /** The revision in the repository that an OCI artifact was made from. */
  readonly originRevision: string | undefined;
}

const ORIGIN_REVISION = 'org.opencontainers.image.revision';

/** Finds the source and its artifact; halts while either is missing. */
export async function resolveSource(deps: Deps, context: ReconcileContext<Kustomization>): Promise<ResolvedSource> {
  const key = sourceKey(context.object);
  requireAccess(key, { deps, namespace: context.key.namespace });
  const source = await readSource(key, { deps, context });
  if (source === undefined) throw notFound(key, context.object);
  const artifact = artifactOf(source);
  if (artifact === undefined) throw noArtifact(deps);
  return { artifact, revision: artifact.revision, originRevision: artifact.metadata?.[ORIGIN_REVISION] };
}

/** The key of the object that `sourceRef` names. */
export function sourceKey({ metadata, spec }: Kustomization): ObjectKey {
  const { kind, name, namespace = '' } = spec.sourceRef;
  return {
    apiVersion: sourceApiVersion(kind),
    kind,
    name,
    namespace: namespace === '' ? metadata.namespace : namespace,
  };
}

function requireAccess(key: ObjectKey, { deps, namespace }: { readonly deps: Deps; readonly namespace: string }): void {
  const subject = `can't access '${key.kind}/${key.namespace}/${key.name}'`;
  if (deps.noCrossNamespaceRefs && key.namespace !== namespace) {
    throw accessDenied(`${subject}, cross-namespace references have been blocked`);
  }
  if (key.kind === 'ExternalArtifact' && !deps.gates.ExternalArtifact) {
    throw accessDenied(`${subject}, ExternalArtifact feature gate is disabled`);
  }
}

function accessDenied(message: string): Halt {
  return new Halt({ kind: 'stalled', reason: 'AccessDenied', message });
}

async function readSource(
  key: ObjectKey,
  { deps, context }: { readonly deps: Deps; readonly context: ReconcileContext<Kustomization> },
): Promise<KubeObject | undefined> {
  const { cache, client, signal } = context;
  try {
    const cached = deps.gates.DirectSourceFetch ? undefined : await cache.find(key, signal);
    // A watch may lag behind: only the API itself may say that something is missing.
    if (cached !== undefined && artifactOf(cached) !== undefined) return cached;
    return await client.find(key, undefined, signal);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const message = `unable to get source '${key.namespace}/${key.name}': ${text}`;
    throw new Halt({ kind: 'retry', message, event: false, requeueAfterMs: 'backoff', cause: error });
  }
}

function notFound(key: ObjectKey, object: Kustomization): Halt {
  const { group } = parseApiVersion(key.apiVersion);
  const message = `${key.kind}.${group} "${key.name}" not found`;
  return new Halt({ kind: 'waiting', message, requeueAfterMs: retryIntervalMs(object) });
}

function noArtifact({ requeueDependencyMs }: Deps): Halt {
  const message = `Source artifact not found, retrying in ${renderMs(requeueDependencyMs)}`;
  return new Halt({ kind: 'waiting', message, requeueAfterMs: requeueDependencyMs });
}
