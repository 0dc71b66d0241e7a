import { canonicalJson, isJsonObject, type JsonValue } from '@gotk/json';
import { CelError, noSuchOverload } from '../../values/cel-error.js';
import { CelList } from '../../values/cel-list.js';
import { equalValues } from '../../values/equal.js';
import { jsonOfValue } from '../../values/json-of-value.js';
import type { CelValue } from '../../values/value.js';
import { escapeName } from './escape-name.js';
import type { RuleSchema } from './rule-schema.js';
import { type ReadTypedValue, TypedMap } from './typed-map.js';

/** A JSON array and what its elements are. */
export interface ListSource {
  readonly json: readonly JsonValue[];
  readonly items: RuleSchema;
  readonly typedValue: ReadTypedValue;
}

/** A JSON array whose elements have a schema. */
export class TypedList extends CelList {
  constructor(readonly source: ListSource) {
    super();
  }

  get size(): number {
    return this.source.json.length;
  }

  at(index: number): CelValue {
    return this.source.typedValue(this.source.json[index] as JsonValue, this.source.items);
  }

  override concat(other: CelList): CelList {
    return new TypedList(this.withJson([...this.source.json, ...jsonOfList(other)]));
  }

  override contains(value: CelValue): boolean {
    let failure: CelError | undefined;
    for (const element of this) {
      try {
        if (equalValues(element, value)) return true;
      } catch (error) {
        if (!(error instanceof CelError)) throw error;
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return false;
  }

  override equals(other: CelValue): boolean {
    if (!(other instanceof CelList)) throw noSuchOverload();
    return super.equals(other);
  }

  protected withJson(json: readonly JsonValue[]): ListSource {
    return { ...this.source, json };
  }
}

/** A list whose order does not count. */
export class SetList extends TypedList {
  override equals(other: CelValue): boolean {
    if (!(other instanceof CelList)) throw noSuchOverload();
    if (other.size !== this.size) return false;
    const members = new Set(this.source.json.map(canonicalJson));
    return jsonOfList(other).every((element) => members.has(canonicalJson(element)));
  }

  /** What is in it already stays where it is. */
  override concat(other: CelList): CelList {
    const members = new Set(this.source.json.map(canonicalJson));
    const json = [...this.source.json];
    for (const element of jsonOfList(other)) {
      const identity = canonicalJson(element);
      if (members.has(identity)) continue;
      members.add(identity);
      json.push(element);
    }
    return new SetList(this.withJson(json));
  }
}

/** A list of objects that are found by their keys; their order does not count. */
export class KeyedList extends TypedList {
  readonly #names: readonly string[];

  constructor(
    source: ListSource,
    readonly keys: readonly string[],
  ) {
    super(source);
    this.#names = keys.map((key) => escapeName(key) ?? key);
  }

  override equals(other: CelValue): boolean {
    if (!(other instanceof CelList)) throw noSuchOverload();
    if (other.size !== this.size) return false;
    const mine = new Map(this.source.json.map((element) => [this.#identityOf(element), element]));
    for (const element of other) {
      const match = mine.get(this.#identityOf(jsonOf(element)));
      if (match === undefined) return false;
      if (!equalValues(this.source.typedValue(match, this.source.items), element)) return false;
    }
    return true;
  }

  /** An element with a key that is there already takes its place. */
  override concat(other: CelList): CelList {
    const elements = new Map(this.source.json.map((element) => [this.#identityOf(element), element]));
    for (const element of jsonOfList(other)) elements.set(this.#identityOf(element), element);
    return new KeyedList(this.withJson([...elements.values()]), this.keys);
  }

  #identityOf(element: JsonValue): string {
    if (!isJsonObject(element)) return canonicalJson(element);
    return canonicalJson(this.#names.map((name) => element[name] ?? null));
  }
}

function jsonOfList(list: CelList): readonly JsonValue[] {
  return list instanceof TypedList ? list.source.json : [...list].map(jsonOf);
}

function jsonOf(value: CelValue): JsonValue {
  if (value instanceof TypedMap) return value.json;
  return value instanceof TypedList ? value.source.json : jsonOfValue(value);
}
