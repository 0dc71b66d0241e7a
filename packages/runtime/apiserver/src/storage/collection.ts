import type { ObjectRecord } from './object-record.js';

/** The present records of one resource, by key and in key order. */
export class Collection {
  readonly #records = new Map<string, ObjectRecord>();
  readonly #keys: string[] = [];

  /** How many objects there are. */
  get size(): number {
    return this.#keys.length;
  }

  get(key: string): ObjectRecord | undefined {
    return this.#records.get(key);
  }

  set(record: ObjectRecord): void {
    if (!this.#records.has(record.key)) this.#keys.splice(this.#lowerBound(record.key), 0, record.key);
    this.#records.set(record.key, record);
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#keys.splice(this.#lowerBound(key), 1);
  }

  /** Records whose key starts with `prefix`, in key order, beginning after the key `after`. */
  *scan(prefix: string, after = ''): Iterable<ObjectRecord> {
    const start = after > prefix ? after : prefix;
    for (let index = this.#lowerBound(start); index < this.#keys.length; index++) {
      const key = this.#keys[index];
      if (key === undefined || !key.startsWith(prefix)) return;
      const record = key === after ? undefined : this.#records.get(key);
      if (record !== undefined) yield record;
    }
  }

  /** How many records there are whose key starts with `prefix` and comes after the key `after`. */
  countAfter(prefix: string, after: string): number {
    const end = prefix === '' ? this.#keys.length : this.#lowerBound(successor(prefix));
    const start = this.#lowerBound(after > prefix ? after : prefix);
    return end - start - (this.#keys[start] === after ? 1 : 0);
  }

  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first text after all that start with the prefix. */
function successor(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
