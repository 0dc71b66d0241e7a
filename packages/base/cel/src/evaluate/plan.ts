import type { Call, Expr, Select } from '../ast/expr.js';
import { OPERATORS } from '../ast/operators.js';
import { qualifiedName } from '../ast/qualified-name.js';
import { MAX_VISITS, TOO_LARGE } from '../ast/size-limit.js';
import type { CheckedTypes } from '../check/references.js';
import { stripDot } from '../check/scopes.js';
import type { Environment } from '../environment/environment.js';
import { NULL_VALUE } from '../types/well-known-types.js';
import { CelError, noSuchOverload } from '../values/cel-error.js';
import { CelOptional } from '../values/cel-optional.js';
import { equalValues } from '../values/equal.js';
import type { CelValue } from '../values/value.js';
import { ConditionalAttribute, type ReadVariable, RelativeAttribute, VariableAttribute } from './attribute.js';
import type { CallCost } from './call-cost.js';
import { chargedCall } from './charged-call.js';
import type { Frame, Step } from './frame.js';
import { planAggregate } from './plan-aggregate.js';
import { planFold } from './plan-fold.js';
import { planFunction } from './plan-function.js';
import { type AttributeStep, attributeStep, constantStep, isAttribute, isConstant, type Planned } from './planned.js';
import { computedQualifier, constantQualifier, type Qualifier, testQualifier } from './qualifier.js';

/** What planning needs besides the expression. */
export interface PlanOptions {
  readonly environment: Environment;
  /** What checking found; without it names and functions are resolved while the expression runs. */
  readonly checked: CheckedTypes | undefined;
  /** What calls cost; without it they are not counted. */
  readonly callCost: CallCost | undefined;
}

/**
 * Prepares an expression for evaluation; what has literal arguments alone is computed at once.
 * @throws CelError where it can never be computed
 */
export function planExpression(expr: Expr, options: PlanOptions): Step {
  return new Planner(options).plan(expr);
}

/** Plans the parts of an expression, innermost first. */
export class Planner {
  readonly #scopes: Map<string, number>[] = [];
  #slots = 0;
  #visits = 0;

  constructor(readonly options: PlanOptions) {}

  plan(expr: Expr): Planned {
    if (++this.#visits > MAX_VISITS) throw new CelError(TOO_LARGE);
    switch (expr.kind) {
      case 'literal':
        return constantStep(expr.id, expr.value);
      case 'ident':
        return this.#planIdent(expr.id, expr.name);
      case 'select':
        return this.#planSelect(expr);
      case 'call':
        return this.#planCall(expr);
      case 'list':
      case 'map':
      case 'struct':
        return planAggregate(this, expr);
      case 'comprehension':
        return planFold(this, expr);
      case 'unknown':
        throw new CelError('unsupported expr');
    }
  }

  /** Plans with variables of a loop in sight; each gets a slot of its own. */
  within<T>(names: readonly string[], plan: (slots: readonly number[]) => T): T {
    const slots = names.map(() => this.#slots++);
    this.#scopes.push(new Map(names.map((name, i) => [name, slots[i] as number])));
    const planned = plan(slots);
    this.#scopes.pop();
    return planned;
  }

  /** Plans with the variables of one slot more in sight. */
  withSlots<T>(variables: ReadonlyMap<string, number>, plan: () => T): T {
    this.#scopes.push(new Map(variables));
    const planned = plan();
    this.#scopes.pop();
    return planned;
  }

  #planIdent(id: number, written: string): Planned {
    const reference = this.options.checked?.references.get(id);
    if (reference?.kind === 'variable') return this.#planVariable(id, reference.name, true);
    return this.#planVariable(id, stripDot(written), false);
  }

  #planVariable(id: number, name: string, checked: boolean): Planned {
    const { environment } = this.options;
    if (checked && name === NULL_VALUE) return constantStep(id, 0n);
    if (checked && this.options.checked?.types.get(id)?.kind === 'type') {
      const type = environment.types.get(name);
      if (type === undefined) throw new CelError(`reference to undefined type: ${name}`);
      return constantStep(id, type);
    }
    const findVariable = (variable: string) => this.#findVariable(variable);
    const findType = (type: string) => (type === NULL_VALUE ? 0n : environment.types.get(type));
    return attributeStep(id, new VariableAttribute(name, findVariable, findType, checked));
  }

  #findVariable(name: string): ReadVariable {
    for (const scope of this.#scopes.toReversed()) {
      const slot = scope.get(name);
      if (slot !== undefined) return (frame) => frame.read(slot);
    }
    return (frame) => frame.variables.find(name);
  }

  #planSelect(expr: Select): Planned {
    const reference = this.options.checked?.references.get(expr.id);
    if (reference?.kind === 'variable') return this.#planVariable(expr.id, reference.name, true);
    const { attribute, readCost } = this.#attributeOf(this.plan(expr.operand));
    attribute.addQualifier(expr.test ? testQualifier(expr.field) : constantQualifier(expr.field, false));
    if (!expr.test) return attributeStep(expr.id, attribute, readCost);
    // Whether a field is there costs what the steps to it cost; of a choice, which is free, one is taken off.
    const step = attributeStep(expr.id, attribute, readCost - 1);
    return { ...step, evaluate: (frame) => truthOfTest(step.evaluate(frame)) };
  }

  #attributeOf(step: Planned): AttributeStep {
    return isAttribute(step) ? step : attributeStep(step.id, new RelativeAttribute(step));
  }

  #planCall(expr: Call): Planned {
    const { name, target, overloadId } = this.#resolveFunction(expr);
    const args = (target === undefined ? expr.args : [target, ...expr.args]).map((arg) => this.plan(arg));
    const [first, second, third] = args as [Planned, Planned, Planned];
    switch (name) {
      case OPERATORS.and:
        return { id: expr.id, evaluate: (frame) => evaluateLogic(frame, args, false) };
      case OPERATORS.or:
        return { id: expr.id, evaluate: (frame) => evaluateLogic(frame, args, true) };
      case OPERATORS.conditional:
        return this.#planConditional(expr.id, first, second, third);
      case OPERATORS.equals:
      case OPERATORS.notEquals:
        return this.#planEquality(expr.id, name, first, second);
      case OPERATORS.notStrictlyFalse:
        return this.#planNotStrictlyFalse(expr.id, first);
      case OPERATORS.index:
        return this.#planIndex(expr.id, first, second, false);
      case OPERATORS.optionalIndex:
      case OPERATORS.optionalSelect:
        return this.#planIndex(expr.id, first, second, true);
      default:
        if (args.length === 2 && isOptionalChoice(name, overloadId))
          return planOptionalChoice(expr.id, name, first, second);
        return planFunction(this.options, { id: expr.id, name, overloadId, args });
    }
  }

  /** The function that is called. Where nothing is checked, what stands before the dot may be a part of its name. */
  #resolveFunction(expr: Call): { name: string; target: Expr | undefined; overloadId: string | undefined } {
    const reference = this.options.checked?.references.get(expr.id);
    if (reference?.kind === 'function') {
      const { name, overloadIds, qualified } = reference;
      const overloadId = overloadIds.length === 1 ? overloadIds[0] : undefined;
      return { name, target: qualified ? undefined : expr.target, overloadId };
    }
    const prefix = expr.target === undefined ? undefined : qualifiedName(expr.target);
    const qualified = prefix === undefined ? undefined : stripDot(`${prefix}.${expr.name}`);
    if (qualified !== undefined && this.options.environment.functions.has(qualified)) {
      return { name: qualified, target: undefined, overloadId: undefined };
    }
    return {
      name: expr.target === undefined ? stripDot(expr.name) : expr.name,
      target: expr.target,
      overloadId: undefined,
    };
  }

  #planConditional(id: number, condition: Planned, then: Planned, otherwise: Planned): Planned {
    const branch = (step: Planned) => (isAttribute(step) ? step.attribute : new RelativeAttribute(step));
    return attributeStep(id, new ConditionalAttribute(condition, branch(then), branch(otherwise)), 0);
  }

  #planEquality(id: number, name: string, left: Planned, right: Planned): Planned {
    const { callCost } = this.options;
    const wanted = name === OPERATORS.equals;
    const overloadId = wanted ? 'equals' : 'not_equals';
    const compute = ([a, b]: readonly CelValue[]) => isEqual([a as CelValue, b as CelValue], wanted) === wanted;
    const evaluate = chargedCall({ name, overloadId, args: [left, right], compute, stopsAtFailure: false, callCost });
    return { id, evaluate };
  }

  #planNotStrictlyFalse(id: number, arg: Planned): Planned {
    const cost = this.options.callCost === undefined ? 0 : 1;
    const evaluate = (frame: Frame): CelValue => {
      const value = isNotStrictlyFalse(frame, arg);
      frame.charge(cost);
      return value;
    };
    return { id, evaluate };
  }

  #planIndex(id: number, operand: Planned, index: Planned, optional: boolean): Planned {
    const { attribute, readCost } = this.#attributeOf(operand);
    attribute.addQualifier(indexQualifier(index, optional));
    return attributeStep(id, attribute, readCost);
  }
}

function indexQualifier(index: Planned, optional: boolean): Qualifier {
  if (isConstant(index)) return constantQualifier(index.constant, optional);
  if (isAttribute(index)) {
    const form = index.attribute instanceof VariableAttribute ? 'native' : 'value';
    return computedQualifier((frame) => index.attribute.resolve(frame), optional, form);
  }
  return computedQualifier(index.evaluate, optional);
}

function truthOfTest(value: CelValue): CelValue {
  return value instanceof CelOptional ? value.value !== undefined : value;
}

/** A value that says nothing new about inequality stays unequal. @throws CelError */
function isEqual([left, right]: readonly [CelValue, CelValue], throws: boolean): boolean {
  if (throws) return equalValues(left, right);
  try {
    return equalValues(left, right);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return false;
  }
}

/** `&&` and `||`: the deciding value wins over errors, wherever it stands. */
function evaluateLogic(frame: Frame, terms: readonly Step[], deciding: boolean): CelValue {
  let failure: CelError | undefined;
  for (const term of terms) {
    try {
      const value = term.evaluate(frame);
      if (value === deciding) return deciding;
      if (typeof value !== 'boolean') failure ??= noSuchOverload();
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

function isNotStrictlyFalse(frame: Frame, step: Step): boolean {
  try {
    const value = step.evaluate(frame);
    return typeof value === 'boolean' ? value : true;
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return true;
  }
}

function isOptionalChoice(name: string, overloadId: string | undefined): boolean {
  if (name === 'or') return overloadId === undefined || overloadId === 'optional_or_optional';
  return name === 'orValue' && (overloadId === undefined || overloadId === 'optional_orValue_value');
}

function planOptionalChoice(id: number, name: string, left: Step, right: Step): Planned {
  const evaluate = (frame: Frame): CelValue => {
    const value = left.evaluate(frame);
    if (!(value instanceof CelOptional)) return value;
    if (value.value === undefined) return right.evaluate(frame);
    return name === 'or' ? value : value.get();
  };
  return { id, evaluate };
}
