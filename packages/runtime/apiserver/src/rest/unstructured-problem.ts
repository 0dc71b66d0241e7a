import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KindRef } from '@gotk/objects';
import { typeOfKind } from '../builtin/typed-codec.js';
import type { GoType } from '../builtin/types/go-type.js';
import { readGoScalar } from '../builtin/types/read-go-scalar.js';

/**
 * Why a value cannot become a built-in kind, in the words of the converter that strategic patches go through.
 * @returns `undefined` when it can.
 */
export function unstructuredProblem(kind: KindRef, value: JsonValue): string | undefined {
  return problemOf(typeOfKind(kind), value);
}

function problemOf(type: GoType, value: JsonValue): string | undefined {
  if (value === null) return undefined;
  switch (type.kind) {
    case 'struct':
      if (!isJsonObject(value)) return `cannot restore struct from: ${goKind(value)}`;
      return first([...type.fields.values()].map((field) => () => problemOf(field.type(), value[field.name] ?? null)));
    case 'map':
      if (!isJsonObject(value)) return `cannot restore map from ${goKind(value)}`;
      return first(Object.values(value as JsonObject).map((item) => () => problemOf(type.value(), item ?? null)));
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`;
      return first((value as readonly JsonValue[]).map((item) => () => problemOf(type.item(), item)));
    case 'raw':
    case 'any':
      return undefined;
    default:
      return scalarProblem(type, value);
  }
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const PLAIN = ['string', 'bool', 'int32', 'int64', 'float64'];

function scalarProblem(
  type: GoType & { readonly kind: Parameters<typeof readGoScalar>[0] },
  value: JsonValue,
): string | undefined {
  try {
    if (readGoScalar(type.kind, value) !== undefined) return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!PLAIN.includes(type.kind)) return `json: cannot unmarshal ${typeof value} into Go value of type ${type.kind}`;
  const isNumberToNumber = typeof value === 'number' && type.kind !== 'bool';
  return isNumberToNumber ? `cannot convert ${goKind(value)} to ${type.kind}` : `unrecognized type: ${type.kind}`;
}

function goKind(value: JsonValue): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'object' ? 'map' : typeof value;
}
