import { type JsonValue, jsonEqual } from '@gotk/json';
import { fieldOf, type KubeObject, type OwnerReference } from '@gotk/objects';
import { controllerReference, patchObject, type WorkloadContext } from '../workload-context.js';
import { memberClaims } from './set-member.js';

interface SetMembers {
  readonly pods: ReadonlyMap<number, KubeObject>;
  /** The ordinals that the set has: from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

/** Gives the claims of a StatefulSet's pods to whom its retention policy has them go with: the set, or a pod that goes. */
export async function keepClaimOwners(context: WorkloadContext, set: KubeObject, members: SetMembers): Promise<void> {
  for (const [ordinal, pod] of members.pods) {
    const isGoing = ordinal < members.first || ordinal >= members.end;
    const wanted = claimOwner(set, isGoing ? pod : undefined);
    for (const { metadata } of memberClaims(set, ordinal)) {
      const key = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
      const claim = context.feed('PersistentVolumeClaim').objects.get(key);
      if (claim !== undefined) await setOwner(context, claim, { owners: [set, pod], wanted });
    }
  }
}

/** Whom a new claim of a StatefulSet goes with, or that of a pod that goes. */
export function claimOwner(set: KubeObject, goingPod?: KubeObject): OwnerReference | undefined {
  const isDeleted = (when: string): boolean =>
    fieldOf(set, 'spec', 'persistentVolumeClaimRetentionPolicy', when) === 'Delete';
  if (goingPod !== undefined && isDeleted('whenScaled')) return controllerReference(goingPod);
  return isDeleted('whenDeleted') ? controllerReference(set) : undefined;
}

interface Ownership {
  /** Who is an owner by the policy alone. */
  readonly owners: readonly KubeObject[];
  readonly wanted: OwnerReference | undefined;
}

async function setOwner(context: WorkloadContext, claim: KubeObject, { owners, wanted }: Ownership): Promise<void> {
  const present = claim.metadata.ownerReferences ?? [];
  const others = present.filter(({ uid }) => !owners.some(({ metadata }) => metadata.uid === uid));
  const next = [...others, ...(wanted === undefined ? [] : [wanted])];
  if (claim.metadata.deletionTimestamp !== undefined) return;
  // References are plain JSON.
  if (jsonEqual(next as unknown as JsonValue, present as unknown as JsonValue)) return;
  await patchObject(context, claim, { metadata: { ownerReferences: next.length === 0 ? null : (next as never) } });
}
