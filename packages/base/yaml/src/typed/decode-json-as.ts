import { compareUtf8, isJsonObject, type JsonObject, type JsonValue, renderGoJsonNumber } from '@gotk/json';
import { LocatedError, type SourceLocation } from '@gotk/located-error';
import { setField } from '../decode/set-field.js';
import { behindPointers, findGoField, type GoField, type GoType, goTypeName } from './go-type.js';

/** Where in the target a value goes. */
interface Place {
  /** Name of the innermost struct around, without its package; empty for none, and for one without a name. */
  readonly struct: string;
  readonly path: readonly string[];
}

/** A value that does not fit its type. Thrown by custom decoders, too, it gets the place of the value. */
export class GoTypeMismatch extends Error {
  constructor(
    /** What was found, e.g. `number 80.5`. */
    readonly found: string,
    /** The Go type it does not fit. */
    readonly type: string,
  ) {
    super(`json: cannot unmarshal ${found} into Go value of type ${type}`);
    this.name = 'GoTypeMismatch';
  }
}

export interface DecodeJsonOptions {
  /** Whether unknown fields are refused. Default: they are dropped. */
  readonly strict?: boolean;
  /** Where the value at a path of keys and indexes was written. */
  readonly locate?: (path: readonly (string | number)[]) => SourceLocation | undefined;
}

/**
 * Decodes a JSON value into a type as Go's encoding/json does: null leaves a field out, unknown fields are dropped or, when
 * `strict`, refused; field names match without regard to case.
 *
 * @throws LocatedError `json-type` for the first value that does not fit.
 */
export function decodeJsonAs(value: JsonValue, type: GoType, options: DecodeJsonOptions = {}): JsonValue {
  const decoder = new TypedDecoder(options.strict ?? false);
  const decoded = decoder.decode(value, type, { struct: '', path: [] });
  if (decoder.problem === undefined) return decoded;
  const { message, path } = decoder.problem;
  throw new LocatedError({ code: 'json-type', message, at: options.locate?.(path) });
}

interface DecodeProblem {
  readonly message: string;
  /** Keys and indexes that lead to the value. */
  readonly path: readonly (string | number)[];
}

class TypedDecoder {
  /** The first problem; decoding goes on behind it. */
  problem: DecodeProblem | undefined;
  readonly #path: (string | number)[] = [];

  constructor(readonly strict: boolean) {}

  decode(value: JsonValue, type: GoType, place: Place): JsonValue {
    const target = behindPointers(type);
    if (target.kind === 'custom') return this.#decodeCustom(value, target, place);
    if (value === null || target.kind === 'interface {}') return value;
    if (target.kind === 'slice' && Array.isArray(value))
      return value.map((item: JsonValue, index) => this.#decodeElement(item, index, target.element, place));
    if (target.kind === 'map' && isJsonObject(value)) return this.#decodeMap(value, target.element, place);
    if (target.kind === 'struct' && isJsonObject(value)) return this.#decodeStruct(value, target, place);
    return this.#decodeScalar(value, target, place);
  }

  #decodeCustom(value: JsonValue, type: GoType & { readonly kind: 'custom' }, place: Place): JsonValue {
    try {
      return type.decode(value);
    } catch (error) {
      if (error instanceof GoTypeMismatch) this.#mismatch(error.found, error.type, place);
      else this.#note(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #decodeMap(value: JsonObject, element: GoType, place: Place): JsonValue {
    const decoded: Record<string, JsonValue> = {};
    for (const key of sortedKeys(value))
      setField(decoded, key, this.#decodeElement(value[key] ?? null, key, element, place));
    return decoded;
  }

  /** Unlike a field, an element exists when it is null. */
  #decodeElement(value: JsonValue, step: string | number, type: GoType, place: Place): JsonValue {
    return this.#decodeAt(value, step, type, place) ?? zeroOf(type);
  }

  #decodeAt(value: JsonValue, step: string | number, type: GoType, place: Place): JsonValue {
    this.#path.push(step);
    const decoded = this.decode(value, type, place);
    this.#path.pop();
    return decoded;
  }

  #decodeStruct(value: JsonObject, type: GoType & { readonly kind: 'struct' }, place: Place): JsonValue {
    const decoded: Record<string, JsonValue> = {};
    for (const key of sortedKeys(value)) {
      const found = findGoField(type, key);
      if (found === undefined) {
        if (this.strict) this.#noteAt(key, `json: unknown field ${JSON.stringify(key)}`);
        continue;
      }
      const [name, field] = found;
      const at = fieldPlace(type.name, name, field, place);
      const fieldValue = this.#decodeAt(value[key] ?? null, key, field.type, at);
      if (fieldValue !== null) setField(decoded, name, fieldValue);
    }
    return decoded;
  }

  #decodeScalar(value: JsonValue, type: GoType, place: Place): JsonValue {
    if (typeof value === 'string' && type.kind === 'string') return value;
    if (typeof value === 'boolean' && type.kind === 'bool') return value;
    if (typeof value === 'number') {
      if (type.kind === 'float64' || fitsInteger(value, type.kind)) return value;
      const isInteger = type.kind === 'int32' || type.kind === 'int64';
      this.#mismatch(isInteger ? `number ${renderGoJsonNumber(value)}` : 'number', goTypeName(type), place);
    } else this.#mismatch(kindOf(value), goTypeName(type), place);
    return null;
  }

  #mismatch(found: string, type: string, { struct, path }: Place): void {
    const target = path.length === 0 ? 'Go value' : `Go struct field ${struct}.${path.join('.')}`;
    this.#note(`json: cannot unmarshal ${found} into ${target} of type ${type}`);
  }

  #note(message: string): void {
    this.problem ??= { message, path: [...this.#path] };
  }

  #noteAt(key: string, message: string): void {
    this.problem ??= { message, path: [...this.#path, key] };
  }
}

/** What Go has where nothing was decoded. */
function zeroOf(type: GoType): JsonValue {
  switch (type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
      return 0;
    case 'struct':
      return {};
    default:
      return null;
  }
}

function fieldPlace(struct: string, name: string, field: GoField, place: Place): Place {
  const isNamed = !struct.startsWith('struct {');
  return {
    struct: isNamed ? struct.slice(struct.lastIndexOf('.') + 1) : '',
    path: [...place.path, ...(field.embedded ?? []), name],
  };
}

function sortedKeys(value: JsonObject): string[] {
  return Object.keys(value).sort(compareUtf8);
}

function fitsInteger(value: number, kind: GoType['kind']): boolean {
  if (kind === 'int32') return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  return kind === 'int64' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
