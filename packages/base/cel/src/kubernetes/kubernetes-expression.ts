import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type CompiledExpression, compileExpression } from '../compile.js';
import { type Environment, extendEnvironment } from '../environment/environment.js';
import { createProgram, type Program } from '../program.js';
import { DYN } from '../types/cel-type.js';
import { showType } from '../types/show-type.js';
import { CelError } from '../values/cel-error.js';
import { valueOfJson } from '../values/json-values.js';
import { renderValue } from '../values/render-value.js';
import { typeOf } from '../values/value.js';
import { kubernetesCallCost } from './cost/call-cost.js';
import type { CostRange } from './cost/cost-range.js';
import { estimateCost } from './cost/estimate-cost.js';
import { CALL_COST_LIMIT } from './cost/limits.js';
import { kubernetesEnvironment } from './kubernetes-environment.js';
import { type NativeValue, nativeValue } from './native-value.js';

/** How an expression is read. */
export interface KubernetesExpressionOptions {
  /** The variables it may use; they may be anything. */
  readonly variables?: readonly string[];
}

/** What an expression came to. */
export interface KubernetesResult {
  /** The name of the value's type. */
  readonly type: string;
  readonly value: NativeValue;
  /** The value written so that its types show: `1u`, `optional("a")`. */
  readonly shown: string;
  /** What computing it cost, in Kubernetes' units. */
  readonly cost: number;
}

/** An expression of a Kubernetes API, compiled once and evaluated any number of times. */
export interface KubernetesExpression {
  readonly text: string;
  /** The type of what it comes to, as far as it is known before. */
  readonly outputType: string;
  /** What evaluating it costs at least and at most, as far as that is known before. */
  readonly estimatedCost: CostRange;
  /** @throws LocatedError `cel-evaluate` */
  evaluate(variables?: JsonObject, costLimit?: number): KubernetesResult;
}

/**
 * Compiles an expression over values without schemas: a match condition, a rule of an admission policy.
 * @throws LocatedError `cel-compile` where it is none, `cel-program` where it can never be computed
 */
export function compileKubernetesExpression(
  text: string,
  { variables = [] }: KubernetesExpressionOptions = {},
): KubernetesExpression {
  const types = Object.fromEntries(variables.map((name) => [name, DYN]));
  const environment = extendEnvironment(kubernetesEnvironment(), types);
  const expression = compileExpression(text, environment);
  if (expression.issues.count > 0) {
    throw new LocatedError({ code: 'cel-compile', message: expression.issues.render() });
  }
  const program = prepare(expression, environment);
  return {
    text,
    outputType: showType(expression.type),
    get estimatedCost() {
      return estimateCost(expression, undefined);
    },
    evaluate: (values = {}, costLimit = CALL_COST_LIMIT) => evaluate(program, values, costLimit),
  };
}

function prepare(expression: CompiledExpression, environment: Environment): Program {
  try {
    return createProgram(expression, environment, { callCost: kubernetesCallCost });
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new LocatedError({ code: 'cel-program', message: error.message });
  }
}

function evaluate(program: Program, variables: JsonObject, costLimit: number): KubernetesResult {
  const find = (name: string) => {
    const json = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return json === undefined ? undefined : valueOfJson(json);
  };
  const evaluation = program.evaluate({ find }, costLimit);
  if (evaluation.error !== undefined) {
    throw new LocatedError({ code: 'cel-evaluate', message: evaluation.error.message });
  }
  const { value, cost } = evaluation;
  return { type: typeOf(value).name, value: nativeValue(value), shown: renderValue(value), cost };
}
