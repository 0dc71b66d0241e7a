import type { Expr } from './expr.js';

/** Visits an expression and all its parts; `parents` are the calls around, innermost last. */
export function walkExpr(expr: Expr, visit: (expr: Expr, calls: readonly string[]) => void): void {
  walk(expr, [], visit);
}

function walk(expr: Expr, calls: readonly string[], visit: (expr: Expr, calls: readonly string[]) => void): void {
  visit(expr, calls);
  const inner = expr.kind === 'call' ? [...calls, expr.name] : calls;
  for (const part of partsOf(expr)) walk(part, inner, visit);
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target === undefined ? expr.args : [expr.target, ...expr.args];
    case 'list':
      return expr.elements;
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'comprehension':
      return [expr.range, expr.initial, expr.condition, expr.step, expr.result];
    default:
      return [];
  }
}
