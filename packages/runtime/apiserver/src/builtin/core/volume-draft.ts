import type { DraftObject } from '../../drafts/draft.js';
import type { NodeSelector } from '../pods/checks/check-scheduling.js';
import type { ResourceList } from './pod-draft.js';

/** The sources of volumes in the order in which they are looked at. */
export const VOLUME_SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

/** The spec of a PersistentVolume. */
export interface VolumeSpecDraft {
  accessModes?: string[];
  capacity?: ResourceList;
  persistentVolumeReclaimPolicy?: string;
  storageClassName?: string;
  volumeMode?: string;
  volumeAttributesClassName?: string;
  nodeAffinity?: { required?: NodeSelector };
  hostPath?: { path: string };
  csi?: { controllerExpandSecretRef?: object };
  [source: string]: unknown;
}

/** A PersistentVolume under way to the store. */
export interface VolumeDraft extends DraftObject {
  spec: VolumeSpecDraft;
  status: { phase?: string; lastPhaseTransitionTime?: string | null };
}
