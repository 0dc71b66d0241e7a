import { ApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { claim } from '../claim-pods.js';
import { keepRevision, templateOfRevision } from '../controller-revisions.js';
import { tellFailure } from '../create-pods.js';
import { tell } from '../events/tell.js';
import { isPodAvailable, isPodReady, templateOf } from '../pod-template.js';
import { revisionData, revisionHash } from '../template-hash/template-hash.js';
import {
  controlledBy,
  createObject,
  deleteObject,
  ending,
  patchObject,
  type WorkloadContext,
  writeStatus,
} from '../workload-context.js';
import { claimOwner, keepClaimOwners } from './claim-owners.js';
import { type Member, memberClaims, memberPod, POD_INDEX_LABEL, POD_NAME_LABEL, REVISION_LABEL } from './set-member.js';

const COMPONENT = 'statefulset-controller';

/** A StatefulSet's revisions: the one that is rolled out, and the one that the other pods have. */
interface Revisions {
  readonly update: string;
  readonly current: string;
}

/**
 * Keeps the numbered pods of a StatefulSet. In order, each waits until those before it are ready; pods of an older template are
 * replaced one by one, the highest first, down to the partition.
 */
export async function reconcileStatefulSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  await claim(context, set, { kind: 'Pod', isCandidate: (pod) => isMember(set, pod) });
  await claim(context, set, { kind: 'ControllerRevision', releases: false });
  const collisions = Number(fieldOf(set, 'status', 'collisionCount') ?? 0);
  const hash = revisionHash(revisionData(templateOf(set)), collisions);
  const update = `${set.metadata.name ?? ''}-${hash}`;
  const current = String(fieldOf(set, 'status', 'currentRevision') ?? update);
  const names = { name: update, labels: { 'controller.kubernetes.io/hash': hash } };
  await keepRevision(context, set, names, [current]);
  const problem = await keepMembers(context, set, { update, current }).catch((error: unknown) => ({ error }));
  await report(context, set, { update, current });
  if (problem !== undefined) throw problem.error;
}

async function keepMembers(context: WorkloadContext, set: KubeObject, revisions: Revisions): Promise<undefined> {
  const first = Number(fieldOf(set, 'spec', 'ordinals', 'start') ?? 0);
  const wanted = Number(fieldOf(set, 'spec', 'replicas') ?? 1);
  const end = first + Math.min(wanted, context.budget.maxPods);
  const isOrdered = fieldOf(set, 'spec', 'podManagementPolicy') !== 'Parallel';
  const pods = new Map(controlledBy(context, 'Pod', set).map((pod) => [ordinalOf(pod), pod]));
  for (const pod of pods.values()) if (await isRemovedAtEnd(context, set, pod)) return;
  for (const [ordinal, pod] of pods) await nameMember(context, pod, ordinal);
  await keepClaimOwners(context, set, { pods, first, end });
  const going = new Set(ending(context, 'Pod', set).map(ordinalOf));
  for (let ordinal = first; ordinal < end; ordinal++) {
    const pod = pods.get(ordinal);
    if (pod === undefined && !going.has(ordinal))
      await createMember(context, set, memberOf(context, set, ordinal, revisions));
    if (isOrdered && (pod === undefined || !isPodAvailable(context, set, pod))) return;
  }
  if (first + wanted > end)
    await tellFailure(context, set, { problem: context.budget.refuse(set), component: COMPONENT });
  const surplus = [...pods].filter(([ordinal]) => ordinal < first || ordinal >= end).sort(([a], [b]) => b - a);
  for (const [, pod] of isOrdered ? surplus.slice(0, 1) : surplus) await removeMember(context, set, pod);
  if (surplus.length > 0 || going.size > 0) return;
  await replaceOutdated(context, set, { pods, first, end, revisions });
}

/** A pod that was adopted gets the labels of a member. */
async function nameMember(context: WorkloadContext, pod: KubeObject, ordinal: number): Promise<void> {
  const labels = { [POD_NAME_LABEL]: pod.metadata.name ?? '', [POD_INDEX_LABEL]: String(ordinal) };
  if (pod.metadata.labels?.[POD_NAME_LABEL] !== pod.metadata.name)
    await patchObject(context, pod, { metadata: { labels } });
}

/** A pod that ended is made anew. @returns whether it was one. */
async function isRemovedAtEnd(context: WorkloadContext, set: KubeObject, pod: KubeObject): Promise<boolean> {
  const phase = fieldOf(pod, 'status', 'phase');
  if (phase !== 'Failed' && phase !== 'Succeeded') return false;
  const { namespace = '', name = '' } = set.metadata;
  const what = `StatefulSet ${namespace}/${name} is recreating`;
  const podName = pod.metadata.name ?? '';
  await tell(context, set, {
    component: COMPONENT,
    ...(phase === 'Failed'
      ? { reason: 'RecreatingFailedPod', message: `${what} failed Pod ${podName}`, type: 'Warning' }
      : { reason: 'RecreatingTerminatedPod', message: `${what} terminated Pod ${podName}` }),
  });
  await removeMember(context, set, pod);
  return true;
}

function memberOf(context: WorkloadContext, set: KubeObject, ordinal: number, { update, current }: Revisions): Member {
  const old = ordinal < partitionOf(set) && current !== update ? templateOfRevision(context, set, current) : undefined;
  return old === undefined
    ? { ordinal, revision: update, template: templateOf(set) }
    : { ordinal, revision: current, template: old };
}

function partitionOf(set: KubeObject): number {
  return Number(fieldOf(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0);
}

interface Members {
  readonly pods: ReadonlyMap<number, KubeObject>;
  readonly first: number;
  readonly end: number;
  readonly revisions: Revisions;
}

async function replaceOutdated(
  context: WorkloadContext,
  set: KubeObject,
  { pods, first, end, revisions }: Members,
): Promise<void> {
  if (fieldOf(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  for (let ordinal = end - 1; ordinal >= Math.max(first, partitionOf(set)); ordinal--) {
    const pod = pods.get(ordinal);
    if (pod === undefined) return;
    if (pod.metadata.labels?.[REVISION_LABEL] !== revisions.update) return removeMember(context, set, pod);
    if (!isPodAvailable(context, set, pod)) return;
  }
}

function isMember({ metadata: { name = '' } }: KubeObject, pod: KubeObject): boolean {
  const own = pod.metadata.name ?? '';
  return own.startsWith(`${name}-`) && /^\d+$/.test(own.slice(name.length + 1));
}

function ordinalOf({ metadata }: KubeObject): number {
  return Number(/-(\d+)$/.exec(metadata.name ?? '')?.[1] ?? Number.MAX_SAFE_INTEGER);
}

async function createMember(context: WorkloadContext, set: KubeObject, member: Member): Promise<void> {
  for (const claim of memberClaims(set, member.ordinal)) {
    const { namespace, name = '' } = claim.metadata;
    const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
    if ((await context.client.find(key, { as: 'metadata' }, context.signal)) !== undefined) continue;
    const owner = claimOwner(set);
    const metadata = { ...claim.metadata, ...(owner === undefined ? {} : { ownerReferences: [owner] }) };
    await createObject(context, { ...claim, metadata });
    const pod = `${set.metadata.name ?? ''}-${member.ordinal}`;
    const what = `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name ?? ''} success`;
    await tell(context, set, { reason: 'SuccessfulCreate', message: what, component: COMPONENT });
  }
  try {
    const pod = await createObject(context, memberPod(set, member));
    await tellOf(context, set, { verb: 'Create', pod });
  } catch (error) {
    if (error instanceof ApiError) await tellRefused(context, set, { ordinal: member.ordinal, problem: error.message });
    throw error;
  }
}

async function tellRefused(
  context: WorkloadContext,
  set: KubeObject,
  { ordinal, problem }: { readonly ordinal: number; readonly problem: string },
): Promise<void> {
  const name = set.metadata.name ?? '';
  const message = `Create Pod ${name}-${ordinal} in StatefulSet ${name} failed error: ${problem}`;
  await tell(context, set, { reason: 'FailedCreate', message, component: COMPONENT, type: 'Warning' });
}

async function removeMember(context: WorkloadContext, set: KubeObject, pod: KubeObject): Promise<void> {
  await deleteObject(context, pod);
  await tellOf(context, set, { verb: 'Delete', pod });
}

async function tellOf(
  context: WorkloadContext,
  set: KubeObject,
  { verb, pod }: { readonly verb: 'Create' | 'Delete'; readonly pod: KubeObject },
): Promise<void> {
  const reason = verb === 'Create' ? 'SuccessfulCreate' : 'SuccessfulDelete';
  const message = `${verb} Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''} successful`;
  await tell(context, set, { reason, message, component: COMPONENT });
}

async function report(context: WorkloadContext, set: KubeObject, { update, current }: Revisions): Promise<void> {
  const pods = controlledBy(context, 'Pod', set);
  const of = (revision: string): number =>
    pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision).length;
  const wanted = Number(fieldOf(set, 'spec', 'replicas') ?? 1);
  const ready = pods.filter(isPodReady).length;
  const updated = of(update);
  const isUpdated = updated === wanted && ready === wanted && pods.length === wanted;
  const orNull = (count: number): number | null => (count === 0 ? null : count);
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    readyReplicas: orNull(ready),
    availableReplicas: pods.filter((pod) => isPodAvailable(context, set, pod)).length,
    updatedReplicas: orNull(updated),
    currentReplicas: orNull(isUpdated ? updated : of(current)),
    currentRevision: isUpdated ? update : current,
    updateRevision: update,
    collisionCount: 0,
  });
}
