import type { DraftMeta } from '../../drafts/draft.js';
import { nodeTermWarnings } from '../node/node-label-warnings.js';

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class': 'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};
const REMOVED: Readonly<Record<string, string>> = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};
const SHOWN: Readonly<Record<string, string>> = { storageos: 'storageOS' };
const RECYCLE =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';

interface VolumeObject {
  readonly metadata: DraftMeta;
  readonly spec: Readonly<Record<string, unknown>> & {
    persistentVolumeReclaimPolicy?: string;
    nodeAffinity?: { required?: { nodeSelectorTerms?: readonly object[] | null } };
  };
}

/** What about a PersistentVolume probably is not meant so. */
export function volumeObjectWarnings({ metadata, spec }: VolumeObject): readonly string[] {
  const { persistentVolumeReclaimPolicy: policy, nodeAffinity } = spec;
  return [
    ...Object.entries(ANNOTATIONS).flatMap(([name, advice]) =>
      metadata.annotations?.[name] === undefined ? [] : [`metadata.annotations[${name}]: ${advice}`],
    ),
    ...(policy === 'Recycle' ? [RECYCLE] : []),
    ...(nodeAffinity?.required?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      nodeTermWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`, false),
    ),
    ...Object.entries(REMOVED).flatMap(([name, advice]) =>
      spec[name] === undefined ? [] : [`spec.${SHOWN[name] ?? name}: ${advice}`],
    ),
  ];
}
