import type { KubeObject } from '@gotk/objects';

/** `trace` is kept as a core/v1 Event (of type Normal) but never forwarded. */
export type EventSeverity = 'trace' | 'info' | 'error';

/** Something that happened to an object, as a controller tells it. */
export interface EventRequest {
  /** The object it happened to; its `event.toolkit.fluxcd.io/*` annotations are added to the metadata. */
  readonly object: KubeObject;
  readonly severity: EventSeverity;
  /** Usually the reason of the Ready condition. */
  readonly reason: string;
  readonly message: string;
  /** Becomes the Event's annotations and the `metadata` of the forwarded body. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The reporting controller, e.g. `kustomize-controller`. */
  readonly controller: string;
}

/** Takes events and never fails or blocks its caller; what cannot be delivered is dropped after bounded retries. */
export interface EventRecorder {
  record(event: EventRequest): void;
  /** Waits until everything recorded so far was delivered or dropped. */
  flush(): Promise<void>;
}
