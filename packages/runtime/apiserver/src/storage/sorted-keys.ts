const MAX_CHUNK = 1024;

/** Texts in order, in chunks: one that comes or goes moves a chunk's worth of others, however many there are. */
export class SortedKeys {
  /** None is empty. */
  readonly #chunks: string[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param key must not be there yet */
  add(key: string): void {
    this.#size++;
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at] ?? this.#chunks.at(-1);
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    chunk.splice(lowerBound(chunk, key), 0, key);
    if (chunk.length > MAX_CHUNK)
      this.#chunks.splice(this.#chunks.indexOf(chunk) + 1, 0, chunk.splice(splitAt(chunk, key)));
  }

  /** @param key must be there */
  remove(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    const index = chunk === undefined ? -1 : lowerBound(chunk, key);
    if (chunk === undefined || chunk[index] !== key) return;
    this.#size--;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** The keys from this one on. They may change while they are read: what is behind is not told again. */
  *from(key: string): Iterable<string> {
    let next = key;
    for (;;) {
      const chunk = this.#chunks[this.#chunkOf(next)];
      if (chunk === undefined) return;
      for (const each of chunk.slice(lowerBound(chunk, next))) yield each;
      next = `${chunk.at(-1) ?? next}\u0000`;
    }
  }

  /** How many keys come before this one. */
  countBefore(key: string): number {
    const at = this.#chunkOf(key);
    const before = this.#chunks.slice(0, at).reduce((sum, { length }) => sum + length, 0);
    const chunk = this.#chunks[at];
    return chunk === undefined ? before : before + lowerBound(chunk, key);
  }

  /** The first chunk that ends at the key or after it. */
  #chunkOf(key: string): number {
    let [low, high] = [0, this.#chunks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.at(-1) ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys that come in order fill their chunks; others leave room in both halves. */
function splitAt(chunk: readonly string[], added: string): number {
  return chunk.at(-1) === added ? chunk.length - 1 : chunk.length >>> 1;
}
