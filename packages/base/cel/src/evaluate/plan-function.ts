import { compileRegex } from '../libraries/regex.js';
import { CONVERSION_NAMES } from '../libraries/standard/conversions.js';
import { CelError, noSuchOverload } from '../values/cel-error.js';
import { CelList } from '../values/cel-list.js';
import { CelUint } from '../values/cel-uint.js';
import { type CelValue, typeOf } from '../values/value.js';
import { chargedCall } from './charged-call.js';
import { findImplementation, type Implementation } from './dispatch.js';
import { type Activation, Frame, type Step } from './frame.js';
import type { PlanOptions } from './plan.js';
import { constantStep, isConstant, type Planned } from './planned.js';

/** A call whose function and arguments are known. */
interface PlannedCall {
  readonly id: number;
  readonly name: string;
  readonly overloadId: string | undefined;
  readonly args: readonly Planned[];
}

/** Computes from the values of arguments. */
type Compute = (args: readonly CelValue[]) => CelValue;

const NOTHING: Activation = { find: () => undefined };

/** Plans the call of a function; conversions of literals are computed at once. @throws CelError */
export function planFunction(options: PlanOptions, call: PlannedCall): Planned {
  const { id, name, overloadId, args } = call;
  if (overloadId === 'in_list') {
    const membership = planMembership(call);
    if (membership !== undefined) return membership;
  }
  const { compute, stopsAtFailure } = findCompute(options, call);
  const evaluate = chargedCall({ name, overloadId, args, compute, stopsAtFailure, callCost: options.callCost });
  if (args.length === 1 && CONVERSION_NAMES.has(name) && args.every(isConstant)) {
    return constantStep(id, evaluate(new Frame(NOTHING, Number.POSITIVE_INFINITY)));
  }
  return { id, evaluate };
}

/** How a call is computed, and whether that stops at the first argument that fails. */
interface FoundCompute {
  readonly compute: Compute;
  readonly stopsAtFailure: boolean;
}

function findCompute(options: PlanOptions, { id, name, overloadId, args }: PlannedCall): FoundCompute {
  const declared = options.environment.functions.get(name);
  const found = declared === undefined ? undefined : findImplementation(declared, overloadId);
  const compute = computeOf(found, { id, name, count: args.length });
  const regexPlace = options.environment.regexArguments.get(name);
  const pattern = regexPlace === undefined ? undefined : args[regexPlace];
  if (pattern === undefined || !isConstant(pattern) || typeof pattern.constant !== 'string') {
    const direct = args.length === 1 ? found?.unary : args.length === 2 ? found?.binary : undefined;
    return { compute, stopsAtFailure: args.length > 2 || (found?.variadic !== undefined && direct === undefined) };
  }
  compileRegex(pattern.constant);
  const computeText: Compute = (values) => {
    const [text, , count] = values;
    if (typeof text !== 'string' || (count !== undefined && typeof count !== 'bigint')) throw noSuchOverload();
    return compute(values);
  };
  return { compute: computeText, stopsAtFailure: true };
}

function computeOf(
  found: Implementation | undefined,
  { id, name, count }: { id: number; name: string; count: number },
): Compute {
  const accepts = found?.accepts;
  const refuse = (first: CelValue, shown: string): CelError =>
    isReceiver(first) ? noSuchOverload() : new CelError(`no such overload: ${shown}`);
  const guarded = (apply: Compute | undefined, shown: string): Compute => {
    return (args) => {
      const first = args[0] as CelValue;
      if (apply === undefined || (accepts !== undefined && !accepts(first))) throw refuse(first, shown);
      return apply(args);
    };
  };
  if (count === 0) {
    if (found?.variadic === undefined) throw new CelError(`no such overload: ${name}()`);
    return found.variadic;
  }
  const { unary, binary, variadic } = found ?? {};
  if (count === 1 && (variadic === undefined || unary !== undefined)) {
    if (found !== undefined && unary === undefined) throw new CelError(`no such overload: ${name}(arg)`);
    return guarded(unary && (([value]) => unary(value as CelValue)), name);
  }
  if (count === 2 && (variadic === undefined || binary !== undefined)) {
    if (found !== undefined && binary === undefined) throw new CelError(`no such overload: ${name}(lhs, rhs)`);
    return guarded(binary && (([a, b]) => binary(a as CelValue, b as CelValue)), name);
  }
  if (found !== undefined && variadic === undefined) throw new CelError(`no such overload: ${name}(...)`);
  return guarded(variadic, `${name} ${id}`);
}

/** Types that look for functions themselves. */
function isReceiver(value: CelValue): boolean {
  return ['string', 'timestamp', 'duration'].includes(typeOf(value).kind);
}

/** Whether a value is in a list of literals, which is free. */
function planMembership({ id, args }: PlannedCall): Planned | undefined {
  const [value, list] = args as [Planned, Planned];
  if (!isConstant(list) || !(list.constant instanceof CelList)) return undefined;
  const members = list.constant;
  if (members.size === 0) return constantStep(id, false);
  for (const member of members) if (!isScalar(member)) return undefined;
  return { id, evaluate: (frame) => members.contains(value.evaluate(frame)) } satisfies Step;
}

function isScalar(value: CelValue): boolean {
  return (typeof value !== 'object' && value !== null) || value instanceof CelUint;
}
