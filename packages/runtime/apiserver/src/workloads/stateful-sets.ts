import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
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

/** Keeps the numbered pods of a StatefulSet, and replaces those of an older template one by one, the highest first. */
export async function reconcileStatefulSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const revision = `${set.metadata.name ?? ''}-${templateHash(templateOf(set))}`;
  const wanted = Number(fieldOf(set, 'spec', 'replicas') ?? 1);
  const pods = new Map(controlledBy(context, 'Pod', set).map((pod) => [ordinalOf(pod), pod]));
  for (const [ordinal, pod] of pods) if (ordinal >= wanted) await deleteObject(context, pod);
  for (let ordinal = 0; ordinal < wanted; ordinal++) {
    if (pods.has(ordinal)) continue;
    await claimVolumes(context, set, ordinal);
    await createObject(context, member(set, ordinal, revision));
  }
  const members = [...pods].filter(([ordinal]) => ordinal < wanted).map(([, pod]) => pod);
  const outdated = members.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] !== revision);
  const ready = members.filter(isPodReady);
  const last = outdated.at(-1);
  if (last !== undefined && ready.length === wanted) await deleteObject(context, last);
  const updated = members.length - outdated.length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: members.length,
    readyReplicas: ready.length === 0 ? null : ready.length,
    availableReplicas: ready.length,
    updatedReplicas: updated === 0 ? null : updated,
    currentReplicas: updated === 0 ? null : updated,
    currentRevision: outdated.length === 0 ? revision : (fieldOf(set, 'status', 'currentRevision') ?? revision),
    updateRevision: revision,
    collisionCount: 0,
  });
}

function ordinalOf({ metadata }: KubeObject): number {
  return Number(/-(\d+)$/.exec(metadata.name ?? '')?.[1] ?? Number.MAX_SAFE_INTEGER);
}

function member(set: KubeObject, ordinal: number, revision: string): KubeObject {
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const labels = {
    [REVISION_LABEL]: revision,
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': String(ordinal),
  };
  return podFromTemplate(templateOf(set), {
    name,
    namespace: set.metadata.namespace,
    labels,
    ownerReferences: [controllerReference(set)],
  });
}

async function claimVolumes(context: WorkloadContext, set: KubeObject, ordinal: number): Promise<void> {
  const templates = fieldOf(set, 'spec', 'volumeClaimTemplates');
  for (const template of (Array.isArray(templates) ? templates : []).filter(isJsonObject)) {
    const claim = volumeClaim(set, ordinal, template);
    const { namespace, name = '' } = claim.metadata;
    const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
    if ((await context.client.find(key, { as: 'metadata' }, context.signal)) === undefined)
      await createObject(context, claim);
  }
}

function volumeClaim(set: KubeObject, ordinal: number, template: JsonObject): KubeObject {
  const name = `${String(fieldOf(template, 'metadata', 'name') ?? 'data')}-${set.metadata.name ?? ''}-${ordinal}`;
  const { namespace } = set.metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: template['spec'] ?? {},
  };
}
