import type { JsonObject, JsonValue } from '@gotk/json';
import { CelList } from './cel-list.js';
import { CelMap } from './cel-map.js';
import type { CelValue } from './value.js';

/** JSON as a value; whole numbers are ints. What is inside becomes a value when it is asked for. */
export function valueOfJson(json: JsonValue): CelValue {
  if (typeof json === 'number') return Number.isInteger(json) && Math.abs(json) < 2 ** 63 ? BigInt(json) : json;
  if (typeof json !== 'object' || json === null) return json;
  return Array.isArray(json) ? new JsonList(json) : new JsonMap(json as JsonObject);
}

/** A JSON array. */
export class JsonList extends CelList {
  constructor(readonly json: readonly JsonValue[]) {
    super();
  }

  get size(): number {
    return this.json.length;
  }

  at(index: number): CelValue {
    return valueOfJson(this.json[index] as JsonValue);
  }
}

/** A JSON object. */
export class JsonMap extends CelMap {
  #size: number | undefined;

  constructor(readonly json: JsonObject) {
    super();
  }

  get size(): number {
    this.#size ??= Object.keys(this.json).length;
    return this.#size;
  }

  find(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.json, key)) return undefined;
    const value = this.json[key];
    return value === undefined ? undefined : valueOfJson(value);
  }

  keys(): Iterable<CelValue> {
    return Object.keys(this.json);
  }
}
