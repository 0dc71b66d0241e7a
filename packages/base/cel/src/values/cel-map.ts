import { CelCancelled } from './cel-error.js';
import { CelOpaque } from './cel-opaque.js';
import { CelUint } from './cel-uint.js';
import { equalValues } from './equal.js';
import type { CelValue } from './value.js';

/** Values by keys. */
export abstract class CelMap {
  abstract readonly size: number;

  /** The value of a key, which may be written with another numeric type. @throws CelError where no key can be such */
  abstract find(key: CelValue): CelValue | undefined;

  abstract keys(): Iterable<CelValue>;

  equals(other: CelValue): boolean {
    if (!(other instanceof CelMap) || other.size !== this.size) return false;
    for (const key of this.keys()) {
      const mine = this.find(key);
      const theirs = other.find(key);
      if (mine === undefined || theirs === undefined || !equalValues(mine, theirs)) return false;
    }
    return true;
  }
}

/** A map that an expression made. */
export class EntryMap extends CelMap {
  readonly #entries = new Map<unknown, readonly [CelValue, CelValue]>();

  static of(map: CelMap): EntryMap {
    const copy = new EntryMap();
    for (const key of map.keys()) copy.set(key, map.find(key) ?? null);
    return copy;
  }

  get size(): number {
    return this.#entries.size;
  }

  set(key: CelValue, value: CelValue): void {
    this.#entries.set(identityOf(key), [key, value]);
  }

  delete(key: CelValue): void {
    this.#entries.delete(identityOf(key));
  }

  find(key: CelValue): CelValue | undefined {
    if (this.#entries.size === 0) return undefined;
    const exact = this.#entries.get(identityOf(key));
    if (exact !== undefined) return exact[1];
    for (const twin of numericTwins(key)) {
      const found = this.#entries.get(identityOf(twin));
      if (found !== undefined) return found[1];
    }
    return undefined;
  }

  *keys(): Iterable<CelValue> {
    for (const [key] of this.#entries.values()) yield key;
  }
}

/** A message that an expression made: a map of its fields that knows its type. */
export class StructMap extends EntryMap {
  /** @param defaultOf what a field is that was not set; undefined where reading it is an error. */
  constructor(
    readonly typeName: string,
    readonly defaultOf: (field: string) => CelValue | undefined = () => undefined,
  ) {
    super();
  }
}

/** A map that a loop is filling. */
export class GrowingMap extends EntryMap {}

/** What makes two keys the same one: type and value. @throws CelCancelled for bytes, which cannot be keys in Go */
function identityOf(key: CelValue): unknown {
  if (key instanceof Uint8Array) {
    throw new CelCancelled('internal error: runtime error: hash of unhashable type types.Bytes');
  }
  if (key instanceof CelOpaque) return identityOfOpaque(key);
  // NaN is no other value, not even itself.
  if (typeof key === 'number' && Number.isNaN(key)) return Symbol('NaN');
  if (key instanceof CelUint) return `\0u${key.value}`;
  return typeof key === 'string' && key.startsWith('\0') ? `\0s${key}` : key;
}

function identityOfOpaque({ identity, goType }: CelOpaque): unknown {
  if (identity !== undefined) return identity;
  throw new CelCancelled(`internal error: runtime error: hash of unhashable type ${goType}`);
}

/** The same number as an int or a uint. */
function numericTwins(key: CelValue): readonly CelValue[] {
  if (typeof key === 'bigint') return key >= 0n ? [new CelUint(key)] : [];
  if (key instanceof CelUint) return [key.value];
  if (typeof key !== 'number' || !Number.isInteger(key)) return [];
  const whole = BigInt(key);
  return whole >= 0n ? [whole, new CelUint(whole)] : [whole];
}
