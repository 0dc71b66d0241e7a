/** Numbers the runtime counts; `promMetrics` renders them for Prometheus. */
export interface RuntimeMetrics {
  reconcileStarted(kind: string): void;
  reconcileFinished(observation: ReconcileObservation): void;
  /** Drops the series of an object that is gone. */
  objectForgotten(object: Omit<ReconcileObservation, 'durationMs' | 'result'>): void;
  queueChanged(observation: { readonly kind: string; readonly event: QueueEvent; readonly depth: number }): void;
  /** Milliseconds between adding a key and its reconciliation. */
  queueWaited(observation: { readonly kind: string; readonly waitedMs: number }): void;
  leaderChanged(observation: { readonly name: string; readonly isLeader: boolean }): void;
}

export type QueueEvent = 'add' | 'get' | 'retry';

/** One reconciliation as metrics count it. */
export interface ReconcileObservation {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly durationMs: number;
  /** As controller-runtime counts it. */
  readonly result: 'success' | 'error' | 'requeue' | 'requeue_after';
}
