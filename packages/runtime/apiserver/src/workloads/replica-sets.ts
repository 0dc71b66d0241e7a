import { fieldOf, type KubeObject } from '@gotk/objects';
import { isPodReady, podFromTemplate, templateOf } from './pod-template.js';
import {
  controlledBy,
  controllerReference,
  createObject,
  deleteObject,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

/** Keeps as many pods as the ReplicaSet asks for. */
export async function reconcileReplicaSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const wanted = Number(fieldOf(set, 'spec', 'replicas') ?? 1);
  const pods = controlledBy(context, 'Pod', set);
  for (let count = pods.length; count < wanted; count++) await createObject(context, replica(set));
  for (const surplus of pods.slice(wanted)) await deleteObject(context, surplus);
  const kept = pods.slice(0, wanted);
  const ready = kept.filter(isPodReady).length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: kept.length,
    fullyLabeledReplicas: kept.length === 0 ? null : kept.length,
    readyReplicas: ready === 0 ? null : ready,
    availableReplicas: ready === 0 ? null : ready,
  });
}

function replica(set: KubeObject): KubeObject {
  const { name = '', namespace } = set.metadata;
  return podFromTemplate(templateOf(set), {
    generateName: `${name}-`,
    namespace,
    ownerReferences: [controllerReference(set)],
  });
}
