import type { KubeObject } from '@gotk/objects';

/** How much the simulation makes. */
export interface SimulationLimit {
  /**
   * The most pods that one ReplicaSet, ReplicationController or StatefulSet has, that a Job makes in its life, and the most Jobs that a
   * CronJob has. Who asks for more gets an Event `FailedCreate`, and a ReplicaSet the condition `ReplicaFailure`. Default 5000.
   */
  readonly maxPods?: number;
  /** Is told, once for each object, that it asks for more. Default: a warning of the process. */
  readonly onLimit?: (message: string) => void;
}

const DEFAULT_MAX_PODS = 5000;
const MAX_REMEMBERED = 1000;

/** Keeps the simulation bounded. */
export class PodBudget {
  readonly maxPods: number;
  readonly #onLimit: (message: string) => void;
  readonly #told = new Set<string>();

  constructor({ maxPods = DEFAULT_MAX_PODS, onLimit = (message) => process.emitWarning(message) }: SimulationLimit) {
    this.maxPods = maxPods;
    this.#onLimit = onLimit;
  }

  /** Reports that an object asks for more. @returns why it gets no more. */
  refuse({ kind, metadata }: KubeObject): string {
    const why = `the simulation makes at most ${this.maxPods} objects for one ${kind}`;
    const uid = metadata.uid ?? '';
    if (this.#told.has(uid)) return why;
    if (this.#told.size >= MAX_REMEMBERED) this.#told.clear();
    this.#told.add(uid);
    this.#onLimit(`${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''} gets no more pods: ${why}`);
    return why;
  }
}
