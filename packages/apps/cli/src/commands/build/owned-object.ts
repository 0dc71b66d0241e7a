import type { Kustomization } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';

const GROUP = 'kustomize.toolkit.fluxcd.io';

/** The object with the labels of its owner, and with the owner's common metadata. */
export function ownedObject(object: KubeObject, { metadata, spec }: Kustomization): KubeObject {
  const owner = { [`${GROUP}/name`]: metadata.name ?? '', [`${GROUP}/namespace`]: metadata.namespace ?? '' };
  const labels = { ...object.metadata.labels, ...owner, ...spec.commonMetadata?.labels };
  const annotations = { ...object.metadata.annotations, ...spec.commonMetadata?.annotations };
  const hasAnnotations = Object.keys(annotations).length > 0;
  return { ...object, metadata: { ...object.metadata, labels, ...(hasAnnotations ? { annotations } : {}) } };
}
