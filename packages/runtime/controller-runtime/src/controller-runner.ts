import { randomUUID } from 'node:crypto';
import type { EventRecorder } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import { type KubeObject, parseApiVersion } from '@gotk/objects';
import type { Clock } from './clock.js';
import type {
  ControllerDefinition,
  ObjectChange,
  ParkOptions,
  ReconcileKey,
  Trigger,
  WakeUp,
  WatchRule,
} from './controller.js';
import type { Informer } from './informer.js';
import type { Logger } from './logger.js';
import type { RuntimeMetrics } from './metrics.js';
import { Preempted } from './preempted.js';
import { reconcileKeyOf } from './reconcile-key-of.js';
import { REQUESTED_AT, type Requeue, reconcileObject } from './reconcile-object.js';
import { type SharedInformers, targetKey } from './shared-informers.js';
import { Slots } from './slots.js';
import { WorkQueue } from './work-queue.js';

/** What a manager lends to each of its controllers. */
export interface RunnerServices {
  readonly client: KubeClient;
  readonly informers: SharedInformers;
  readonly events: EventRecorder;
  readonly metrics: RuntimeMetrics | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly controllerName: string;
  readonly concurrency: number;
  readonly namespace: string | undefined;
  readonly labelSelector: string | undefined;
  readonly minRetryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly intervalJitterPercentage: number;
}

const SYNC_TIMEOUT_MS = 30_000;

/** A key that is worked on. */
interface InFlight {
  /** Aborted at shutdown and when the object is gone. */
  readonly abort: AbortController;
  /** What asked for the object since the work began, and may end a wait. */
  preemptedBy: Trigger | undefined;
  onPreempt: ((trigger: Trigger) => void) | undefined;
  readonly finished: Promise<void>;
}

/** Runs one controller: its own watch, its queue, its workers. */
export class ControllerRunner<T extends KubeObject> {
  readonly #definition: ControllerDefinition<T>;
  readonly #services: RunnerServices;
  readonly #log: Logger;
  readonly #informer: Informer<T>;
  readonly #queue: WorkQueue;
  readonly #slots: Slots;
  readonly #inFlight = new Map<string, InFlight>();
  readonly #addedAtMs = new Map<string, number>();
  readonly #rules = new Set<string>();
  /** Cancel what is to happen later. */
  readonly #timers = new Set<() => void>();
  #started = false;
  #synced: Promise<unknown> = Promise.resolve();

  constructor(definition: ControllerDefinition<T>, services: RunnerServices) {
    this.#definition = definition;
    this.#services = services;
    const { clock, minRetryDelayMs, maxRetryDelayMs, namespace, labelSelector, informers } = services;
    const { kind, group } = groupKind(definition);
    const controller = kind.toLowerCase();
    this.#log = services.log.with({ controller, controllerGroup: group, controllerKind: kind });
    const target = {
      kind: definition.kind,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
    };
    this.#informer = informers.get<T>(target);
    for (const [name, valuesOf] of Object.entries(definition.indexes ?? {})) {
      informers.addIndex(target, name, (object) => valuesOf(object as T));
    }
    this.#queue = new WorkQueue({ clock, minRetryDelayMs, maxRetryDelayMs, onReady: () => this.#dispatch() });
    this.#slots = new Slots(definition.concurrency ?? services.concurrency);
  }

  get kind(): string {
    return this.#definition.kind.kind;
  }

  /** Resolves when the first state of everything it watches is known. */
  async whenSynced(): Promise<void> {
    await this.#synced;
  }

  /** Begins to watch, and to work once everything watched is known. */
  start(): void {
    const scope = { objects: this.#informer.lister, cache: this.#services.informers, log: this.#log };
    const watched = (this.#definition.watches?.(scope) ?? []).map((rule) => this.#watch(rule));
    this.#informer.onChange((change) => this.#ownChange(change));
    this.#synced = Promise.all([this.#informer, ...watched].map((informer) => informer.whenSynced()));
    void this.#startWhenSynced();
  }

  async #startWhenSynced(): Promise<void> {
    let cancel: () => void = () => {};
    const limit = new Promise<void>((resolve) => {
      // A kind that cannot be watched must not hold everything up for ever.
      cancel = this.#services.clock.after(SYNC_TIMEOUT_MS, resolve);
    });
    await Promise.race([this.#synced, limit]);
    cancel();
    this.#started = true;
    this.#dispatch();
  }

  /** Takes no further work, aborts what runs, and resolves when it has ended and what it held open is closed. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#queue.stop();
    for (const cancel of this.#timers) cancel();
    const running = [...this.#inFlight.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ finished }) => finished));
    await this.#definition.close?.();
  }

  /** Re-queues an object now. */
  enqueue(key: ReconcileKey, wake: { readonly trigger: Trigger; readonly preempts: boolean }): void {
    const id = idOf(key);
    if (wake.preempts) this.#preempt(id, wake.trigger);
    if (!this.#addedAtMs.has(id)) this.#addedAtMs.set(id, this.#services.clock.nowMs());
    this.#queue.add(id);
    this.#services.metrics?.queueChanged({ kind: this.kind, event: 'add', depth: this.#queue.depth });
  }

  /** An object of the controller's own kind: new, gone, wanted otherwise, or asked for. */
  #ownChange({ object, old, deleted }: ObjectChange<T>): void {
    const key = reconcileKeyOf(object);
    if (deleted) {
      this.#forget(key);
      return;
    }
    if (old !== undefined && !isWakingChange(old, object)) return;
    const trigger = { kind: this.kind, ...key };
    this.enqueue(key, { trigger, preempts: true });
  }

  #forget(key: ReconcileKey): void {
    const id = idOf(key);
    this.#inFlight.get(id)?.abort.abort();
    this.#queue.forget(id);
    this.#services.metrics?.objectForgotten({ kind: this.kind, ...key });
    this.#definition.forget?.(key);
  }

  #watch(rule: WatchRule): Informer {
    const { namespace } = this.#services;
    const target = namespace === undefined ? rule : { ...rule, namespace };
    const informer = this.#services.informers.get(target);
    const id = JSON.stringify([rule.id ?? '', targetKey(target)]);
    if (this.#rules.has(id)) return informer;
    this.#rules.add(id);
    informer.onChange((change) => {
      const trigger = { kind: rule.kind.kind, ...reconcileKeyOf(change.object) };
      for (const wake of this.#keysFor(rule, change)) this.#wake(wake, { trigger, rule });
    });
    return informer;
  }

  /** An object that cannot be read wakes nobody. */
  #keysFor(rule: WatchRule, change: ObjectChange): readonly WakeUp[] {
    try {
      return rule.keysFor(change);
    } catch (error) {
      const { kind, metadata } = change.object;
      const text = error instanceof Error ? error.message : String(error);
      this.#log.debug('malformed object', { object: `${kind}/${metadata.namespace}/${metadata.name}`, error: text });
      return [];
    }
  }

  #wake(
    { delayMs = 0, ...key }: WakeUp,
    { trigger, rule }: { readonly trigger: Trigger; readonly rule: WatchRule },
  ): void {
    const preempts = rule.preempts ?? false;
    if (delayMs > 0) this.#enqueueAfter(key, { delayMs, trigger, preempts });
    else this.enqueue(key, { trigger, preempts });
  }

  #enqueueAfter(
    key: ReconcileKey,
    { delayMs, trigger, preempts }: { readonly delayMs: number; readonly trigger: Trigger; readonly preempts: boolean },
  ): void {
    const id = idOf(key);
    this.#queue.addAfter(id, delayMs);
    const running = this.#inFlight.get(id);
    if (!preempts || running === undefined) return;
    const cancel = this.#services.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      // One that began since has seen the change.
      if (this.#inFlight.get(id) === running) this.#preempt(id, trigger);
    });
    this.#timers.add(cancel);
  }

  #preempt(id: string, trigger: Trigger): void {
    const inFlight = this.#inFlight.get(id);
    if (inFlight === undefined) return;
    inFlight.preemptedBy ??= trigger;
    inFlight.onPreempt?.(trigger);
  }

  #dispatch(): void {
    while (this.#started && this.#queue.depth > 0 && this.#slots.tryAcquire()) {
      const id = this.#queue.take();
      if (id !== undefined) this.#work(id);
    }
  }

  #work(id: string): void {
    const key = parseId(id);
    const abort = new AbortController();
    let finish: () => void = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const inFlight: InFlight = { abort, preemptedBy: undefined, onPreempt: undefined, finished };
    this.#inFlight.set(id, inFlight);
    this.#countStart(id);
    void this.#reconcile(key, inFlight)
      .then((requeue) => this.#requeue(id, requeue))
      .finally(() => {
        this.#inFlight.delete(id);
        this.#slots.release();
        this.#queue.done(id);
        finish();
        this.#dispatch();
      });
  }

  async #reconcile(key: ReconcileKey, inFlight: InFlight): Promise<Requeue> {
    const { client, informers, events, clock } = this.#services;
    const startedAtMs = clock.nowMs();
    const log = this.#log.with({ [this.kind]: key, ...key, reconcileID: randomUUID() });
    let requeue: Requeue;
    try {
      requeue = await reconcileObject<T>(key, {
        definition: this.#definition,
        controllerName: this.#definition.controllerName ?? this.#services.controllerName,
        client,
        cache: informers,
        objects: this.#informer.lister,
        events,
        nowMs: () => clock.nowMs(),
        log,
        signal: inFlight.abort.signal,
        park: (wait, options) => this.#park(inFlight, wait, options),
        watch: (rule) => this.#watch(rule),
        wakeAfter: (delayMs, { preempts } = { preempts: false }) =>
          this.#enqueueAfter(key, { delayMs, trigger: { kind: this.kind, ...key }, preempts }),
      });
    } catch (error) {
      const aborted = inFlight.abort.signal.aborted;
      if (!aborted) log.error('Reconciler error', { error: error instanceof Error ? error.message : String(error) });
      requeue = aborted ? { kind: 'aborted' } : { kind: 'backoff' };
    }
    this.#countFinish(key, { requeue, durationMs: clock.nowMs() - startedAtMs });
    return requeue;
  }

  async #park<R>(
    inFlight: InFlight,
    wait: (signal: AbortSignal) => Promise<R>,
    { preemptible = true }: ParkOptions = {},
  ): Promise<R> {
    if (preemptible && inFlight.preemptedBy !== undefined) throw new Preempted(inFlight.preemptedBy);
    const interrupt = new AbortController();
    const stopWaiting = (): void => interrupt.abort();
    inFlight.abort.signal.addEventListener('abort', stopWaiting, { once: true });
    this.#slots.release();
    this.#dispatch();
    try {
      const preempted = new Promise<never>((_resolve, reject) => {
        if (preemptible) inFlight.onPreempt = (trigger) => reject(new Preempted(trigger));
      });
      return await Promise.race([wait(interrupt.signal), preempted]);
    } finally {
      inFlight.onPreempt = undefined;
      inFlight.abort.signal.removeEventListener('abort', stopWaiting);
      interrupt.abort();
      await this.#slots.acquire();
    }
  }

  #requeue(id: string, requeue: Requeue): void {
    switch (requeue.kind) {
      case 'after':
        this.#queue.forget(id);
        // A time that is over before it began, as of a negative interval, is none: like this an object cannot spin.
        if (requeue.delayMs < 0 || (requeue.jitter && requeue.delayMs === 0)) return;
        this.#queue.addAfter(id, requeue.jitter ? this.#jittered(requeue.delayMs) : requeue.delayMs);
        return;
      case 'backoff':
        this.#queue.addRateLimited(id);
        this.#services.metrics?.queueChanged({ kind: this.kind, event: 'retry', depth: this.#queue.depth });
        return;
      case 'none':
      case 'gone':
      case 'aborted':
        this.#queue.forget(id);
        return;
    }
  }

  /** The interval, spread evenly by the jitter percentage to both sides. */
  #jittered(delayMs: number): number {
    const { random, intervalJitterPercentage } = this.#services;
    return delayMs * (1 + (intervalJitterPercentage / 100) * (2 * random() - 1));
  }

  #countStart(id: string): void {
    const { metrics, clock } = this.#services;
    const addedAtMs = this.#addedAtMs.get(id);
    this.#addedAtMs.delete(id);
    if (metrics === undefined) return;
    metrics.queueChanged({ kind: this.kind, event: 'get', depth: this.#queue.depth });
    if (addedAtMs !== undefined) metrics.queueWaited({ kind: this.kind, waitedMs: clock.nowMs() - addedAtMs });
    metrics.reconcileStarted(this.kind);
  }

  #countFinish(
    key: ReconcileKey,
    { requeue, durationMs }: { readonly requeue: Requeue; readonly durationMs: number },
  ): void {
    const { metrics } = this.#services;
    metrics?.reconcileFinished({ kind: this.kind, ...key, durationMs, result: resultOf(requeue) });
    if (requeue.kind === 'gone' || requeue.kind === 'aborted') metrics?.objectForgotten({ kind: this.kind, ...key });
  }
}

function isWakingChange(old: KubeObject, object: KubeObject): boolean {
  return (
    old.metadata.uid !== object.metadata.uid ||
    old.metadata.generation !== object.metadata.generation ||
    old.metadata.deletionTimestamp !== object.metadata.deletionTimestamp ||
    old.metadata.annotations?.[REQUESTED_AT] !== object.metadata.annotations?.[REQUESTED_AT]
  );
}

function resultOf(requeue: Requeue): 'success' | 'error' | 'requeue' | 'requeue_after' {
  switch (requeue.kind) {
    case 'after':
      return requeue.delayMs === 0 ? 'requeue' : 'requeue_after';
    case 'backoff':
      return 'error';
    default:
      return 'success';
  }
}

function idOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}

function parseId(id: string): ReconcileKey {
  const slash = id.indexOf('/');
  return { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

function groupKind({ kind }: Pick<ControllerDefinition, 'kind'>): { readonly kind: string; readonly group: string } {
  return { kind: kind.kind, group: parseApiVersion(kind.apiVersion).group };
}
