import { isApiError, type KubeReader, type KubeWatcher, NoMatchError, type WatchEvent } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { Clock } from './clock.js';
import type { ObjectChange } from './controller.js';
import type { Informer, Lister, WatchTarget } from './informer.js';
import type { Logger } from './logger.js';
import { ObjectStore } from './object-store.js';
import { sleep } from './sleep.js';

export interface WatchInformerOptions {
  readonly client: Pick<KubeReader, 'list'> & KubeWatcher;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

type Listener = (change: ObjectChange) => void;

const MIN_BACKOFF_MS = 800;
const MAX_BACKOFF_MS = 30_000;
/** A watch is renewed after five to ten minutes, as client-go's is. */
const WATCH_TIMEOUT_SECONDS = 300;

/**
 * One list and watch, kept up for as long as the signal allows: it goes on from the last seen version when the stream
 * ends, lists anew when that version has expired, and backs off when the server fails. A kind that is not served counts
 * as one without objects.
 */
export class WatchInformer implements Informer {
  readonly target: WatchTarget;
  readonly #options: WatchInformerOptions;
  readonly #store = new ObjectStore();
  readonly #listeners = new Set<Listener>();
  readonly #synced: Promise<void>;
  #markSynced: () => void = () => {};
  #hasSynced = false;
  #resourceVersion: string | undefined;
  #backoffMs = MIN_BACKOFF_MS;

  constructor(target: WatchTarget, options: WatchInformerOptions) {
    this.target = target;
    this.#options = options;
    this.#synced = new Promise((resolve) => {
      this.#markSynced = resolve;
    });
  }

  get lister(): Lister {
    return this.#store;
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  async whenSynced(signal?: AbortSignal): Promise<void> {
    if (signal === undefined) return this.#synced;
    const aborted = new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([this.#synced, aborted]);
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const object of this.#store.list()) this.#tell(listener, { object, old: undefined, deleted: false });
    return () => this.#listeners.delete(listener);
  }

  addIndex(name: string, valuesOf: (object: KubeObject) => readonly string[]): void {
    this.#store.addIndex(name, valuesOf);
  }

  /** Lists and watches until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#resourceVersion === undefined) await this.#list(signal);
        await this.#watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { kind, namespace, labelSelector, as = 'object' } = this.target;
    const list = await this.#options.client.list(kind, { namespace, labelSelector, as }, signal);
    this.#replaceAll(list.items);
    this.#resourceVersion = list.metadata.resourceVersion;
    this.#setSynced();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { kind, namespace, labelSelector, as = 'object' } = this.target;
    const timeoutSeconds = Math.round(WATCH_TIMEOUT_SECONDS * (1 + this.#options.random()));
    const resourceVersion = this.#resourceVersion ?? '';
    const options = { namespace, labelSelector, as, resourceVersion, timeoutSeconds };
    const startedAtMs = this.#options.clock.nowMs();
    let events = 0;
    for await (const event of this.#options.client.watch(kind, options, signal)) {
      events++;
      this.#backoffMs = MIN_BACKOFF_MS;
      this.#take(event);
    }
    // A stream that ends at once again and again must not become a busy loop.
    if (events === 0 && this.#options.clock.nowMs() - startedAtMs < 1000) await this.#backOff(signal);
  }

  #take(event: WatchEvent): void {
    if (event.type === 'BOOKMARK') {
      this.#resourceVersion = event.resourceVersion;
      return;
    }
    this.#resourceVersion = event.object.metadata.resourceVersion ?? this.#resourceVersion;
    if (event.type === 'DELETED') this.#remove(event.object);
    else this.#put(event.object);
  }

  /** Brings the store in line with a fresh list; what is missing there was deleted while nobody watched. */
  #replaceAll(objects: readonly KubeObject[]): void {
    const present = new Set(objects.map((object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`));
    for (const object of this.#store.list()) {
      if (!present.has(`${object.metadata.namespace ?? ''}/${object.metadata.name}`)) this.#remove(object);
    }
    for (const object of objects) this.#put(object);
  }

  #put(object: KubeObject): void {
    const old = this.#store.set(object);
    if (old === undefined || old.metadata.resourceVersion !== object.metadata.resourceVersion) {
      this.#tellAll({ object, old, deleted: false });
    }
  }

  #remove(object: KubeObject): void {
    const old = this.#store.delete(object);
    if (old !== undefined) this.#tellAll({ object, old, deleted: true });
  }

  #tellAll(change: ObjectChange): void {
    for (const listener of this.#listeners) this.#tell(listener, change);
  }

  /** A listener that fails must not end the watch of everybody else. */
  #tell(listener: Listener, change: ObjectChange): void {
    try {
      listener(change);
    } catch (error) {
      this.#options.log.error('watch listener failed', { error: String(error), kind: this.target.kind.kind });
    }
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (isApiError(error, 'Expired', 'Gone')) {
      this.#resourceVersion = undefined;
    } else if (isKindAbsent(error)) {
      this.#resourceVersion = undefined;
      this.#replaceAll([]);
      this.#setSynced();
    } else {
      this.#options.log.error('failed to watch', { kind: this.target.kind.kind, error: messageOf(error) });
    }
    await this.#backOff(signal);
  }

  async #backOff(signal: AbortSignal): Promise<void> {
    const delayMs = this.#backoffMs * (1 + this.#options.random());
    this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
    await sleep(delayMs, this.#options.clock, signal);
  }

  #setSynced(): void {
    this.#hasSynced = true;
    this.#markSynced();
  }
}

function isKindAbsent(error: unknown): boolean {
  return error instanceof NoMatchError || (isApiError(error, 'NotFound') && error.status.details?.name === undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
