import { fieldOf, type KubeObject } from '@gotk/objects';
import { keepRevision } from './controller-revisions.js';
import { createPods } from './create-pods.js';
import { tell } from './events/tell.js';
import { isPodReady, podFromTemplate, templateOf } from './pod-template.js';
import { templateHash } from './template-hash/template-hash.js';
import {
  controlledBy,
  controllerReference,
  deleteObject,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

const REVISION_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const COMPONENT = 'daemonset-controller';

/** Keeps one pod of a DaemonSet on the one simulated node; without a node there is nothing to keep. */
export async function reconcileDaemonSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const hash = templateHash(templateOf(set));
  await keepRevision(context, set, {
    name: `${set.metadata.name ?? ''}-${hash}`,
    labels: { [REVISION_LABEL]: hash },
  });
  const wanted = context.hasNode ? 1 : 0;
  const pods = controlledBy(context, 'Pod', set);
  const isRolling = fieldOf(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete';
  const current = pods.filter(({ metadata }) => !isRolling || metadata.labels?.[REVISION_LABEL] === hash);
  for (const pod of pods) {
    if (current.includes(pod)) continue;
    await deleteObject(context, pod);
    await tellOf(context, set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`);
  }
  const { error } = await createPods(context, set, {
    count: wanted - current.length,
    allowed: context.budget.maxPods,
    make: () => daemon(set, hash),
    component: COMPONENT,
  });
  await report(context, set, { current, wanted, hash });
  if (error !== undefined) throw error;
}

async function tellOf(context: WorkloadContext, set: KubeObject, reason: string, message: string): Promise<void> {
  await tell(context, set, { reason, message, component: COMPONENT });
}

async function report(
  context: WorkloadContext,
  set: KubeObject,
  {
    current,
    wanted,
    hash,
  }: { readonly current: readonly KubeObject[]; readonly wanted: number; readonly hash: string },
): Promise<void> {
  const orNull = (count: number): number | null => (count === 0 ? null : count);
  const ready = current.filter(isPodReady).length;
  const updated = current.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === hash).length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    desiredNumberScheduled: wanted,
    currentNumberScheduled: Math.min(wanted, current.length),
    updatedNumberScheduled: orNull(updated),
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: orNull(ready),
    numberUnavailable: orNull(wanted - ready),
  });
}

function daemon(set: KubeObject, hash: string): KubeObject {
  const { name = '', namespace, annotations } = set.metadata;
  const generation = annotations?.[TEMPLATE_GENERATION];
  return podFromTemplate(templateOf(set), {
    generateName: `${name}-`,
    namespace,
    labels: { [REVISION_LABEL]: hash, ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }) },
    ownerReferences: [controllerReference(set)],
  });
}
