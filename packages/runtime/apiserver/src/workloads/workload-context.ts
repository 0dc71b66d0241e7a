import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject, keyOf, type OwnerReference } from '@gotk/objects';
import type { ObjectFeed } from '../lifecycle/object-feed.js';
import type { PodPlan } from './simulation.js';
import type { PodBudget } from './simulation-limit.js';

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
  /** How much is made for one object. */
  readonly budget: PodBudget;
  /** To await between requests: others have their turn, too. */
  readonly takeTurn: () => Promise<void>;
  /** Whether there is a node that pods run on. */
  readonly hasNode: boolean;
}

/** RFC 3339 in seconds. */
export function timestamp(context: Pick<WorkloadContext, 'now'>): string {
  return context
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}

/** The objects of a kind that this one controls, in the order of their names; those being deleted are left out. */
export function controlledBy(context: WorkloadContext, kind: string, owner: KubeObject): readonly KubeObject[] {
  return ownedBy(context, kind, owner).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** The objects of a kind that this one controls and that are being deleted. */
export function ending(context: WorkloadContext, kind: string, owner: KubeObject): readonly KubeObject[] {
  return ownedBy(context, kind, owner).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
}

/** The objects of a kind that this one controls, in the order of their names, those being deleted included. */
export function ownedBy(
  context: WorkloadContext,
  kind: string,
  { metadata: { uid, namespace } }: KubeObject,
): readonly KubeObject[] {
  return [...context.feed(kind).objects.values()]
    .filter(
      ({ metadata }) =>
        metadata.namespace === namespace &&
        (metadata.ownerReferences ?? []).some((owner) => owner.controller === true && owner.uid === uid),
    )
    .sort((one, other) => ((one.metadata.name ?? '') < (other.metadata.name ?? '') ? -1 : 1));
}

/** A number of an object's status; 0 where it is not there. */
export function countOf(object: KubeObject | undefined, field: string): number {
  return Number((object && fieldOf(object, 'status', field)) ?? 0);
}

/** The conditions in an object's status. */
export function conditionsOf(object: KubeObject): readonly JsonObject[] {
  const conditions = fieldOf(object, 'status', 'conditions');
  return Array.isArray(conditions) ? (conditions as readonly JsonObject[]) : [];
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

/**
 * Writes the status, and annotations with it, unless it is so already. Fields with the value `null` go.
 * @returns the object as it is then.
 */
export async function writeStatus(
  context: WorkloadContext,
  object: KubeObject,
  status: JsonObject,
  annotations: Readonly<Record<string, string>> = {},
): Promise<KubeObject> {
  const present = isJsonObject(asJson(object)['status']) ? (asJson(object)['status'] as JsonObject) : {};
  const changed = Object.entries(status).some(([field, value]) =>
    value === null ? present[field] !== undefined : !jsonEqual(present[field], withoutNulls(value)),
  );
  const marks = Object.entries(annotations).filter(([name, text]) => object.metadata.annotations?.[name] !== text);
  if (!changed && marks.length === 0) return object;
  await context.takeTurn();
  const metadata = marks.length === 0 ? {} : { metadata: { annotations: Object.fromEntries(marks) } };
  const written = await context.client.patch(
    keyOf(object),
    { type: 'merge', body: { ...metadata, status } },
    { fieldManager: FIELD_MANAGER, subresource: 'status' },
    context.signal,
  );
  context.feed(written.kind).take(written);
  return written;
}

/** The value as a merge patch leaves it. */
function withoutNulls(value: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

/** Creates an object as the controller manager. Requests from outside have their turn in between. */
export async function createObject(context: WorkloadContext, object: KubeObject): Promise<KubeObject> {
  await context.takeTurn();
  const created = await context.client.create(object, { fieldManager: FIELD_MANAGER }, context.signal);
  context.feed(created.kind).take(created);
  return created;
}

/** Changes fields of an object as the controller manager. */
export async function patchObject(context: WorkloadContext, object: KubeObject, body: JsonObject): Promise<void> {
  const patch = { type: 'merge', body } as const;
  const changed = await context.client.patch(keyOf(object), patch, { fieldManager: FIELD_MANAGER }, context.signal);
  // With its last finalizer an object that is being deleted goes: nothing would tell the feed of its end again.
  const { deletionTimestamp, finalizers = [] } = changed.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) context.feed(changed.kind).take(changed);
}

/** Deletes an object that may be gone already. Where there are no nodes, pods have their time, as nothing simulates their end. */
export async function deleteObject(context: WorkloadContext, object: KubeObject): Promise<void> {
  await context.takeTurn();
  if ((await context.client.find(keyOf(object), { as: 'metadata' }, context.signal)) === undefined) return;
  const grace = object.kind === 'Pod' && !context.hasNode ? {} : { gracePeriodSeconds: 0 };
  await context.client.delete(keyOf(object), { propagation: 'Background', ...grace }, context.signal);
}

/** A condition; the time of the last change stays while the status does. */
export function conditionOf(
  context: WorkloadContext,
  object: KubeObject,
  condition: {
    readonly type: string;
    readonly status: 'True' | 'False' | 'Unknown';
    readonly reason?: string;
    readonly message?: string;
  },
): JsonObject {
  const before = conditionsOf(object).find(({ type }) => type === condition.type);
  const now = timestamp(context);
  const same = before?.['status'] === condition.status;
  const unchanged = same && before['reason'] === condition.reason && before['message'] === condition.message;
  return {
    ...condition,
    ...(object.kind === 'Job' ? { lastProbeTime: unchanged ? (before['lastProbeTime'] ?? now) : now } : {}),
    lastTransitionTime: same ? (before['lastTransitionTime'] ?? now) : now,
    ...(before?.['lastUpdateTime'] === undefined && object.kind !== 'Deployment'
      ? {}
      : { lastUpdateTime: unchanged ? (before['lastUpdateTime'] ?? now) : now }),
  };
}
