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
    return other.size === 0 ? this : new ArrayList([...this, ...other]);
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
