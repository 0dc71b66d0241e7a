import { renderGoFloat } from '@gotk/json';
import { CelError } from './cel-error.js';
import { CelUint } from './cel-uint.js';
import { equalValues } from './equal.js';
import { type CelValue, typeOf } from './value.js';

/** Values in an order. */
export abstract class CelList implements Iterable<CelValue> {
  abstract readonly size: number;

  /** The element at a place from 0 to `size` - 1. */
  abstract at(index: number): CelValue;

  /** This list with another one behind it. */
  concat(other: CelList): CelList {
    if (this.size === 0) return other;
    if (other.size === 0) return this;
    const joined = this.size + other.size > LAZY_SIZE ? new JoinedList(this, other) : undefined;
    return joined ?? new ArrayList([...this, ...other]);
  }

  contains(value: CelValue): boolean {
    for (const element of this) if (equalValues(value, element)) return true;
    return false;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelList) || other.size !== this.size) return false;
    for (let i = 0; i < this.size; i++) if (!equalValues(this.at(i), other.at(i))) return false;
    return true;
  }

  *[Symbol.iterator](): Iterator<CelValue> {
    for (let i = 0; i < this.size; i++) yield this.at(i);
  }
}

/** From this size on two lists are joined without copying them. */
const LAZY_SIZE = 1024;

/** One list behind another. */
class JoinedList extends CelList {
  readonly size: number;

  constructor(
    readonly before: CelList,
    readonly behind: CelList,
  ) {
    super();
    this.size = before.size + behind.size;
  }

  at(index: number): CelValue {
    let list: CelList = this;
    let place = index;
    while (list instanceof JoinedList) {
      const isBefore: boolean = place < list.before.size;
      if (!isBefore) place -= list.before.size;
      list = isBefore ? list.before : list.behind;
    }
    return list.at(place);
  }
}

/** A list that an expression made. */
export class ArrayList extends CelList {
  constructor(readonly elements: readonly CelValue[]) {
    super();
  }

  get size(): number {
    return this.elements.length;
  }

  at(index: number): CelValue {
    return this.elements[index] as CelValue;
  }
}

/** A list that a loop is filling: what is put behind it becomes part of it. */
export class GrowingList extends CelList {
  readonly elements: CelValue[] = [];

  get size(): number {
    return this.elements.length;
  }

  at(index: number): CelValue {
    return this.elements[index] as CelValue;
  }

  override concat(other: CelList): CelList {
    for (const element of other) this.elements.push(element);
    return this;
  }
}

/** The place an index of any numeric type means. @throws CelError where it is none */
export function listIndex(index: CelValue): number {
  if (typeof index === 'bigint') return Number(index);
  if (index instanceof CelUint || typeof index === 'number') {
    const place = index instanceof CelUint ? Number(index.value) : index;
    if (Number.isInteger(place) && Math.abs(place) < 2 ** 63) return place;
    const shown = index instanceof CelUint ? String(index.value) : renderGoFloat(place);
    throw new CelError(`unsupported index value ${shown} in list`);
  }
  throw new CelError(`unsupported index type '${typeOf(index).name}' in list`);
}
