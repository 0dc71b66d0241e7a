import type { EntryExpr, Expr } from '../ast/expr.js';
import { stripDot } from '../check/scopes.js';
import { wellKnownType } from '../types/well-known-types.js';
import { CelCancelled, CelError } from '../values/cel-error.js';
import { ArrayList } from '../values/cel-list.js';
import { EntryMap, StructMap } from '../values/cel-map.js';
import { CelOptional } from '../values/cel-optional.js';
import { showValue } from '../values/show-value.js';
import type { CelValue } from '../values/value.js';
import { wellKnownValue } from '../values/well-known-value.js';
import { type Activation, Frame, type Step } from './frame.js';
import type { Planner } from './plan.js';
import { constantStep, isConstant, type Planned } from './planned.js';

type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

const LIST_COST = 10;
const MAP_COST = 30;
const STRUCT_COST = 40;
const NOTHING: Activation = { find: () => undefined };

/** Plans a list, map or message literal; one of literals alone is made once. @throws CelError */
export function planAggregate(planner: Planner, expr: ExprOf<'list' | 'map' | 'struct'>): Planned {
  if (expr.kind === 'list') return planList(planner, expr);
  return expr.kind === 'map' ? planMap(planner, expr) : planStruct(planner, expr);
}

function planList(planner: Planner, { id, elements, optionals }: ExprOf<'list'>): Planned {
  const steps = elements.map((element) => planner.plan(element));
  const optional = new Set(optionals);
  const compute = (frame: Frame): CelValue => {
    const values: CelValue[] = [];
    for (const [i, step] of steps.entries()) {
      const value = step.evaluate(frame);
      const present = optional.has(i) ? optionalElement(value) : value;
      if (present !== undefined) values.push(present);
    }
    return new ArrayList(values);
  };
  return foldConstants(id, steps, (frame) => frame.charging(LIST_COST, () => compute(frame)));
}

function optionalElement(value: CelValue): CelValue | undefined {
  if (value instanceof CelOptional) return value.value;
  throw new CelError(`cannot initialize optional list element from non-optional value ${showValue(value)}`);
}

function planMap(planner: Planner, { id, entries }: ExprOf<'map'>): Planned {
  const steps = entries.map((entry) => planEntry(planner, entry));
  const compute = (frame: Frame): CelValue => {
    const map = new EntryMap();
    for (const { key: keyStep, value: valueStep, optional } of steps) {
      const key = keyStep.evaluate(frame);
      const value = valueStep.evaluate(frame);
      const present = optional ? optionalEntry(showValue(key), value) : value;
      if (present === undefined) map.delete(key);
      else map.set(key, present);
    }
    return map;
  };
  const parts = steps.flatMap(({ key, value }) => [key, value]);
  return foldConstants(id, parts, (frame) => frame.charging(MAP_COST, () => compute(frame)));
}

function planEntry(planner: Planner, { key, value, optional }: EntryExpr) {
  return { key: planner.plan(key), value: planner.plan(value), optional };
}

function optionalEntry(key: string, value: CelValue): CelValue | undefined {
  if (value instanceof CelOptional) return value.value;
  throw new CelError(`cannot initialize optional entry '${key}' from non-optional value ${showValue(value)}`);
}

/** A message is a map of its fields. */
function planStruct(planner: Planner, { id, typeName, fields }: ExprOf<'struct'>): Planned {
  const name = stripDot(typeName);
  const isWellKnown = wellKnownType(name) !== undefined;
  if (!isWellKnown && planner.options.environment.provider.fieldsOf(name) === undefined) {
    throw new CelError(`unknown type: ${typeName}`);
  }
  const { provider } = planner.options.environment;
  const defaultOf = (field: string) => provider.defaultOf?.(name, field);
  const steps = fields.map((field) => ({ ...field, step: planner.plan(field.value) }));
  const compute = (frame: Frame): CelValue => {
    const values: [string, CelValue][] = [];
    for (const { name: field, step, optional } of steps) {
      const value = step.evaluate(frame);
      const present = optional ? optionalEntry(field, value) : value;
      if (present !== undefined) values.push([field, present]);
    }
    if (isWellKnown) return wellKnownValue(name, values);
    const map = new StructMap(name, defaultOf);
    for (const [field, value] of values) map.set(field, value);
    return map;
  };
  return { id, evaluate: (frame) => frame.charging(STRUCT_COST, () => compute(frame)) };
}

/** Computes at once what depends on nothing. An error shows only when the value is asked for. */
function foldConstants(id: number, parts: readonly Planned[], evaluate: Step['evaluate']): Planned {
  if (!parts.every(isConstant)) return { id, evaluate };
  try {
    return constantStep(id, evaluate(new Frame(NOTHING, Number.POSITIVE_INFINITY)));
  } catch (error) {
    if (!(error instanceof CelError || error instanceof CelCancelled)) throw error;
    return { id, evaluate };
  }
}
