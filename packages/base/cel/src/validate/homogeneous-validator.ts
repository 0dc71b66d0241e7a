import type { Expr } from '../ast/expr.js';
import { walkExpr } from '../ast/walk.js';
import { type CelType, DYN, paramOf } from '../types/cel-type.js';
import { showType } from '../types/show-type.js';
import type { AstValidator, Validation } from './validator.js';

/** The elements of a literal must be of one type, but for the arguments of `format`. */
export const homogeneousValidator: AstValidator = (validation) => {
  walkExpr(validation.ast.expr, (expr, calls) => {
    if (calls.includes('format')) return;
    if (expr.kind === 'list') checkList(expr, validation);
    if (expr.kind === 'map') checkMap(expr, validation);
  });
};

function checkList({ elements, optionals }: Extract<Expr, { kind: 'list' }>, validation: Validation): void {
  let first: CelType | undefined;
  for (const [i, element] of elements.entries()) {
    const type = typeIn(validation, element, optionals.includes(i));
    first ??= type;
    if (isEquivalent(first, type)) continue;
    reportMismatch(validation, element, first, type);
    return;
  }
}

function checkMap({ entries }: Extract<Expr, { kind: 'map' }>, validation: Validation): void {
  let first: { key: CelType; value: CelType } | undefined;
  for (const { key, value, optional } of entries) {
    const types = { key: typeIn(validation, key, false), value: typeIn(validation, value, optional) };
    first ??= types;
    if (!isEquivalent(first.key, types.key)) reportMismatch(validation, key, first.key, types.key);
    if (!isEquivalent(first.value, types.value)) reportMismatch(validation, value, first.value, types.value);
  }
}

function typeIn({ checked }: Validation, expr: Expr, optional: boolean): CelType {
  const type = checked.types.get(expr.id) ?? DYN;
  return optional ? paramOf(type, 0) : type;
}

/** Whether two types are the same, whatever their parameters are called. */
function isEquivalent(a: CelType, b: CelType): boolean {
  if (a.kind !== b.kind || a.params.length !== b.params.length) return false;
  if (a.kind !== 'param' && a.name !== b.name) return false;
  return a.params.every((param, i) => isEquivalent(param, b.params[i] as CelType));
}

function reportMismatch({ report }: Validation, expr: Expr, expected: CelType, found: CelType): void {
  report(expr.id, `expected type '${showType(expected)}' but found '${showType(found)}'`);
}
