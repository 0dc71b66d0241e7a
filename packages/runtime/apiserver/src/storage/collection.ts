import type { ObjectRecord } from './object-record.js';
import { SortedKeys } from './sorted-keys.js';

/** The present records of one resource, by key and in key order. */
export class Collection {
  readonly #records = new Map<string, ObjectRecord>();
  readonly #keys = new SortedKeys();

  /** How many objects there are. */
  get size(): number {
    return this.#keys.size;
  }

  get(key: string): ObjectRecord | undefined {
    return this.#records.get(key);
  }

  set(record: ObjectRecord): void {
    if (!this.#records.has(record.key)) this.#keys.add(record.key);
    this.#records.set(record.key, record);
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#keys.remove(key);
  }

  /** Records whose key starts with `prefix`, in key order, beginning after the key `after`. */
  *scan(prefix: string, after = ''): Iterable<ObjectRecord> {
    for (const key of this.#keys.from(after > prefix ? after : prefix)) {
      if (!key.startsWith(prefix)) return;
      const record = key === after ? undefined : this.#records.get(key);
      if (record !== undefined) yield record;
    }
  }

  /** How many records there are whose key starts with `prefix` and comes after the key `after`. */
  countAfter(prefix: string, after: string): number {
    const end = prefix === '' ? this.#keys.size : this.#keys.countBefore(successor(prefix));
    const start = this.#keys.countBefore(after > prefix ? after : prefix);
    return end - start - (after > prefix && this.#records.has(after) ? 1 : 0);
  }
}

/** The first text after all that start with the prefix. */
function successor(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
