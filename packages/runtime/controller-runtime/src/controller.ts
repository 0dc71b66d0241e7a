import type { EventSeverity } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import type { KindRef, KubeObject, ObjectKey } from '@gotk/objects';
import type { Halt } from './halt.js';
import type { Informer, Lister, ObjectCache, WatchTarget } from './informer.js';
import type { Logger } from './logger.js';
import type { StatusDraft } from './status-draft.js';

/** Namespace and name of an object of the controller's own kind. */
export interface ReconcileKey {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Runs one named step of a reconciliation. A `Halt` passes through; any other error becomes a `retry` Halt with `reason`
 * and the error's message.
 */
export type Step = <T>(name: string, reason: string, run: () => Promise<T> | T) => Promise<T>;

/** How a finished reconciliation goes on. */
export interface Done {
  /** Absent: only a watch event wakes the object again. The manager's jitter is added. */
  readonly requeueAfterMs?: number;
}

/** An event told in the middle of a story. */
export interface StoryEvent {
  readonly severity: EventSeverity;
  readonly message: string;
  /** Default: the reason of the Ready condition, else the severity. */
  readonly reason?: string;
  /** Joined to the metadata set by `annotateEvents`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** How a story waits. */
export interface ParkOptions {
  /** Whether something newer ends the wait. @default true */
  readonly preemptible?: boolean;
}

/** Everything a story may touch besides its own dependencies. */
export interface ReconcileContext<T extends KubeObject = KubeObject> {
  /** The object as it was read at the start, its finalizer included. */
  readonly object: T;
  readonly key: ReconcileKey;
  /** The status as this reconciliation leaves it. */
  readonly status: StatusDraft;
  readonly step: Step;
  /** The API as the controller itself; reads are never stale. */
  readonly client: KubeClient;
  /** Reads from shared informers where one is running, else from the API. */
  readonly cache: ObjectCache;
  /** The controller's own objects, as last seen. */
  readonly objects: Lister<T>;
  /** Aborted at shutdown and when the object is gone. */
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** When this reconciliation began. */
  readonly startedAtMs: number;
  readonly log: Logger;
  /** Persists the draft now, so that progress is seen; writes nothing when nothing changed. */
  save(): Promise<void>;
  /** Records an event on the object. */
  event(event: StoryEvent): void;
  /** Metadata for all further events of this reconciliation, the final one included (e.g. the revision). */
  annotateEvents(metadata: Readonly<Record<string, string>>): void;
  /**
   * Waits without holding a worker. The key stays taken: nothing else reconciles the object meanwhile.
   * `wait` gets a signal that is also aborted when something newer asks for this object.
   *
   * @throws Preempted when a watch rule with `preempts`, a new generation or a request arrived, unless `preemptible` is false.
   */
  park<R>(wait: (signal: AbortSignal) => Promise<R>, options?: ParkOptions): Promise<R>;
  /** Adds a watch that lives as long as the controller; asking twice for the same target and rule id is one watch. */
  watch(rule: WatchRule): Informer;
  /**
   * Asks for another reconciliation of this object, at the earliest after this one.
   *
   * @param options.preempts whether a `park` ends for it then. Default false.
   */
  wakeAfter(delayMs: number, options?: { readonly preempts: boolean }): void;
}

/** How a story ended, seen by {@link ControllerDefinition.conclude}. */
export type Outcome =
  | { readonly kind: 'done'; readonly done: Done }
  | { readonly kind: 'halted'; readonly halt: Halt; readonly reason: string }
  | { readonly kind: 'suspended' }
  /** The deletion story ended well; the finalizer goes. */
  | { readonly kind: 'finalized' };

/** What a conclusion may look at. */
export interface Conclusion<T extends KubeObject = KubeObject> {
  readonly object: T;
  /** Changed in place. */
  readonly status: StatusDraft;
  readonly outcome: Outcome;
  /** Since the reconciliation began. */
  readonly durationMs: number;
}

/** A change seen by a watch. */
export interface ObjectChange<T extends KubeObject = KubeObject> {
  readonly object: T;
  /** The state before; `undefined` for an object seen for the first time. */
  readonly old: T | undefined;
  readonly deleted: boolean;
}

/** A further kind whose changes wake objects of this controller. */
export interface WatchRule extends WatchTarget {
  /** Tells apart rules with the same target. Default: one rule per target. */
  readonly id?: string;
  /** Whether a change ends a `park` of the object it wakes. Default false. */
  readonly preempts?: boolean;
  /** The objects to re-queue for a change; level-triggered, so naming too many is harmless. */
  keysFor(change: ObjectChange): readonly WakeUp[];
}

/** An object to re-queue. */
export interface WakeUp extends ReconcileKey {
  /** How long to wait for further changes first. Default 0. */
  readonly delayMs?: number;
}

/** What watch rules can look things up in. */
export interface ControllerScope<T extends KubeObject = KubeObject> {
  /** The controller's own objects, as last seen. */
  readonly objects: Lister<T>;
  readonly cache: ObjectCache;
  readonly log: Logger;
}

/** One kind's controller: the story and its deletion story; everything around them is the runtime's. */
export interface ControllerDefinition<T extends KubeObject = KubeObject> {
  readonly kind: KindRef;
  /** Component name: source of events, `controller` of logs. Default: the manager's. */
  readonly controllerName?: string;
  /** Kept on every object from the first reconciliation until the deletion story ended. Absent: none. */
  readonly finalizer?: string;
  /** Field manager of status and metadata writes. */
  readonly fieldOwner: string;
  /** Condition types written by this controller alone; others in the status are left as they are. */
  readonly ownedConditions: readonly string[];
  /** Objects reconciled at once. Default: the manager's. */
  readonly concurrency?: number;
  /**
   * Decodes an object. Default: as it is.
   * @throws when it is malformed: it is reported as stalled, and nothing else is affected.
   */
  parse?(object: KubeObject): T;
  /**
   * Objects that there is nothing to reconcile for. What is left from when they were others goes, once and unless they are
   * suspended: the deletion story runs, and finalizer and status are taken away. Default: none.
   */
  isStatic?(object: KubeObject): boolean;
  /** Default: `spec.suspend === true`. */
  isSuspended?(object: T): boolean;
  /** Index name → the values an object is found under. */
  readonly indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
  /** What wakes objects besides their own changes of generation, deletion and `reconcile.fluxcd.io/requestedAt`. */
  watches?(scope: ControllerScope<T>): readonly WatchRule[];
  /** Requeue after a `retry` halt that names no time. `undefined`: exponential backoff. */
  retryIntervalMs?(object: T): number | undefined;
  reconcile(context: ReconcileContext<T>): Promise<Done>;
  /** Runs before the finalizer is taken away. Runs for suspended objects too. */
  finalize?(context: ReconcileContext<T>): Promise<void>;
  /**
   * Turns the outcome into conditions and names the events to record, instead of {@link concludeApplier}.
   * `lastHandledReconcileAt` is already set, and the event that belongs to a halt is recorded by the runner.
   */
  conclude?(conclusion: Conclusion<T>): readonly StoryEvent[];
  /** Called once an object is gone, to drop what was remembered about it. */
  forget?(key: ReconcileKey): void;
  /** Called once, after the last reconciliation has ended, to close what the controller holds open. */
  close?(): Promise<void>;
}

/** Something that can be named as the reason for a wake-up. */
export type Trigger = Pick<ObjectKey, 'kind' | 'namespace' | 'name'>;
