import { ACCUMULATOR } from '../../ast/ast-builder.js';
import type { Call, Comprehension, Expr, Select } from '../../ast/expr.js';
import type { CheckedTypes } from '../../check/references.js';
import type { CompiledExpression } from '../../compile.js';
import { type CelType, DYN, paramOf } from '../../types/cel-type.js';
import type { DeclaredType } from '../schema/declared-type.js';
import { LIST_COST, REGEX_FACTOR, STRUCT_COST, TEXT_FACTOR } from './call-cost.js';
import { type CostRange, either, exactly, plus, scaled, times, UNBOUNDED, UNKNOWN_RANGE } from './cost-range.js';
import { estimateLibraryCall } from './estimate-library-call.js';
import { estimateListCall } from './estimate-list-call.js';
import type { CallEstimate, EstimatedCall, EstimatedNode } from './estimated-call.js';

const MAP_COST = 30;

/**
 * What evaluating a checked expression costs at least and at most, from what its types say about the sizes of values.
 * @param root the type of the value that the expression is on
 */
export function estimateCost({ ast, checked }: CompiledExpression, root: DeclaredType | undefined): CostRange {
  if (checked === undefined) return UNKNOWN_RANGE;
  return new Estimation(checked, root).cost(ast.expr);
}

/** How large the keys and values of a list or map are. */
interface EntrySize {
  readonly kind: 'list' | 'map';
  readonly key: CostRange;
  readonly value: CostRange;
}

/** A variable of a loop. */
interface LoopVariable {
  readonly path: readonly string[];
  readonly size: CostRange | undefined;
  readonly entrySize: EntrySize | undefined;
}

class Estimation {
  readonly #paths = new Map<number, readonly string[]>();
  readonly #sizes = new Map<number, CostRange>();
  readonly #entrySizes = new Map<number, EntrySize>();
  readonly #variables = new Map<string, LoopVariable[]>();

  constructor(
    readonly checked: CheckedTypes,
    readonly root: DeclaredType | undefined,
  ) {}

  cost(expr: Expr): CostRange {
    switch (expr.kind) {
      case 'ident':
        this.#paths.set(expr.id, this.#variable(expr.name)?.path ?? [expr.name]);
        return exactly(1);
      case 'select':
        return this.#costOfSelect(expr);
      case 'call':
        return this.#costOfCall(expr);
      case 'list':
        return this.#costOfList(expr);
      case 'map':
        return this.#costOfMap(expr);
      case 'struct':
        return plus(this.#sum(expr.fields.map(({ value }) => value)), exactly(STRUCT_COST));
      case 'comprehension':
        return isBinding(expr) ? this.#costOfBinding(expr) : this.#costOfLoop(expr);
      default:
        return exactly(0);
    }
  }

  #sum(exprs: readonly Expr[]): CostRange {
    return exprs.map((expr) => this.cost(expr)).reduce(plus, exactly(0));
  }

  #costOfSelect({ id, operand, field, test }: Select): CostRange {
    const cost = this.cost(operand);
    if (test) return cost;
    const { kind } = this.#typeOf(operand);
    this.#paths.set(id, [...this.#pathOf(operand), field]);
    return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(cost, exactly(1)) : cost;
  }

  #costOfList(expr: Extract<Expr, { kind: 'list' }>): CostRange {
    const cost = this.#sum(expr.elements);
    this.#entrySizes.set(expr.id, { kind: 'list', key: exactly(1), value: this.#sizeOfAny(expr.elements) });
    return plus(cost, exactly(LIST_COST));
  }

  #costOfMap(expr: Extract<Expr, { kind: 'map' }>): CostRange {
    const [keys, values] = [expr.entries.map(({ key }) => key), expr.entries.map(({ value }) => value)];
    const cost = this.#sum([...keys, ...values]);
    this.#entrySizes.set(expr.id, { kind: 'map', key: this.#sizeOfAny(keys), value: this.#sizeOfAny(values) });
    return plus(cost, exactly(MAP_COST));
  }

  #sizeOfAny(exprs: readonly Expr[]): CostRange {
    const sizes = exprs.map((expr) => this.#sizeOrUnknown(expr));
    return sizes.length === 0 ? exactly(0) : sizes.reduce(either);
  }

  #costOfLoop(expr: Comprehension): CostRange {
    const before = plus(this.cost(expr.range), this.cost(expr.initial));
    this.#enter(expr.accumulator, {
      path: this.#pathOf(expr.initial),
      entrySize: this.#entrySizeOf(expr.initial),
      size: this.#sizeOf(expr.initial),
    });
    this.#enterVariables(expr);
    const round = plus(this.cost(expr.condition), this.cost(expr.step));
    this.#leave(expr.variable);
    if (expr.secondVariable !== undefined) this.#leave(expr.secondVariable);
    const result = this.cost(expr.result);
    this.#leave(expr.accumulator);
    const rounds = this.#sizeOrUnknown(expr.range);
    this.#rememberLoop(expr, rounds);
    return plus(plus(before, result), times(rounds, round));
  }

  /** A loop over nothing that only gives a value a name. */
  #costOfBinding(expr: Comprehension): CostRange {
    const before = plus(this.cost(expr.range), this.cost(expr.initial));
    this.#enter(expr.accumulator, {
      path: this.#pathOf(expr.initial),
      entrySize: this.#entrySizeOf(expr.initial),
      size: this.#sizeOf(expr.initial),
    });
    const result = this.cost(expr.result);
    this.#leave(expr.accumulator);
    this.#copySizes(expr.id, expr.result);
    return plus(before, result);
  }

  #enterVariables({ range, variable, secondVariable }: Comprehension): void {
    const entries = this.#entrySizeOf(range);
    const isList = (entries?.kind ?? this.#typeOf(range).kind) === 'list';
    const path = this.#pathOf(range);
    const keys = { path: [...path, isList ? '@indices' : '@keys'], size: entries?.key, entrySize: undefined };
    const values = { path: [...path, isList ? '@items' : '@values'], size: entries?.value, entrySize: undefined };
    if (secondVariable === undefined) return this.#enter(variable, isList ? values : keys);
    this.#enter(variable, keys);
    this.#enter(secondVariable, values);
  }

  #rememberLoop({ id, initial, step }: Comprehension, rounds: CostRange): void {
    if (initial.kind === 'literal') this.#rememberSize(id, this.#sizeOf(initial));
    if (initial.kind !== 'list' && initial.kind !== 'map') return;
    this.#rememberSize(id, rounds);
    const entries = this.#entrySizeOf(step);
    if (entries !== undefined) this.#entrySizes.set(id, entries);
  }

  #costOfCall(expr: Call): CostRange {
    const reference = this.checked.references.get(expr.id);
    if (expr.name === 'dyn' && expr.args[0] !== undefined) return this.#costOfDyn(expr.id, expr.args[0]);
    const argCosts: CostRange[] = [];
    const args = expr.args.map((arg) => {
      argCosts.push(this.cost(arg));
      return this.#nodeOf(arg);
    });
    if (reference?.kind !== 'function' || reference.overloadIds.length === 0) return exactly(0);
    const target = reference.qualified ? undefined : expr.target;
    const targetCost = target === undefined ? exactly(0) : this.cost(target);
    const call = { name: reference.name, target: target && this.#nodeOf(target), args, argCosts };
    let cost: CostRange = { min: UNBOUNDED, max: 0 };
    let size: CostRange | undefined;
    for (const overloadId of reference.overloadIds) {
      const estimate = this.#costOfOverload(expr, { ...call, overloadId });
      cost = either(cost, estimate.cost);
      if (estimate.size !== undefined) size = size === undefined ? estimate.size : either(size, estimate.size);
      size = this.#followIndex(expr, overloadId, size) ?? this.#sizeOf(expr);
    }
    this.#rememberSize(expr.id, size);
    return plus(targetCost, cost);
  }

  /** `dyn` only hides a type. */
  #costOfDyn(id: number, arg: Expr): CostRange {
    const cost = this.cost(arg);
    this.#copySizes(id, arg);
    return plus(exactly(1), cost);
  }

  #copySizes(id: number, from: Expr): void {
    this.#rememberSize(id, this.#sizeOf(from));
    const entries = this.#entrySizeOf(from);
    if (entries !== undefined) this.#entrySizes.set(id, entries);
  }

  #followIndex({ id, args: [container] }: Call, overloadId: string, size: CostRange | undefined) {
    const step = overloadId === 'index_list' ? '@items' : overloadId === 'index_map' ? '@values' : undefined;
    if (step === undefined || container === undefined) return size;
    this.#paths.set(id, [...this.#pathOf(container), step]);
    return this.#entrySizeOf(container)?.value;
  }

  #costOfOverload(
    expr: Call,
    call: Pick<EstimatedCall, 'name' | 'overloadId' | 'target' | 'args'> & { readonly argCosts: readonly CostRange[] },
  ): CallEstimate {
    const all = call.argCosts.reduce(plus, exactly(0));
    const sizeOf = (node: EstimatedNode) => node.computedSize ?? this.#sizeAt(node.path) ?? UNKNOWN_RANGE;
    const estimated: EstimatedCall = { ...call, sizeOf, elementOf };
    const known = estimateListCall(estimated) ?? estimateLibraryCall(estimated);
    if (known !== undefined) return { ...known, cost: plus(known.cost, all) };
    return this.#costOfBranch(expr, call) ?? addArguments(estimateStandardCall(call), all);
  }

  /** What is not always computed, and what makes a container of containers. */
  #costOfBranch(
    expr: Call,
    { overloadId, argCosts, args }: Pick<EstimatedCall, 'overloadId' | 'args'> & { argCosts: readonly CostRange[] },
  ): CallEstimate | undefined {
    const [first = exactly(0), second = exactly(0), third = exactly(0)] = argCosts;
    const [a, b, c] = expr.args;
    switch (overloadId) {
      case 'logical_or':
      case 'logical_and':
        return { cost: { min: first.min, max: plus(first, second).max } };
      case 'conditional':
        if (b !== undefined && c !== undefined) this.#joinEntries(expr.id, b, c);
        return { cost: plus(first, either(second, third)), size: either(knownSize(args[1]), knownSize(args[2])) };
      case 'add_list':
      case 'add_string':
      case 'add_bytes':
        if (a !== undefined && b !== undefined) this.#joinEntries(expr.id, a, b);
        return undefined;
      default:
        return undefined;
    }
  }

  #joinEntries(id: number, a: Expr, b: Expr): void {
    const [left, right] = [this.#entrySizeOf(a), this.#entrySizeOf(b)];
    if (left === undefined || right === undefined) return;
    const joined = { kind: left.kind, key: either(left.key, right.key), value: either(left.value, right.value) };
    this.#entrySizes.set(id, joined);
  }

  #nodeOf(expr: Expr): EstimatedNode {
    const path = this.#pathOf(expr);
    return {
      expr,
      type: this.#typeOf(expr),
      path: path[0] === ACCUMULATOR ? [] : path,
      computedSize: this.#sizeOf(expr),
    };
  }

  #typeOf(expr: Expr): CelType {
    return this.checked.types.get(expr.id) ?? DYN;
  }

  #pathOf(expr: Expr): readonly string[] {
    const variable = expr.kind === 'ident' ? this.#variable(expr.name) : undefined;
    return variable?.path ?? this.#paths.get(expr.id) ?? [];
  }

  #sizeOrUnknown(expr: Expr): CostRange {
    return this.#sizeOf(expr) ?? UNKNOWN_RANGE;
  }

  #sizeOf(expr: Expr): CostRange | undefined {
    const known = this.#sizes.get(expr.id) ?? writtenSize(expr);
    if (known !== undefined) return known;
    const declared = this.#sizeAt(this.#pathOf(expr));
    if (declared !== undefined) {
      this.#sizes.set(expr.id, declared);
      return declared;
    }
    if (isScalar(this.#typeOf(expr))) return exactly(1);
    return expr.kind === 'ident' ? this.#variable(expr.name)?.size : undefined;
  }

  /** How large the value at a path may become. */
  #sizeAt(path: readonly string[]): CostRange | undefined {
    if (path.length === 0) return undefined;
    let node = this.root;
    for (const step of path.slice(1)) node = node === undefined ? undefined : stepInto(node, step);
    return node === undefined ? undefined : { min: 0, max: node.maxElements };
  }

  #rememberSize(id: number, size: CostRange | undefined): void {
    if (size !== undefined) this.#sizes.set(id, size);
  }

  #entrySizeOf(expr: Expr): EntrySize | undefined {
    const known = this.#entrySizes.get(expr.id);
    if (known !== undefined || expr.kind !== 'ident') return known;
    return this.#variable(expr.name)?.entrySize;
  }

  #variable(name: string): LoopVariable | undefined {
    return this.#variables.get(name)?.at(-1);
  }

  #enter(name: string, variable: LoopVariable): void {
    const outer = this.#variables.get(name);
    if (outer === undefined) this.#variables.set(name, [variable]);
    else outer.push(variable);
  }

  #leave(name: string): void {
    this.#variables.get(name)?.pop();
  }
}

function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  const isEmpty = range.kind === 'list' && range.elements.length === 0;
  return isEmpty && condition.kind === 'literal' && condition.value === false && accumulator !== ACCUMULATOR;
}

function stepInto({ elements, keys, fields, otherFields }: DeclaredType, step: string): DeclaredType | undefined {
  if (step === '@items' || step === '@values') return elements;
  return step === '@keys' ? keys : (fields?.get(step) ?? otherFields);
}

function elementOf({ type, path }: EstimatedNode): EstimatedNode | undefined {
  if (type.params.length === 0) return undefined;
  const place = path.length === 0 ? [] : [...path, '@items'];
  return { expr: undefined, type: paramOf(type, 0), path: place, computedSize: undefined };
}

function writtenSize(expr: Expr): CostRange | undefined {
  switch (expr.kind) {
    case 'literal':
      if (typeof expr.value === 'string') return exactly([...expr.value].length);
      return exactly(expr.value instanceof Uint8Array ? expr.value.length : 1);
    case 'list':
      return exactly(expr.elements.length);
    case 'map':
      return exactly(expr.entries.length);
    default:
      return undefined;
  }
}

const SCALARS = ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'];

function isScalar(type: CelType): boolean {
  if (SCALARS.includes(type.kind)) return true;
  return type.kind === 'opaque' && type.name === 'optional_type' && isScalar(paramOf(type, 0));
}

function knownSize(node: EstimatedNode | undefined): CostRange {
  return node?.computedSize ?? UNKNOWN_RANGE;
}

function addArguments({ cost, size }: CallEstimate, all: CostRange): CallEstimate {
  return { cost: plus(cost, all), size };
}

type StandardCall = Pick<EstimatedCall, 'overloadId' | 'target' | 'args'>;

const COMPARISON = /^(less|greater|less_equals|greater_equals)_(string|bytes)$|^(not_)?equals$/;

function estimateStandardCall({ overloadId, target, args }: StandardCall): CallEstimate {
  const [a, b] = args.map(knownSize);
  const one: CallEstimate = { cost: exactly(1) };
  if (COMPARISON.test(overloadId)) return { cost: compared(a ?? UNKNOWN_RANGE, b ?? UNKNOWN_RANGE) };
  switch (overloadId) {
    case 'string_format':
      return target === undefined ? one : { cost: scaled(knownSize(target), TEXT_FACTOR) };
    case 'string_to_bytes':
      return a === undefined ? one : { ...traversed(a), size: { min: a.min, max: times(a, exactly(4)).max } };
    case 'bytes_to_string':
      return a === undefined ? one : { ...traversed(a), size: { min: Math.floor(a.min / 4), max: a.max } };
    case 'strings_quote':
      return a === undefined ? one : { ...traversed(a), size: plus({ min: a.min, max: 2 * a.max }, exactly(2)) };
    case 'starts_with_string':
    case 'ends_with_string':
      return a === undefined ? one : traversed(a);
    case 'in_list':
      return b === undefined ? one : { cost: b };
    case 'matches_string':
      if (target === undefined || a === undefined) return one;
      return {
        cost: times(scaled(plus(knownSize(target), exactly(1)), TEXT_FACTOR), scaled(a, REGEX_FACTOR)),
      };
    case 'contains_string':
      if (target === undefined || a === undefined) return one;
      return { cost: times(scaled(knownSize(target), TEXT_FACTOR), scaled(a, TEXT_FACTOR)) };
    default:
      return a === undefined || b === undefined ? one : (estimateConcatenation(overloadId, a, b) ?? one);
  }
}

function estimateConcatenation(overloadId: string, a: CostRange, b: CostRange): CallEstimate | undefined {
  if (overloadId === 'add_list') return { cost: exactly(1), size: plus(a, b) };
  if (overloadId !== 'add_string' && overloadId !== 'add_bytes') return undefined;
  return { cost: scaled(plus(a, b), TEXT_FACTOR), size: plus(a, b) };
}

function traversed(size: CostRange): CallEstimate {
  return { cost: scaled(size, TEXT_FACTOR) };
}

/** Two values are compared up to the end of the shorter one. */
function compared(a: CostRange, b: CostRange): CostRange {
  const max = Math.min(a.max, b.max);
  return scaled({ min: max > 0 ? 1 : 0, max }, TEXT_FACTOR);
}
