import { valueText } from '../format/print-value.js';
import { sprintf } from '../format/printf.js';
import { compareText } from '../text/go-text.js';
import { GoComplex } from '../value/go-complex.js';
import { GoInt } from '../value/go-int.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import { type GoValue, isNil, typeName, typeOf } from '../value/go-value.js';
import { GoError } from './go-error.js';

type BasicKind = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint' | 'other';

/** `eq`: whether `first` equals one of the others. */
export function isEqual(first: GoValue, others: readonly GoValue[]): boolean {
  if (others.length === 0) throw new GoError('missing argument for comparison');
  return others.some((other) => areEqual(first, other));
}

/** `lt`. */
export function compareLess(a: GoValue, b: GoValue): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (left === 'other' || right === 'other') throw new GoError('invalid type for comparison');
  if (isInteger(left) && isInteger(right)) return (a as GoInt).value < (b as GoInt).value;
  if (left !== right) throw incompatible(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b) < 0;
  throw new GoError('invalid type for comparison');
}

function areEqual(a: GoValue, b: GoValue): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (left !== right) {
    if (isInteger(left) && isInteger(right)) return integersEqual(a as GoInt, b as GoInt);
    if (isSome(a) && isSome(b)) throw incompatible(a, b);
    return false;
  }
  if (left === 'other') return othersEqual(a, b);
  if (a instanceof GoInt && b instanceof GoInt) return integersEqual(a, b);
  if (a instanceof GoComplex && b instanceof GoComplex) return a.real === b.real && a.imaginary === b.imaginary;
  return a === b;
}

function integersEqual(a: GoInt, b: GoInt): boolean {
  // Both are numbers where a number is exact.
  return a.value === b.value;
}

function othersEqual(a: GoValue, b: GoValue): boolean {
  const left = typeOf(a);
  const right = typeOf(b);
  if (left !== undefined && right !== undefined && left.kind !== right.kind) {
    const [first, second] = [sprintf('%s', [a]), sprintf('%v', [b])];
    throw new GoError(`non-comparable types ${first}: ${left.name}, ${right.name}: ${second}`);
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (right !== undefined && !isComparable(b)) {
    throw new GoError(`non-comparable type ${sprintf('%s', [b])}: ${right.name}`);
  }
  return structsEqual(a, b);
}

function structsEqual(a: GoValue, b: GoValue): boolean {
  if (a instanceof GoPointer && b instanceof GoPointer) return a.target === b.target;
  if (!(a instanceof GoStruct) || !(b instanceof GoStruct) || a.type !== b.type) return false;
  return a.data === b.data || valueText(a) === valueText(b);
}

function isComparable(value: GoValue): boolean {
  return value instanceof GoPointer || value instanceof GoStruct;
}

function basicKind(value: GoValue): BasicKind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      if (value instanceof GoInt) return value.type.kind.startsWith('u') ? 'uint' : 'int';
      return value instanceof GoComplex ? 'complex' : 'other';
  }
}

function isInteger(kind: BasicKind): boolean {
  return kind === 'int' || kind === 'uint';
}

function isSome(value: GoValue): boolean {
  return value !== undefined && value !== null;
}

function incompatible(a: GoValue, b: GoValue): GoError {
  return new GoError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
}
