import { isJsonObject, type JsonObject, jsonEqual } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { asJson, type KubeObject, keyOf, type OwnerReference } from '@gotk/objects';
import type { ObjectFeed } from '../lifecycle/object-feed.js';
import type { PodPlan } from './simulation.js';

const FIELD_MANAGER = 'kube-controller-manager';

/** Everything the simulated controllers share. */
export interface WorkloadContext {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** The present objects of a kind. */
  readonly feed: (kind: string) => ObjectFeed;
  /** Wakes an object again after a while. */
  readonly wakeAfter: (object: KubeObject, delayMs: number) => void;
  readonly planOf: (pod: KubeObject) => PodPlan;
}

/** RFC 3339 in seconds. */
export function timestamp(context: WorkloadContext): string {
  return context
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}

/** The objects of a kind that this one controls, in the order of their names; those being deleted are left out. */
export function controlledBy(context: WorkloadContext, kind: string, owner: KubeObject): readonly KubeObject[] {
  return [...context.feed(kind).objects.values()]
    .filter(
      ({ metadata }) =>
        metadata.deletionTimestamp === undefined &&
        (metadata.ownerReferences ?? []).some(
          ({ uid, controller }) => controller === true && uid === owner.metadata.uid,
        ),
    )
    .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

/** The reference of a controller to put on what it makes. */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return {
    apiVersion,
    kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Writes the status, and annotations with it, unless it is so already. Fields with the value `null` go. */
export async function writeStatus(
  context: WorkloadContext,
  object: KubeObject,
  status: JsonObject,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  const present = isJsonObject(asJson(object)['status']) ? (asJson(object)['status'] as JsonObject) : {};
  const changed = Object.entries(status).some(([field, value]) =>
    value === null ? present[field] !== undefined : !jsonEqual(present[field], value),
  );
  const marks = Object.entries(annotations).filter(([name, text]) => object.metadata.annotations?.[name] !== text);
  if (!changed && marks.length === 0) return;
  const metadata = marks.length === 0 ? {} : { metadata: { annotations: Object.fromEntries(marks) } };
  await context.client.patch(
    keyOf(object),
    { type: 'merge', body: { ...metadata, status } },
    { fieldManager: FIELD_MANAGER, subresource: 'status' },
    context.signal,
  );
}

/** Creates an object as the controller manager. */
export async function createObject(context: WorkloadContext, object: KubeObject): Promise<KubeObject> {
  const created = await context.client.create(object, { fieldManager: FIELD_MANAGER }, context.signal);
  context.feed(created.kind).take(created);
  return created;
}

/** Changes fields of an object as the controller manager. */
export async function patchObject(context: WorkloadContext, object: KubeObject, body: JsonObject): Promise<void> {
  await context.client.patch(keyOf(object), { type: 'merge', body }, { fieldManager: FIELD_MANAGER }, context.signal);
}

/** Deletes an object that may be gone already. */
export async function deleteObject(context: WorkloadContext, object: KubeObject): Promise<void> {
  if ((await context.client.find(keyOf(object), { as: 'metadata' }, context.signal)) === undefined) return;
  await context.client.delete(keyOf(object), { propagation: 'Background', gracePeriodSeconds: 0 }, context.signal);
}

/** A condition; the time of the last change stays while the status does. */
export function conditionOf(
  context: WorkloadContext,
  object: KubeObject,
  condition: {
    readonly type: string;
    readonly status: 'True' | 'False';
    readonly reason?: string;
    readonly message?: string;
  },
): JsonObject {
  const status = asJson(object)['status'];
  const conditions = isJsonObject(status) ? status['conditions'] : undefined;
  const before = (Array.isArray(conditions) ? (conditions as readonly JsonObject[]) : []).find(
    ({ type }) => type === condition.type,
  );
  const now = timestamp(context);
  const same = before?.['status'] === condition.status;
  const unchanged = same && before['reason'] === condition.reason && before['message'] === condition.message;
  return {
    ...condition,
    lastTransitionTime: same ? (before['lastTransitionTime'] ?? now) : now,
    ...(before?.['lastUpdateTime'] === undefined && object.kind !== 'Deployment'
      ? {}
      : { lastUpdateTime: unchanged ? (before['lastUpdateTime'] ?? now) : now }),
  };
}
