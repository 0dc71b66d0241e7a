import type { KubeReader } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import type { Informer, Informers, ObjectCache, WatchTarget } from './informer.js';
import { WatchInformer, type WatchInformerOptions } from './watch-informer.js';

/** One {@link WatchInformer} per target, started when it is first asked for once {@link start} was called. */
export class SharedInformers implements Informers, ObjectCache {
  readonly #options: WatchInformerOptions & { readonly client: Pick<KubeReader, 'find'> };
  readonly #informers = new Map<string, WatchInformer>();
  readonly #running: Promise<void>[] = [];
  #signal: AbortSignal | undefined;

  constructor(options: WatchInformerOptions & { readonly client: Pick<KubeReader, 'find'> }) {
    this.#options = options;
  }

  get<T extends KubeObject>(target: WatchTarget): Informer<T> {
    // An informer hands out objects of the kind it watches; the caller knows their type.
    return this.#informer(target) as unknown as Informer<T>;
  }

  addIndex(target: WatchTarget, name: string, valuesOf: (object: KubeObject) => readonly string[]): void {
    this.#informer(target).addIndex(name, valuesOf);
  }

  async find<T extends KubeObject>(key: ObjectKey, signal?: AbortSignal): Promise<T | undefined> {
    const whole = this.#informers.get(targetKey({ kind: key }));
    if (whole?.hasSynced === true) return whole.lister.get(key) as T | undefined;
    return this.#options.client.find<T>(key, undefined, signal);
  }

  /** Starts what was asked for, and from now on whatever is asked for. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    for (const informer of this.#informers.values()) this.#running.push(informer.run(signal));
  }

  /** Resolves when every watch has ended, after the signal aborted. */
  async stopped(): Promise<void> {
    await Promise.all(this.#running);
  }

  #informer(target: WatchTarget): WatchInformer {
    const key = targetKey(target);
    const known = this.#informers.get(key);
    if (known !== undefined) return known;
    const informer = new WatchInformer(target, this.#options);
    this.#informers.set(key, informer);
    if (this.#signal !== undefined) this.#running.push(informer.run(this.#signal));
    return informer;
  }
}

/** Equal for targets that one watch serves. */
export function targetKey({ kind, namespace = '', labelSelector = '', as = 'object' }: WatchTarget): string {
  return JSON.stringify([kind.apiVersion, kind.kind, namespace, labelSelector, as]);
}
