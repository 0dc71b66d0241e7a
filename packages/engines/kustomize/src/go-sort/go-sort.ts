/** Whether `a` must come before `b`. */
export type Less<Item> = (a: Item, b: Item) => boolean;

/**
 * Sorts as Go's `sort.Sort` does: items of the same rank end up in the very order in which they do there, which is not the
 * order in which they were.
 *
 * @see https://github.com/golang/go/blob/go1.26/src/sort/zsortinterface.go
 */
export function goSort<Item>(items: readonly Item[], less: Less<Item>): Item[] {
  const range = new SortedRange([...items], less);
  range.sort(0, items.length, 32 - Math.clz32(items.length));
  return range.items;
}

const MAX_INSERTION = 12;
const SHORTEST_NINTHER = 50;
const SHORTEST_SHIFTING = 50;
const MAX_STEPS = 5;
const MAX_SWAPS = 12;

type Hint = 'unknown' | 'increasing' | 'decreasing';

class SortedRange<Item> {
  constructor(
    readonly items: Item[],
    readonly before: Less<Item>,
  ) {}

  /** Pattern-defeating quicksort of the items from `start` up to `end`. */
  sort(start: number, end: number, limit: number): void {
    let [a, b, badPivots] = [start, end, limit];
    let [balanced, partitioned] = [true, true];
    for (;;) {
      const length = b - a;
      if (length <= MAX_INSERTION) return this.#insertionSort(a, b);
      if (badPivots === 0) return this.#heapSort(a, b);
      if (!balanced) {
        this.#breakPatterns(a, b);
        badPivots--;
      }
      const { pivot, hint } = this.#orientedPivot(a, b);
      if (balanced && partitioned && hint === 'increasing' && this.#partialInsertionSort(a, b)) return;
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, already } = this.#partition(a, b, pivot);
      partitioned = already;
      const [left, right] = [middle - a, b - middle];
      balanced = Math.min(left, right) >= Math.floor(length / 8);
      if (left < right) {
        this.sort(a, middle, badPivots);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, badPivots);
        b = middle;
      }
    }
  }

  #less(a: number, b: number): boolean {
    return this.before(this.items[a] as Item, this.items[b] as Item);
  }

  #swap(a: number, b: number): void {
    const item = this.items[a] as Item;
    this.items[a] = this.items[b] as Item;
    this.items[b] = item;
  }

  #insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heapSort(a: number, b: number): void {
    const length = b - a;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i--) this.#siftDown(i, length, a);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#siftDown(0, i, a);
    }
  }

  #siftDown(low: number, high: number, first: number): void {
    for (let root = low, child = 2 * low + 1; child < high; child = 2 * root + 1) {
      if (child + 1 < high && this.#less(first + child, first + child + 1)) child++;
      if (!this.#less(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #partition(a: number, b: number, pivot: number): { readonly middle: number; readonly already: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let rounds = 0; ; rounds++) {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
      if (i > j) {
        this.#swap(j, a);
        return { middle: j, already: rounds === 0 };
      }
      this.#swap(i++, j--);
    }
  }

  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  #partialInsertionSort(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < SHORTEST_SHIFTING) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = BigInt(2 ** (32 - Math.clz32(length)) - 1);
    const middle = a + Math.floor(length / 4) * 2;
    for (let index = middle - 1; index <= middle + 1; index++) {
      random = xorshift(random);
      const other = Number(random & mask);
      this.#swap(index, a + (other >= length ? other - length : other));
    }
  }

  /** A range that looks reversed is turned around first. */
  #orientedPivot(a: number, b: number): { readonly pivot: number; readonly hint: Hint } {
    const { pivot, hint } = this.#choosePivot(a, b);
    if (hint !== 'decreasing') return { pivot, hint };
    for (let i = a, j = b - 1; i < j; i++, j--) this.#swap(i, j);
    return { pivot: b - 1 - (pivot - a), hint: 'increasing' };
  }

  #choosePivot(a: number, b: number): { readonly pivot: number; readonly hint: Hint } {
    const length = b - a;
    const quarter = Math.floor(length / 4);
    const swaps = { count: 0 };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= SHORTEST_NINTHER)
      [i, j, k] = [
        this.#median(i - 1, i, i + 1, swaps),
        this.#median(j - 1, j, j + 1, swaps),
        this.#median(k - 1, k, k + 1, swaps),
      ];
    const pivot = this.#median(i, j, k, swaps);
    const { count } = swaps;
    return { pivot, hint: count === 0 ? 'increasing' : count === MAX_SWAPS ? 'decreasing' : 'unknown' };
  }

  #median(first: number, second: number, third: number, swaps: { count: number }): number {
    const order = (x: number, y: number): readonly [number, number] => {
      if (!this.#less(y, x)) return [x, y];
      swaps.count++;
      return [y, x];
    };
    let [a, b] = order(first, second);
    [b] = order(b, third);
    [a, b] = order(a, b);
    return b;
  }
}

const UINT64 = 2n ** 64n - 1n;

function xorshift(random: bigint): bigint {
  let next = random ^ ((random << 13n) & UINT64);
  next ^= next >> 7n;
  return next ^ ((next << 17n) & UINT64);
}
