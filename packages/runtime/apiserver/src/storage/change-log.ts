import type { ObjectChange } from './object-record.js';

const HISTORY_LENGTH = 2048;

/** Receives each change right after it became durable, in revision order; must not throw. */
export type ChangeListener = (change: ObjectChange) => void;

/** The latest changes of one collection, bounded, and those who follow it. */
export class ChangeLog {
  readonly #listeners = new Set<ChangeListener>();
  readonly #closers = new Set<() => void>();
  #changes: ObjectChange[] = [];
  /** Changes at and before this revision are forgotten. */
  #forgotten: number;

  constructor(revision: number) {
    this.#forgotten = revision;
  }

  /** The oldest revision from which following is still possible. */
  get oldestRevision(): number {
    return this.#forgotten;
  }

  append(change: ObjectChange): void {
    this.#changes.push(change);
    // Trimmed in large steps: shifting one by one would cost a copy for each.
    if (this.#changes.length > HISTORY_LENGTH * 2) this.#trim();
    for (const listener of this.#listeners) listener(change);
  }

  /** The remembered changes after `revision`, or `undefined` when some of them are forgotten. */
  since(revision: number): readonly ObjectChange[] | undefined {
    if (revision < this.#forgotten) return undefined;
    let start = this.#changes.length;
    while (start > 0 && (this.#changes[start - 1]?.record.revision ?? 0) > revision) start--;
    return this.#changes.slice(start);
  }

  /** @returns a function that ends the subscription. */
  follow(listener: ChangeListener, onClose: () => void): () => void {
    this.#listeners.add(listener);
    this.#closers.add(onClose);
    return () => {
      this.#listeners.delete(listener);
      this.#closers.delete(onClose);
    };
  }

  /** Ends every subscription, as when the resource is no longer served. */
  close(): void {
    for (const onClose of [...this.#closers]) onClose();
    this.#listeners.clear();
    this.#closers.clear();
  }

  #trim(): void {
    const kept = this.#changes.length - HISTORY_LENGTH;
    this.#forgotten = this.#changes[kept - 1]?.record.revision ?? this.#forgotten;
    this.#changes = this.#changes.slice(kept);
  }
}
