import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { EventRecorder } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { type Clock, systemClock } from './clock.js';
import type { ControllerDefinition, ReconcileKey } from './controller.js';
import { ControllerRunner } from './controller-runner.js';
import type { Informers } from './informer.js';
import { LeaseHolder } from './leader-election.js';
import { type Logger, silentLogger } from './logger.js';
import type { RuntimeMetrics } from './metrics.js';
import { SharedInformers } from './shared-informers.js';

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
  whenReady(): Promise<void>;
  /** Re-queues one object of a kind now. */
  enqueue(kind: string, key: ReconcileKey): void;
}

const EVENTS_FLUSH_MS = 5000;

/** A manager without controllers; they are added before it starts. */
export function createManager(options: ManagerOptions): Manager {
  return new ControllerManager(options);
}

class ControllerManager implements Manager {
  readonly #options: ManagerOptions;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #log: Logger;
  readonly #informers: SharedInformers;
  readonly #runners: ControllerRunner<KubeObject>[] = [];
  #ready = false;
  readonly #whenReady: Promise<void>;
  #markReady: () => void = () => {};

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#log = options.log ?? silentLogger;
    const { client } = options;
    this.#informers = new SharedInformers({ client, clock: this.#clock, random: this.#random, log: this.#log });
    this.#whenReady = new Promise((resolve) => {
      this.#markReady = resolve;
    });
  }

  get informers(): Informers {
    return this.#informers;
  }

  add<T extends KubeObject>(definition: ControllerDefinition<T>): void {
    const { client, controllerName, namespace, labelSelector, metrics } = this.#options;
    const runner = new ControllerRunner(definition, {
      client,
      informers: this.#informers,
      events: this.#options.events ?? noEvents,
      metrics,
      clock: this.#clock,
      random: this.#random,
      log: this.#log,
      controllerName,
      concurrency: this.#options.concurrency ?? 4,
      namespace,
      labelSelector,
      minRetryDelayMs: this.#options.minRetryDelayMs ?? 750,
      maxRetryDelayMs: this.#options.maxRetryDelayMs ?? 15 * 60_000,
      intervalJitterPercentage: this.#options.intervalJitterPercentage ?? 5,
    });
    // A runner hides the type of its objects from everybody else.
    this.#runners.push(runner as unknown as ControllerRunner<KubeObject>);
  }

  async start(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    // Every watch listens to it.
    setMaxListeners(0, stop.signal);
    const follow = (): void => stop.abort(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
    try {
      this.#informers.start(stop.signal);
      await this.#leadAndRun(stop.signal);
    } finally {
      signal.removeEventListener('abort', follow);
      stop.abort();
      await this.#informers.stopped();
      await this.#flushEvents();
    }
  }

  /** Gives the last events a moment; an events address that is away must not hold up the stop. */
  async #flushEvents(): Promise<void> {
    const { events } = this.#options;
    if (events === undefined) return;
    let cancel: () => void = () => {};
    const limit = new Promise<void>((resolve) => {
      cancel = this.#clock.after(EVENTS_FLUSH_MS, resolve);
    });
    await Promise.race([events.flush(), limit]);
    cancel();
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  enqueue(kind: string, key: ReconcileKey): void {
    for (const runner of this.#runners) {
      if (runner.kind === kind) runner.enqueue(key, { trigger: { kind, ...key }, preempts: false });
    }
  }

  /** Runs the controllers for as long as the lease, if there is one, is held. */
  async #leadAndRun(signal: AbortSignal): Promise<void> {
    const lease = this.#leaseHolder();
    if (lease === undefined) return this.#run(signal);
    if (!(await lease.acquire(signal))) return;
    this.#options.metrics?.leaderChanged({ name: this.#options.controllerName, isLeader: true });
    const running = new AbortController();
    const releasing = new AbortController();
    signal.addEventListener('abort', () => running.abort(), { once: true });
    const kept = lease.keep(releasing.signal).finally(() => running.abort());
    // The lease is given back after the work has ended, never before.
    const ran = this.#run(running.signal).finally(() => releasing.abort());
    const results = await Promise.allSettled([kept, ran]);
    this.#options.metrics?.leaderChanged({ name: this.#options.controllerName, isLeader: false });
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async #run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    for (const runner of this.#runners) runner.start();
    void Promise.all(this.#runners.map((runner) => runner.whenSynced())).then(() => {
      this.#ready = true;
      this.#markReady();
    });
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#ready = false;
    await this.#stopRunners();
  }

  async #stopRunners(): Promise<void> {
    const limitMs = this.#options.gracefulShutdownMs ?? 30_000;
    let cancel: () => void = () => {};
    const limit = new Promise<void>((resolve) => {
      cancel = this.#clock.after(limitMs, () => {
        this.#log.error('controllers did not stop in time', { gracefulShutdownMs: limitMs });
        resolve();
      });
    });
    await Promise.race([Promise.all(this.#runners.map((runner) => runner.stop())), limit]);
    cancel();
  }

  #leaseHolder(): LeaseHolder | undefined {
    const { leaderElection, client, controllerName, labelSelector } = this.#options;
    if (leaderElection === undefined) return undefined;
    return new LeaseHolder({
      client,
      clock: this.#clock,
      random: this.#random,
      log: this.#log,
      namespace: leaderElection.namespace,
      identity: leaderElection.identity,
      name: leaderElection.leaseName ?? defaultLeaseName(controllerName, labelSelector),
      leaseDurationMs: leaderElection.leaseDurationMs ?? 35_000,
      renewDeadlineMs: leaderElection.renewDeadlineMs ?? 30_000,
      retryPeriodMs: leaderElection.retryPeriodMs ?? 5_000,
      releaseOnCancel: leaderElection.releaseOnCancel ?? true,
    });
  }
}

/** The name of Flux's lease: shards are told apart by their selector. */
function defaultLeaseName(controllerName: string, labelSelector: string | undefined): string {
  const name = `${controllerName}-leader-election`;
  if (labelSelector === undefined || labelSelector === '') return name;
  return `${name}-${createHash('sha256').update(labelSelector).digest('hex').slice(0, 8)}`;
}

const noEvents: EventRecorder = { record: () => {}, flush: async () => {} };
