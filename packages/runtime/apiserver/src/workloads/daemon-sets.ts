import type { KubeObject } from '@gotk/objects';
import { isPodReady, podFromTemplate, templateHash, templateOf } from './pod-template.js';
import {
  controlledBy,
  controllerReference,
  createObject,
  deleteObject,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

const REVISION_LABEL = 'controller-revision-hash';

/** Keeps one pod of a DaemonSet on the one simulated node. */
export async function reconcileDaemonSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const hash = templateHash(templateOf(set));
  const pods = controlledBy(context, 'Pod', set);
  const current = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === hash);
  for (const outdated of pods) if (!current.includes(outdated)) await deleteObject(context, outdated);
  if (current.length === 0) await createObject(context, daemon(set, hash));
  const ready = current.filter(isPodReady).length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    desiredNumberScheduled: 1,
    currentNumberScheduled: current.length,
    updatedNumberScheduled: current.length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready === 0 ? null : ready,
    numberUnavailable: ready === 0 ? 1 : null,
  });
}

function daemon(set: KubeObject, hash: string): KubeObject {
  const { name = '', namespace } = set.metadata;
  return podFromTemplate(templateOf(set), {
    generateName: `${name}-`,
    namespace,
    labels: { [REVISION_LABEL]: hash },
    ownerReferences: [controllerReference(set)],
  });
}
