import { fluxKinds } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KindRef, type KubeObject } from '@gotk/objects';
import type { ObservedState } from './scenario.js';

/** Watches the Flux objects and Events of a cluster and writes down every distinct state of the objects. */
export class Observer {
  readonly #client: KubeClient;
  readonly #stop = new AbortController();
  readonly #watches: Promise<void>[] = [];
  readonly #states = new Map<string, ObservedState[]>();
  /** When something was last seen to change. */
  #lastChangeMs = Date.now();

  constructor(client: KubeClient) {
    this.#client = client;
  }

  start(namespace: string): void {
    for (const { group, version, kind } of fluxKinds) {
      this.#watches.push(this.#watch({ apiVersion: `${group}/${version}`, kind }, namespace));
    }
    this.#watches.push(this.#watchEvents());
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#watches);
  }

  /** Milliseconds since anything changed. */
  get quietMs(): number {
    return Date.now() - this.#lastChangeMs;
  }

  /** The states seen since the last call. */
  takeTransitions(): Readonly<Record<string, readonly ObservedState[]>> {
    const taken = this.transitions();
    this.#states.clear();
    return taken;
  }

  /** The states seen so far. */
  transitions(): Readonly<Record<string, readonly ObservedState[]>> {
    return Object.fromEntries([...this.#states].map(([name, states]) => [name, [...states]]));
  }

  async #watch(kind: KindRef, namespace: string): Promise<void> {
    const options = { namespace, sendInitialEvents: true };
    const lastStates = new Map<string, string>();
    for await (const event of this.#client.watch(kind, options, this.#stop.signal)) {
      if (event.type === 'BOOKMARK') continue;
      this.#lastChangeMs = Date.now();
      const name = `${kind.kind}/${event.object.metadata.name}`;
      const state = stateOf(event.object, event.type === 'DELETED');
      const text = JSON.stringify(state);
      if (lastStates.get(name) === text) continue;
      lastStates.set(name, text);
      this.#states.set(name, [...(this.#states.get(name) ?? []), state]);
    }
  }

  async #watchEvents(): Promise<void> {
    const kind = { apiVersion: 'v1', kind: 'Event' };
    for await (const _event of this.#client.watch(kind, { sendInitialEvents: true }, this.#stop.signal)) {
      this.#lastChangeMs = Date.now();
    }
  }
}

function stateOf(object: KubeObject, removed: boolean): ObservedState {
  const { generation = 0, finalizers = [], deletionTimestamp } = object.metadata;
  const observed = fieldOf(object, 'status', 'observedGeneration');
  const conditions = fieldOf(object, 'status', 'conditions');
  return {
    gen: generation,
    ...(typeof observed === 'number' ? { og: observed } : {}),
    ...(deletionTimestamp === undefined ? {} : { deleting: true }),
    finalizers: finalizers.length,
    conditions: (Array.isArray(conditions) ? conditions : []).map((condition) =>
      ['type', 'status', 'reason', 'message', 'observedGeneration'].map(
        (field) => fieldOf(condition, field) as string | number | undefined,
      ),
    ),
    ...(removed ? { removed: true } : {}),
  };
}
