import { type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { noSuchOverload } from '../../values/cel-error.js';
import { CelMap } from '../../values/cel-map.js';
import { equalValues } from '../../values/equal.js';
import type { CelValue } from '../../values/value.js';
import { escapeName, unescapeName } from './escape-name.js';
import { propertyOf, type RuleSchema } from './rule-schema.js';

/** JSON as the value that a schema says it is. */
export type ReadTypedValue = (json: JsonValue, schema: RuleSchema) => CelValue;

/** A JSON object whose values have schemas: those of named properties, or one for all. */
export class TypedMap extends CelMap {
  #size: number | undefined;

  constructor(
    readonly json: JsonObject,
    readonly schema: RuleSchema,
    /** The schema of all values of a map. */
    readonly values: RuleSchema | undefined,
    readonly read: ReadTypedValue,
  ) {
    super();
  }

  get size(): number {
    this.#size ??= Object.keys(this.json).length;
    return this.#size;
  }

  find(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') throw noSuchOverload();
    const isObject = this.schema.properties !== undefined;
    const name = isObject ? unescapeName(key) : key;
    if (name === undefined || !Object.hasOwn(this.json, name)) return undefined;
    const value = this.json[name];
    // A property that is null is as good as none.
    if (value === undefined || (isObject && value === null)) return undefined;
    const schema = this.#schemaOf(name);
    return schema === undefined ? undefined : this.read(value, schema);
  }

  *keys(): Iterable<CelValue> {
    const isObject = this.schema.properties !== undefined;
    for (const name of Object.keys(this.json)) {
      if (this.#schemaOf(name) !== undefined) yield isObject ? (escapeName(name) ?? name) : name;
    }
  }

  override equals(other: CelValue): boolean {
    if (!(other instanceof CelMap)) throw noSuchOverload();
    if (other.size !== this.size) return false;
    return Object.keys(this.json).every((name) => this.#equalsAt(name, other));
  }

  #equalsAt(name: string, other: CelMap): boolean {
    if (this.#schemaOf(name) === undefined) return this.#equalsUnknown(name, other);
    const [mine, theirs] = [this.find(name), other.find(name)];
    if (mine === undefined || theirs === undefined) return mine === theirs;
    return equalValues(mine, theirs);
  }

  /** Fields without a schema are compared as JSON, where both have them. */
  #equalsUnknown(name: string, other: CelMap): boolean {
    if (!(other instanceof TypedMap)) throw noSuchOverload();
    if (!Object.hasOwn(other.json, name)) return true;
    return jsonEqual(this.json[name] ?? null, other.json[name] ?? null);
  }

  #schemaOf(name: string): RuleSchema | undefined {
    return this.values ?? propertyOf(this.schema, name);
  }
}
