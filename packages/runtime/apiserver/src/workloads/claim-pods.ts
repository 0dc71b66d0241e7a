import { compileLabelSelector, fieldOf, type KubeObject, type LabelSelector } from '@gotk/objects';
import { controllerReference, ownedBy, patchObject, type WorkloadContext } from './workload-context.js';

/** What a controller takes as its own. */
export interface Claim {
  /** The kind of what is claimed. */
  readonly kind: 'Pod' | 'ReplicaSet' | 'ControllerRevision';
  /** Whether it is one that the controller may take at all. Default: every one that its selector means. */
  readonly isCandidate?: (object: KubeObject) => boolean;
  /** A finalizer that what is taken gets, and what is let go loses. */
  readonly finalizer?: string;
  /** Whether what the selector means no more is let go. Default true. */
  readonly releases?: boolean;
}

/** Takes the objects that a controller's selector means and nobody controls, and lets those go that it means no more. */
export async function claim(context: WorkloadContext, owner: KubeObject, what: Claim): Promise<void> {
  if (owner.metadata.deletionTimestamp !== undefined) return;
  const isCandidate = what.isCandidate ?? (() => true);
  for (const object of context.feed(what.kind).objects.values())
    if (isFree(object) && isCandidate(object) && isSelected(owner, object)) await adopt(context, owner, what, object);
  if (what.releases === false) return;
  for (const object of ownedBy(context, what.kind, owner))
    if (!(isSelected(owner, object) && isCandidate(object))) await release(context, owner, what, object);
}

/** Takes and lets go the pods of a ReplicaSet or ReplicationController; those that ended stay who they are. */
export async function claimPods(context: WorkloadContext, set: KubeObject): Promise<void> {
  await claim(context, set, { kind: 'Pod', isCandidate: (pod) => !isEnded(pod) || isOwn(set, pod) });
}

/** The controllers of a kind that may take an object which nobody controls. */
export function claimants(context: WorkloadContext, kind: string, object: KubeObject): readonly KubeObject[] {
  if (!isFree(object)) return [];
  return [...context.feed(kind).objects.values()].filter((owner) => isSelected(owner, object));
}

function isFree({ metadata: { deletionTimestamp, ownerReferences = [] } }: KubeObject): boolean {
  return deletionTimestamp === undefined && !ownerReferences.some(({ controller }) => controller === true);
}

function isEnded(pod: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function isOwn({ metadata: { uid } }: KubeObject, { metadata: { ownerReferences = [] } }: KubeObject): boolean {
  return ownerReferences.some((owner) => owner.controller === true && owner.uid === uid);
}

function isSelected(owner: KubeObject, { metadata }: KubeObject): boolean {
  if (metadata.namespace !== owner.metadata.namespace) return false;
  const selector = fieldOf(owner, 'spec', 'selector');
  // A ReplicationController's selector is a map of labels.
  const wanted = owner.kind === 'ReplicationController' ? { matchLabels: selector } : selector;
  return compileLabelSelector(wanted as LabelSelector).matches(metadata.labels ?? {});
}

async function adopt(
  context: WorkloadContext,
  owner: KubeObject,
  { finalizer }: Claim,
  object: KubeObject,
): Promise<void> {
  const { uid = '', ownerReferences = [], finalizers = [] } = object.metadata;
  const kept =
    finalizer === undefined || finalizers.includes(finalizer) ? {} : { finalizers: [...finalizers, finalizer] };
  await patchObject(context, object, {
    metadata: { uid, ownerReferences: [...ownerReferences, controllerReference(owner)] as never, ...kept },
  });
}

async function release(
  context: WorkloadContext,
  owner: KubeObject,
  { finalizer }: Claim,
  object: KubeObject,
): Promise<void> {
  const { uid = '', ownerReferences = [], finalizers = [] } = object.metadata;
  const others = ownerReferences.filter((each) => each.uid !== owner.metadata.uid);
  const left = finalizers.filter((name) => name !== finalizer);
  const kept = left.length === finalizers.length ? {} : { finalizers: left.length === 0 ? null : left };
  await patchObject(context, object, {
    metadata: { uid, ownerReferences: others.length === 0 ? null : (others as never), ...kept },
  });
}
