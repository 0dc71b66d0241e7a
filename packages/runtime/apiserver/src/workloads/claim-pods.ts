import { compileLabelSelector, fieldOf, type KubeObject, type LabelSelector } from '@gotk/objects';
import { controlledBy, controllerReference, patchObject, type WorkloadContext } from './workload-context.js';

/** Takes the pods that a set's selector means and nobody controls, and lets those go that it means no more. */
export async function claimPods(context: WorkloadContext, set: KubeObject): Promise<void> {
  for (const pod of context.feed('Pod').objects.values())
    if (isFree(pod) && isSelected(set, pod)) await adopt(context, set, pod);
  for (const pod of controlledBy(context, 'Pod', set)) if (!isSelected(set, pod)) await release(context, set, pod);
}

/** The sets that may take a pod which nobody controls. */
export function claimants(context: WorkloadContext, kind: string, pod: KubeObject): readonly KubeObject[] {
  if (!isFree(pod)) return [];
  return [...context.feed(kind).objects.values()].filter((set) => isSelected(set, pod));
}

function isFree({ metadata: { deletionTimestamp, ownerReferences = [] }, ...pod }: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return (
    deletionTimestamp === undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    !ownerReferences.some(({ controller }) => controller === true)
  );
}

function isSelected(set: KubeObject, { metadata }: KubeObject): boolean {
  if (metadata.namespace !== set.metadata.namespace) return false;
  const selector = fieldOf(set, 'spec', 'selector');
  // A ReplicationController's selector is a map of labels.
  const wanted = set.kind === 'ReplicaSet' ? selector : { matchLabels: selector };
  return compileLabelSelector(wanted as LabelSelector).matches(metadata.labels ?? {});
}

async function adopt(context: WorkloadContext, set: KubeObject, pod: KubeObject): Promise<void> {
  const { uid = '', ownerReferences = [] } = pod.metadata;
  await patchObject(context, pod, {
    metadata: { uid, ownerReferences: [...ownerReferences, controllerReference(set)] as never },
  });
}

async function release(context: WorkloadContext, set: KubeObject, pod: KubeObject): Promise<void> {
  const { uid = '', ownerReferences = [] } = pod.metadata;
  const others = ownerReferences.filter((owner) => owner.uid !== set.metadata.uid);
  await patchObject(context, pod, {
    metadata: { uid, ownerReferences: others.length === 0 ? null : (others as never) },
  });
}
