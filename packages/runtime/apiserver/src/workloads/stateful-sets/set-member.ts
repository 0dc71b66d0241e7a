import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { podFromTemplate } from '../pod-template.js';
import { controllerReference } from '../workload-context.js';

/** The revision of the template that a pod was made of. */
export const REVISION_LABEL = 'controller-revision-hash';

/** The name of a StatefulSet's pod, as a label. */
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
/** The number of a StatefulSet's pod, as a label. */
export const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** One of a StatefulSet's pods. */
export interface Member {
  readonly ordinal: number;
  readonly revision: string;
  readonly template: JsonObject;
}

/** The pod with this number: named after it, and with the volumes claimed for it. */
export function memberPod(set: KubeObject, { ordinal, revision, template }: Member): KubeObject {
  const base = set.metadata.name ?? '';
  const name = `${base}-${ordinal}`;
  const pod = podFromTemplate(template, {
    name,
    generateName: `${base}-`,
    namespace: set.metadata.namespace,
    labels: {
      [REVISION_LABEL]: revision,
      [POD_NAME_LABEL]: name,
      [POD_INDEX_LABEL]: String(ordinal),
    },
    ownerReferences: [controllerReference(set)],
  });
  const spec = isJsonObject(pod['spec']) ? pod['spec'] : {};
  const serviceName = String(fieldOf(set, 'spec', 'serviceName') ?? '');
  const volumes = volumesOf(set, ordinal, spec);
  return {
    ...pod,
    spec: {
      ...spec,
      ...(volumes.length === 0 ? {} : { volumes }),
      hostname: name,
      ...(serviceName === '' ? {} : { subdomain: serviceName }),
    },
  };
}

/** The claims of a StatefulSet's pod. */
export function memberClaims(set: KubeObject, ordinal: number): readonly KubeObject[] {
  const selector = fieldOf(set, 'spec', 'selector', 'matchLabels');
  return claimTemplates(set).map((template) => {
    const own = fieldOf(template, 'metadata', 'labels');
    const annotations = fieldOf(template, 'metadata', 'annotations');
    const { namespace } = set.metadata;
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimName(set, template, ordinal),
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...(isJsonObject(own) ? own : {}), ...(isJsonObject(selector) ? selector : {}) } as Record<
          string,
          string
        >,
        ...(isJsonObject(annotations) ? { annotations: annotations as Record<string, string> } : {}),
      },
      spec: template['spec'] ?? {},
    };
  });
}

function claimTemplates(set: KubeObject): readonly JsonObject[] {
  const templates = fieldOf(set, 'spec', 'volumeClaimTemplates');
  return (Array.isArray(templates) ? templates : []).filter(isJsonObject);
}

function claimName(set: KubeObject, template: JsonObject, ordinal: number): string {
  return `${String(fieldOf(template, 'metadata', 'name') ?? '')}-${set.metadata.name ?? ''}-${ordinal}`;
}

function volumesOf(set: KubeObject, ordinal: number, spec: JsonObject): readonly JsonObject[] {
  const claimed = claimTemplates(set).map((template) => ({
    name: String(fieldOf(template, 'metadata', 'name') ?? ''),
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  const names = new Set(claimed.map(({ name }) => name));
  const own = Array.isArray(spec['volumes']) ? (spec['volumes'] as readonly JsonObject[]) : [];
  return [...claimed, ...own.filter(({ name }) => !names.has(String(name)))];
}
