import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KindRef } from '@gotk/objects';
import { typeOfKind } from '../builtin/typed-codec.js';
import type { GoScalar, GoType } from '../builtin/types/go-type.js';
import { readGoScalar } from '../builtin/types/read-go-scalar.js';

/**
 * Why a value cannot become a built-in kind, in the words of the converter that strategic patches go through.
 * @returns `undefined` when it can.
 */
export function unstructuredProblem(kind: KindRef, value: JsonValue): string | undefined {
  return problemOf(typeOfKind(kind), value);
}

/** @param goType the type in Go, where it has a name of its own. */
function problemOf(type: GoType, value: JsonValue, goType?: string): string | undefined {
  if (value === null) return undefined;
  switch (type.kind) {
    case 'struct':
      if (!isJsonObject(value)) return `cannot restore struct from: ${goKind(value)}`;
      return first(
        [...type.fields.values()].map(
          (field) => () => problemOf(field.type(), value[field.name] ?? null, field.goType),
        ),
      );
    case 'map':
      if (!isJsonObject(value)) return `cannot restore map from ${goKind(value)}`;
      return first(
        Object.values(value as JsonObject).map((item) => () => problemOf(type.value(), item ?? null, itemType(goType))),
      );
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`;
      return first((value as readonly JsonValue[]).map((item) => () => problemOf(type.item(), item, itemType(goType))));
    case 'raw':
    case 'any':
      return undefined;
    case 'bytes':
      return bytesProblem(value);
    case 'string':
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return plainProblem(type.kind, value, goType);
    default:
      return textProblem(type.kind, value);
  }
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What is in `[]v1.Verb` or `map[string]v1.Value`. */
function itemType(goType: string | undefined): string | undefined {
  return /^\*?(?:\[\]|map\[[^\]]*\])(.+)$/.exec(goType ?? '')?.[1];
}

function bytesProblem(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return `cannot restore slice from ${goKind(value)}`;
  const problem = readingProblem('bytes', value);
  return problem === undefined ? undefined : `error decoding from json: ${problem}`;
}

/** Numbers become other numbers and no more; an integer has a text in Go, which is not wanted. */
function plainProblem(kind: GoScalar, value: JsonValue, goType: string | undefined): string | undefined {
  if (readGoScalar(kind, value) !== undefined) return undefined;
  const source = goKind(value);
  const isConvertible =
    (typeof value === 'number' && kind !== 'bool' && kind !== 'string') || (source === 'int64' && kind === 'string');
  return isConvertible
    ? `cannot convert ${source} to ${goType?.replace(/^\*/, '') ?? kind}`
    : `unrecognized type: ${kind}`;
}

/** Types that read a text of their own form read it as JSON. */
function textProblem(kind: GoScalar, value: JsonValue): string | undefined {
  const problem = readingProblem(kind, value);
  if (problem !== '') return problem;
  const wanted = kind === 'intOrString' ? 'int32' : 'string';
  const number = wanted === 'int32' ? `number ${String(value)}` : 'number';
  const given = typeof value === 'number' ? number : JSON_KINDS[goKind(value)];
  return `json: cannot unmarshal ${given} into Go value of type ${wanted}`;
}

const JSON_KINDS: Readonly<Record<string, string>> = { slice: 'array', map: 'object', bool: 'bool', string: 'string' };

/** @returns an empty text when the value is of another JSON type than the one that is read. */
function readingProblem(kind: GoScalar, value: JsonValue): string | undefined {
  try {
    return readGoScalar(kind, value) === undefined ? '' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function goKind(value: JsonValue): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'object' ? 'map' : typeof value;
}
