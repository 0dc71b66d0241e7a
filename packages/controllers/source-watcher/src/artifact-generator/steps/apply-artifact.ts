import { parseConditions } from '@gotk/conditions';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Artifact, ArtifactGenerator } from '@gotk/flux-types';
import { type JsonObject, jsonEqual } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { ARTIFACT_GENERATOR, CONTROLLER_NAME, EXTERNAL_ARTIFACT, GENERATOR_LABEL } from '../kinds.js';
import type { ArtifactPlan } from './plan-artifacts.js';

type Context = ReconcileContext<ArtifactGenerator>;

/** What the status of a generator remembers of an artifact. */
export type InventoryEntry = NonNullable<NonNullable<ArtifactGenerator['status']>['inventory']>[number];

export interface ApplyArtifactOptions {
  readonly plan: ArtifactPlan;
  readonly artifact: Artifact;
}

/** Brings the ExternalArtifact of a plan to what was made; what is as it should be is not written. */
export async function applyArtifact(
  context: Context,
  { plan, artifact }: ApplyArtifactOptions,
): Promise<InventoryEntry> {
  const { object, key, event } = context;
  const { digest, path, revision } = artifact;
  const { namespace } = key;
  const { name } = plan;
  try {
    const applied = await applyObject(context, plan);
    await applyStatus(context, applied, artifact);
  } catch (cause) {
    if (!(cause instanceof Error) || context.signal.aborted) throw cause;
    throw new Error(`${name} reconcile failed: ${cause.message}`, { cause });
  }
  const known = object.status?.inventory?.some((each) => each.name === name && each.digest === digest) ?? false;
  const message = `${EXTERNAL_ARTIFACT.kind}/${namespace}/${name} reconciled with revision ${revision}`;
  if (!known) event({ severity: 'trace', reason: 'Ready', message });
  return { name, namespace, digest, filename: path.slice(path.lastIndexOf('/') + 1) };
}

async function applyObject({ object, key, client, signal }: Context, plan: ArtifactPlan): Promise<KubeObject> {
  const { labels = {}, annotations = {} } = object.spec.commonMetadata ?? {};
  const own = { 'app.kubernetes.io/managed-by': CONTROLLER_NAME, [GENERATOR_LABEL]: object.metadata.uid ?? '' };
  const wanted = {
    ...EXTERNAL_ARTIFACT,
    metadata: {
      name: plan.name,
      namespace: key.namespace,
      labels: { ...labels, ...plan.labels, ...own },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: { sourceRef: { ...ARTIFACT_GENERATOR, name: key.name, namespace: key.namespace } },
  };
  return client.apply(wanted, { fieldManager: CONTROLLER_NAME, force: true }, signal).catch((cause: unknown) => {
    throw new Error(`failed to apply ExternalArtifact: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
}

async function applyStatus({ client, signal, nowMs }: Context, applied: KubeObject, artifact: Artifact): Promise<void> {
  if (isToldAlready(applied, artifact)) return;
  const { name = '', namespace, generation } = applied.metadata;
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Succeeded',
    message: 'Artifact is ready',
    observedGeneration: generation,
    lastTransitionTime: `${new Date(nowMs()).toISOString().slice(0, 19)}Z`,
  };
  // It is JSON; the interface only lacks the index signature.
  const status: JsonObject = { artifact: artifact as unknown as JsonObject, conditions: [ready] };
  const object = { ...EXTERNAL_ARTIFACT, metadata: { name, namespace }, status };
  const options = { fieldManager: CONTROLLER_NAME, force: true, subresource: 'status' };
  await client.apply(object as KubeObject, options, signal).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to patchStatus ExternalArtifact status: ${reason}`, { cause });
  });
}

function isToldAlready(applied: KubeObject, artifact: Artifact): boolean {
  const ready = parseConditions(applied).find(({ type }) => type === 'Ready');
  const isReady = ready?.status === 'True' && ready.observedGeneration === applied.metadata.generation;
  return isReady && jsonEqual(fieldOf(applied, 'status', 'artifact'), artifact as unknown as JsonObject);
}
