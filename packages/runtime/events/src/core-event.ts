import { type KubeObject, keyOf } from '@gotk/objects';
import type { EventRequest } from './event-recorder.js';

/** The object an event is about, in the order Kubernetes writes it. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  readonly apiVersion: string;
  readonly resourceVersion?: string;
}

/** A core/v1 Event as controllers write it. */
export interface CoreEvent extends KubeObject {
  readonly involvedObject: ObjectReference;
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string };
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly count: number;
  readonly type: 'Normal' | 'Warning';
  readonly reportingComponent: string;
  readonly reportingInstance: string;
}

const OBJECT_EVENTS = 'event.toolkit.fluxcd.io/';

/** The core/v1 Event that tells of a request; it is named by the time, in nanoseconds, of its first telling. */
export function toCoreEvent(request: EventRequest, now: { readonly ms: number; readonly nanos: bigint }): CoreEvent {
  const involvedObject = referenceTo(request.object);
  const annotations = eventMetadata(request);
  const time = renderSeconds(now.ms);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${involvedObject.name}.${now.nanos.toString(16)}`,
      namespace: involvedObject.namespace ?? 'default',
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    involvedObject,
    reason: request.reason,
    message: request.message,
    source: { component: request.controller },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: request.severity === 'error' ? 'Warning' : 'Normal',
    reportingComponent: request.controller,
    reportingInstance: '',
  };
}

/** The given metadata and the object's own `event.toolkit.fluxcd.io/*` annotations, by sorted key. */
export function eventMetadata({ object, metadata = {} }: EventRequest): Readonly<Record<string, string>> {
  const own = Object.entries(object.metadata.annotations ?? {}).filter(([name]) => name.startsWith(OBJECT_EVENTS));
  const all = [...Object.entries(metadata).filter(([name]) => !own.some(([taken]) => taken === name)), ...own];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A reference to the object as it stands. */
export function referenceTo(object: KubeObject): ObjectReference {
  const { apiVersion, kind, namespace, name } = keyOf(object);
  const { uid, resourceVersion } = object.metadata;
  return {
    kind,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
    apiVersion,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

/** RFC 3339 in whole seconds. */
export function renderSeconds(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
}
