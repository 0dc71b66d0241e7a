import type { EventSeverity } from '@gotk/events';

/** What the step runner does with a failed step. */
export type HaltKind =
  /** Needs a change by a person: Stalled=True, an error event, no retry until the object or an input changes. */
  | 'stalled'
  /** Parked: the key is released and re-queued by a watch event or after `requeueAfterMs`; no event unless one is given. */
  | 'waiting'
  /** Failed: an error event, and retried after `requeueAfterMs`, or with exponential backoff when absent. */
  | 'retry';

/** An event in place of the one that belongs to the kind of the halt. */
export interface HaltEvent {
  readonly severity: EventSeverity;
  readonly message: string;
  /** Default: the halt's. */
  readonly reason?: string;
}

export interface HaltOptions {
  readonly kind: HaltKind;
  /** Reason of the Ready condition; default: the step's. */
  readonly reason?: string;
  readonly message: string;
  /** `false`: none. Absent: an error event with the message for `stalled` and `retry`, none for `waiting`. */
  readonly event?: HaltEvent | false;
  /**
   * When to come back. `backoff`: exponentially later each time. Absent: never for `waiting`, after the object's retry
   * interval (else with backoff) for `retry`.
   */
  readonly requeueAfterMs?: number | 'backoff' | undefined;
  readonly cause?: unknown;
}

/** Thrown by a step to end this reconciliation; caught in exactly one place, which alone writes conditions, events and the requeue. */
export class Halt extends Error {
  readonly kind: HaltKind;
  readonly reason: string | undefined;
  readonly event: HaltEvent | false | undefined;
  readonly requeueAfterMs: number | 'backoff' | undefined;

  constructor({ kind, reason, message, event, requeueAfterMs, cause }: HaltOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Halt';
    this.kind = kind;
    this.reason = reason;
    this.event = event;
    this.requeueAfterMs = requeueAfterMs;
  }
}
