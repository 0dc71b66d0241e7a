import type { EventRecorder } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { Clock } from './clock.js';
import type { ControllerDefinition, ReconcileKey } from './controller.js';
import type { Informers } from './informer.js';
import type { Logger } from './logger.js';
import type { RuntimeMetrics } from './metrics.js';

export interface ManagerOptions {
  readonly client: KubeClient;
  /** `kustomize-controller` …: names the lease, the default source of events and the logs. */
  readonly controllerName: string;
  /** Objects of one kind reconciled at once. Default 4. */
  readonly concurrency?: number;
  /** Watch this namespace only (`--watch-all-namespaces=false`). */
  readonly namespace?: string;
  /** Reconcile only objects with these labels (`--watch-label-selector`, sharding). */
  readonly labelSelector?: string;
  /** Hold a Lease before reconciling. Default: none. */
  readonly leaderElection?: LeaderElectionOptions;
  /** Default: events are dropped. */
  readonly events?: EventRecorder;
  readonly metrics?: RuntimeMetrics;
  readonly clock?: Clock;
  /** A number in [0, 1), for jitter. Default: Math.random. */
  readonly random?: () => number;
  /** Default: silent. */
  readonly log?: Logger;
  /** Exponential backoff per object. Defaults 750 ms and 15 min. */
  readonly minRetryDelayMs?: number;
  readonly maxRetryDelayMs?: number;
  /** Spread of successful requeues around their interval, in percent. Default 5. */
  readonly intervalJitterPercentage?: number;
  /** How long running reconciliations may go on after the stop. Default 30 s. */
  readonly gracefulShutdownMs?: number;
}

export interface LeaderElectionOptions {
  readonly namespace: string;
  /** Who holds the lease: host name and a random part. */
  readonly identity: string;
  /** Default: `<controllerName>-leader-election`, and with a label selector the first 8 hex digits of its sha256 after a dash. */
  readonly leaseName?: string;
  /** Defaults 35 s, 30 s, 5 s. */
  readonly leaseDurationMs?: number;
  readonly renewDeadlineMs?: number;
  readonly retryPeriodMs?: number;
  /** Default true. */
  readonly releaseOnCancel?: boolean;
}

/** Runs controllers over shared watches. */
export interface Manager {
  readonly informers: Informers;
  /** Adds a controller; before `start`. */
  add<T extends KubeObject>(definition: ControllerDefinition<T>): void;
  /**
   * Runs until the signal aborts; resolves once everything has stopped.
   * @throws when the lease is lost.
   */
  start(signal: AbortSignal): Promise<void>;
  /** Whether every controller's own informer has synced and the queues turn. */
  isReady(): boolean;
  /** Resolves when {@link isReady}. */
  whenReady(signal?: AbortSignal): Promise<void>;
  /** Re-queues one object of a kind now. */
  enqueue(kind: string, key: ReconcileKey): void;
}
