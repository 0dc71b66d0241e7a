import type { LabelSelector } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceList } from './pod-draft.js';

export interface DataSourceDraft {
  apiGroup?: string | null;
  kind: string;
  name: string;
  namespace?: string;
}

export interface ClaimSpecDraft {
  accessModes?: string[];
  selector?: LabelSelector;
  resources?: { limits?: ResourceList; requests?: ResourceList };
  volumeName?: string;
  storageClassName?: string;
  volumeMode?: string;
  dataSource?: DataSourceDraft;
  dataSourceRef?: DataSourceDraft;
  volumeAttributesClassName?: string;
}

/** A PersistentVolumeClaim under way to the store. */
export interface ClaimDraft extends DraftObject {
  spec: ClaimSpecDraft;
  status: {
    phase?: string;
    capacity?: ResourceList;
    allocatedResources?: ResourceList;
    allocatedResourceStatuses?: Record<string, string>;
    currentVolumeAttributesClassName?: string;
  };
}
