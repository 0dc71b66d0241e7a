import { compareUtf8 } from '@gotk/json';
import { jsonPathError } from '../json-path-error.js';
import { NumberLiteral } from './number-literal.js';
import { type NumberRules, type PathValue, typeNameOf } from './path-value.js';

type Comparable =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int' | 'float' | 'uint'; readonly value: number };

const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/**
 * Whether `left operator right` holds in a filter. Only scalars of one type compare; an integer is no float.
 * @throws LocatedError `json-path`.
 */
export function compareValues(left: PathValue, operator: string, right: PathValue, rules: NumberRules): boolean {
  if (!OPERATORS.has(operator)) throw jsonPathError('json-path', `unrecognized filter operator ${operator}`);
  const [a, b] = [comparable(left, rules), comparable(right, rules)];
  switch (operator) {
    case '==':
      return isEqual(a, b);
    case '!=':
      return !isEqual(a, b);
    case '<':
      return isLess(a, b);
    case '<=':
      return isLess(a, b) || isEqual(a, b);
    case '>':
      return !isLess(a, b) && !isEqual(a, b);
    default:
      return !isLess(a, b);
  }
}

function comparable(value: PathValue, rules: NumberRules): Comparable {
  if (value instanceof NumberLiteral) return { kind: value.type === 'byte' ? 'uint' : value.type, value: value.value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'number') return { kind: typeNameOf(value, rules) === 'int64' ? 'int' : 'float', value };
  throw jsonPathError('json-path', 'invalid type for comparison');
}

function requireSameKind(a: Comparable, b: Comparable): void {
  const areIntegers = [a.kind, b.kind].every((kind) => kind === 'int' || kind === 'uint');
  if (a.kind !== b.kind && !areIntegers) throw jsonPathError('json-path', 'incompatible types for comparison');
}

function isEqual(a: Comparable, b: Comparable): boolean {
  requireSameKind(a, b);
  return a.value === b.value;
}

function isLess(a: Comparable, b: Comparable): boolean {
  requireSameKind(a, b);
  if (a.kind === 'bool' || b.kind === 'bool') throw jsonPathError('json-path', 'invalid type for comparison');
  if (a.kind === 'string' || b.kind === 'string') return compareUtf8(String(a.value), String(b.value)) < 0;
  return a.value < b.value;
}
