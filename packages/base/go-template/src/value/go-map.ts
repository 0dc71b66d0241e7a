import { sortTexts } from '../text/go-text.js';
import { type GoType, MAP } from './go-type.js';
import type { GoValue } from './go-value.js';

/** A Go map with string keys. It is mutable, as `set` and `unset` need it; iteration is in the order of the keys. */
export class GoMap {
  readonly type: GoType;
  readonly isNil: boolean;
  private readonly entries: Map<string, GoValue>;

  constructor(type: GoType = MAP, entries: Map<string, GoValue> = new Map(), isNil = false) {
    this.type = type;
    this.entries = entries;
    this.isNil = isNil;
  }

  /** `len(map)`. */
  get size(): number {
    return this.entries.size;
  }

  /** The value (`null` for a nil interface), or `undefined` when there is no such key. */
  get(key: string): GoValue {
    return this.entries.get(key);
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  set(key: string, value: GoValue): void {
    this.entries.set(key, value === undefined ? null : value);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  /** The values, in no order that means anything. */
  values(): Iterable<GoValue> {
    return this.entries.values();
  }

  /** A map of the same type and keys with other values. */
  mapped(change: (value: GoValue) => GoValue): GoMap {
    const entries = new Map<string, GoValue>();
    for (const [key, value] of this.entries) entries.set(key, change(value));
    return new GoMap(this.type, entries);
  }

  /** The keys, sorted. */
  keys(): string[] {
    const keys = [...this.entries.keys()];
    // Most maps were filled in order; finding that out is cheaper than sorting.
    for (let index = 1; index < keys.length; index++) {
      if ((keys[index - 1] as string) > (keys[index] as string)) return sortTexts(keys);
    }
    return keys;
  }

  /** This map converted to another type with the same underlying one: both share their entries. */
  as(type: GoType): GoMap {
    return type === this.type ? this : new GoMap(type, this.entries, this.isNil);
  }
}

/** A map of these entries. */
export function goMap(entries: Iterable<readonly [string, GoValue]>, type: GoType = MAP): GoMap {
  const map = new GoMap(type);
  for (const [key, value] of entries) map.set(key, value);
  return map;
}
