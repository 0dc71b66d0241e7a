import type { KubeClient } from '@gotk/kube-client';
import type { KindRef, KubeObject } from '@gotk/objects';

/** What the step runner does with a failed step. */
export type HaltKind =
  /** Needs a change by a person: Stalled=True, no retry until the object or an input changes. */
  | 'stalled'
  /** Parked: the key is released and re-queued by a watch event or after `requeueAfterMs`; recorded as an info event. */
  | 'waiting'
  /** Failed: recorded as an error event and retried after `requeueAfterMs`, or with exponential backoff when absent. */
  | 'retry';

export interface HaltOptions {
  readonly kind: HaltKind;
  /** Reason of the Ready condition; default: the step's. */
  readonly reason?: string;
  readonly message: string;
  readonly requeueAfterMs?: number;
  readonly cause?: unknown;
}

/** Thrown by a step to end this reconciliation; caught in exactly one place, which alone writes conditions, events and the requeue. */
export class Halt extends Error {
  readonly kind: HaltKind;
  readonly reason: string | undefined;
  readonly requeueAfterMs: number | undefined;

  constructor({ kind, reason, message, requeueAfterMs, cause }: HaltOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Halt';
    this.kind = kind;
    this.reason = reason;
    this.requeueAfterMs = requeueAfterMs;
  }
}

/**
 * Runs one named step of a reconciliation. A `Halt` passes through; any other error becomes a `retry` Halt with `reason`.
 */
export type Step = <T>(name: string, reason: string, run: () => Promise<T> | T) => Promise<T>;

/** How a finished reconciliation goes on. */
export interface Done {
  /** Absent: only a watch event wakes the object again. */
  readonly requeueAfterMs?: number;
}

/** Namespace and name of an object of the controller's own kind. */
export interface ReconcileKey {
  readonly namespace: string;
  readonly name: string;
}

/** A further kind whose changes wake objects of this controller. */
export interface WatchRule {
  readonly kind: KindRef;
  readonly labelSelector?: string;
  readonly as?: 'object' | 'metadata';
  /** The objects to re-queue for a change; level-triggered, so naming too many is harmless. */
  keysFor(change: {
    readonly object: KubeObject;
    readonly old: KubeObject | undefined;
    readonly deleted: boolean;
  }): readonly ReconcileKey[];
}

/** Everything a reconciler may touch besides its own dependencies. */
export interface ReconcileContext {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
}
