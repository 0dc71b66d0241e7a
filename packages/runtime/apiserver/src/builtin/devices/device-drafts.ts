import type { DraftMeta, DraftObject } from '../../drafts/draft.js';
import type { ConditionDraft } from '../check-conditions.js';
import type { NodeSelector } from '../pods/checks/check-scheduling.js';

/** An expression that chooses devices. */
export interface SelectorDraft {
  cel?: { expression?: string };
}
/** What a request tolerates of devices. */
export interface DeviceTolerationDraft {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}
/** What is asked for, in a request or in one of its alternatives. */
export interface DeviceChoiceDraft {
  name?: string;
  deviceClassName?: string;
  selectors?: SelectorDraft[];
  allocationMode?: string;
  count?: number;
  adminAccess?: boolean;
  tolerations?: DeviceTolerationDraft[];
}
/** A request for devices. */
export interface DeviceRequestDraft {
  name?: string;
  exactly?: DeviceChoiceDraft;
  firstAvailable?: DeviceChoiceDraft[];
}
/** Parameters for a driver. */
export interface DeviceConfigDraft {
  requests?: string[];
  opaque?: { driver?: string; parameters?: unknown };
}
/** What several requests must have in common, or not. */
export interface DeviceConstraintDraft {
  requests?: string[];
  matchAttribute?: string;
  distinctAttribute?: string;
}
/** The spec of a claim, and of a template of claims. */
export interface ResourceClaimSpecDraft {
  devices?: {
    requests?: DeviceRequestDraft[];
    constraints?: DeviceConstraintDraft[];
    config?: DeviceConfigDraft[];
  };
}
/** A device that was given to a request. */
export interface AllocatedDraft {
  request?: string;
  driver?: string;
  pool?: string;
  device?: string;
  shareID?: string;
  adminAccess?: boolean;
  bindingConditions?: string[];
  bindingFailureConditions?: string[];
}
/** What a driver tells of an allocated device. */
export interface DeviceStatusDraft {
  driver?: string;
  pool?: string;
  device?: string;
  shareID?: string;
  conditions?: ConditionDraft[];
  data?: unknown;
  networkData?: { interfaceName?: string; hardwareAddress?: string; ips?: string[] };
}
/** The status of a claim. */
export interface ResourceClaimStatusDraft {
  allocation?: {
    devices?: { results?: AllocatedDraft[]; config?: (DeviceConfigDraft & { source?: string })[] };
    nodeSelector?: NodeSelector;
  };
  reservedFor?: { apiGroup?: string; resource?: string; name?: string; uid?: string }[];
  devices?: DeviceStatusDraft[];
}
/** A ResourceClaim under way to the store. */
export interface ResourceClaimDraft extends DraftObject {
  spec: ResourceClaimSpecDraft;
  status?: ResourceClaimStatusDraft;
}
/** A ResourceClaimTemplate under way to the store. */
export interface ResourceClaimTemplateDraft extends DraftObject {
  spec: { metadata?: DraftMeta; spec?: ResourceClaimSpecDraft };
}
/** A DeviceClass under way to the store. */
export interface DeviceClassDraft extends DraftObject {
  spec: { selectors?: SelectorDraft[]; config?: DeviceConfigDraft[]; extendedResourceName?: string };
}
/** What is offered of a capacity at once. */
export interface RequestPolicyDraft {
  default?: string;
  validValues?: string[];
  validRange?: { min?: string; max?: string; step?: string };
}
/** A device of a slice. */
export interface DeviceDraft {
  name?: string;
  attributes?: Record<string, Record<string, unknown>>;
  capacity?: Record<string, { value?: string; requestPolicy?: RequestPolicyDraft }>;
  taints?: { key?: string; value?: string; effect?: string }[];
  consumesCounters?: { counterSet?: string; counters?: Record<string, object> }[];
  nodeName?: string;
  nodeSelector?: NodeSelector;
  allNodes?: boolean;
  allowMultipleAllocations?: boolean;
  bindingConditions?: string[];
  bindingFailureConditions?: string[];
  nodeAllocatableResourceMappings?: object;
}
/** A ResourceSlice under way to the store. */
export interface ResourceSliceDraft extends DraftObject {
  spec: {
    driver?: string;
    pool?: { name?: string; generation?: number; resourceSliceCount?: number };
    nodeName?: string;
    nodeSelector?: NodeSelector;
    allNodes?: boolean;
    perDeviceNodeSelection?: boolean;
    devices?: DeviceDraft[];
    sharedCounters?: { name?: string; counters?: Record<string, object> }[];
  };
}
