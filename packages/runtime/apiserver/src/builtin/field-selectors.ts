import { fieldOf, type KubeObject } from '@gotk/objects';

/** Reads what a field selector compares. */
export type FieldReader = (object: KubeObject) => string;

/** The field selectors of a kind beyond name and namespace. */
export interface FieldSelectors {
  readonly fields: Readonly<Record<string, FieldReader>>;
  /** How a selector on another field is refused, where the kind has its own words. */
  readonly unknownText?: (field: string) => string;
}

const unsupported = (field: string): string => `field label not supported: ${field}`;

function at(...path: readonly string[]): FieldReader {
  return (object) => {
    const value = fieldOf(object, ...path);
    return value === undefined || value === null ? '' : String(value);
  };
}

function flagAt(...path: readonly string[]): FieldReader {
  return (object) => String(fieldOf(object, ...path) === true);
}

function numberAt(...path: readonly string[]): FieldReader {
  return (object) => String(fieldOf(object, ...path) ?? 0);
}

const ABOUT = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/** Who reported an event: old ones name a component, new ones a controller. */
const eventSource: FieldReader = (event) => at('source', 'component')(event) || at('reportingComponent')(event);

function eventFields(prefix: string): Readonly<Record<string, FieldReader>> {
  return Object.fromEntries(ABOUT.map((name) => [`${prefix}.${name}`, at('involvedObject', name)]));
}

const nodeName = at('spec', 'nodeName');

/** By `group/resource`; the readers look at the stored version. */
export const fieldSelectors: Readonly<Record<string, FieldSelectors>> = {
  '/pods': {
    fields: {
      'spec.nodeName': nodeName,
      'spec.host': nodeName,
      'spec.restartPolicy': at('spec', 'restartPolicy'),
      'spec.schedulerName': at('spec', 'schedulerName'),
      'spec.serviceAccountName': at('spec', 'serviceAccountName'),
      'spec.hostNetwork': flagAt('spec', 'hostNetwork'),
      'status.phase': at('status', 'phase'),
      'status.podIP': at('status', 'podIP'),
      'status.podIPs': at('status', 'podIP'),
      'status.nominatedNodeName': at('status', 'nominatedNodeName'),
    },
    unknownText: unsupported,
  },
  '/nodes': { fields: { 'spec.unschedulable': flagAt('spec', 'unschedulable') }, unknownText: unsupported },
  '/replicationcontrollers': {
    fields: { 'status.replicas': numberAt('status', 'replicas') },
    unknownText: unsupported,
  },
  '/namespaces': { fields: { 'status.phase': at('status', 'phase') }, unknownText: unsupported },
  '/secrets': { fields: { type: at('type') }, unknownText: unsupported },
  '/services': {
    fields: { 'spec.clusterIP': at('spec', 'clusterIP'), 'spec.type': at('spec', 'type') },
    unknownText: unsupported,
  },
  '/events': {
    fields: {
      ...eventFields('involvedObject'),
      reason: at('reason'),
      reportingComponent: at('reportingComponent'),
      source: eventSource,
      type: at('type'),
    },
    unknownText: unsupported,
  },
  'events.k8s.io/events': {
    fields: {
      ...eventFields('regarding'),
      reason: at('reason'),
      reportingController: at('reportingComponent'),
      type: at('type'),
    },
    unknownText: unsupported,
  },
  'batch/jobs': {
    fields: { 'status.successful': numberAt('status', 'succeeded') },
    unknownText: (field) => `field label ${JSON.stringify(field)} not supported for Job`,
  },
  'certificates.k8s.io/certificatesigningrequests': {
    fields: { 'spec.signerName': at('spec', 'signerName') },
    unknownText: unsupported,
  },
  'resource.k8s.io/resourceslices': {
    fields: { 'spec.nodeName': nodeName, 'spec.driver': at('spec', 'driver') },
    unknownText: (field) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
  },
};
