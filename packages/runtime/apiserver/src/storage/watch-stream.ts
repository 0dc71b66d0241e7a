import type { ChangeLog } from './change-log.js';
import type { ObjectChange, ObjectRecord } from './object-record.js';

const MAX_QUEUED = 20_000;

export interface WatchSource {
  readonly log: ChangeLog;
  /** The present records that the watch covers. */
  readonly records: () => Iterable<ObjectRecord>;
  readonly revision: () => number;
  readonly prefix: string;
  /** Changes after this revision, or the present records first. */
  readonly since: number | 'initial';
}

/** What a watch delivers. */
export type WatchItem =
  | { readonly kind: 'change'; readonly change: ObjectChange }
  /** A present record at the start. */
  | { readonly kind: 'initial'; readonly record: ObjectRecord }
  /** The present records are through; they show this revision. */
  | { readonly kind: 'initial-end'; readonly revision: number }
  /** The start is too long ago. */
  | { readonly kind: 'expired'; readonly oldest: number };

/**
 * The changes of a collection for one watcher. It is attached on construction, so nothing is missed between that and reading.
 * A watcher that falls too far behind is cut off; it comes back with the last revision it saw.
 */
export class WatchStream {
  readonly #queue: WatchItem[] = [];
  readonly #prefix: string;
  readonly #detach: () => void;
  #wake: (() => void) | undefined;
  #ended = false;

  constructor({ log, records, revision, prefix, since }: WatchSource) {
    this.#prefix = prefix;
    if (since === 'initial') this.#queueInitial(records(), revision());
    else this.#queueSince(log, since);
    this.#detach = log.follow(
      (change) => this.#receive(change, since),
      () => this.end(),
    );
  }

  /** The items that are waiting, oldest first. */
  take(): WatchItem | undefined {
    return this.#queue.shift();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Calls `wake` once when there is something to take or the stream has ended. */
  onReady(wake: () => void): void {
    this.#wake = wake;
    if (this.#queue.length > 0 || this.#ended) this.#notify();
  }

  /** No more changes; what is queued can still be taken. */
  end(): void {
    this.#ended = true;
    this.#detach?.();
    this.#notify();
  }

  #queueInitial(records: Iterable<ObjectRecord>, revision: number): void {
    for (const record of records) this.#queue.push({ kind: 'initial', record });
    this.#queue.push({ kind: 'initial-end', revision });
  }

  #queueSince(log: ChangeLog, since: number): void {
    const changes = log.since(since);
    if (changes === undefined) this.#queue.push({ kind: 'expired', oldest: log.oldestRevision });
    else
      for (const change of changes)
        if (change.record.key.startsWith(this.#prefix)) this.#queue.push({ kind: 'change', change });
  }

  #receive(change: ObjectChange, since: number | 'initial'): void {
    if (this.#ended || !change.record.key.startsWith(this.#prefix)) return;
    if (since !== 'initial' && since !== Number.MAX_SAFE_INTEGER && change.record.revision <= since) return;
    if (this.#queue.length >= MAX_QUEUED) {
      this.#queue.length = 0;
      this.end();
      return;
    }
    this.#queue.push({ kind: 'change', change });
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
