import type { JsonObject, JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type CompiledExpression, compileExpression } from '../compile.js';
import type { Environment } from '../environment/environment.js';
import { createProgram, type Program } from '../program.js';
import { parseExpression } from '../syntax/parse-expression.js';
import { BOOL, type CelType, DYN, STRING } from '../types/cel-type.js';
import { sameType } from '../types/same-type.js';
import { CelError } from '../values/cel-error.js';
import { CelList } from '../values/cel-list.js';
import { CelOptional } from '../values/cel-optional.js';
import { jsonOfValue } from '../values/json-of-value.js';
import { valueOfJson } from '../values/json-values.js';
import type { CelValue } from '../values/value.js';
import { fluxEnvironment } from './flux-environment.js';
import { stringOfElement } from './string-of-element.js';

/** How an expression is read. */
export interface FluxExpressionOptions {
  /**
   * The variables, which are objects. With it types are checked before anything is evaluated; without it any name may be
   * a variable.
   */
  readonly variables?: readonly string[];
  /** What the checked expression must come to. */
  readonly output?: 'bool' | 'string';
}

/** An expression of a Flux API, read once and evaluated on any number of objects. */
export interface FluxExpression {
  readonly text: string;
  /** @throws LocatedError `cel-evaluate` where it cannot be computed or is no boolean */
  evaluateBoolean(variables: JsonObject): boolean;
  /** @throws LocatedError `cel-evaluate` where it cannot be computed or is no string */
  evaluateString(variables: JsonObject): string;
  /** @throws LocatedError `cel-evaluate` where it cannot be computed or is no list of strings */
  evaluateStringList(variables: JsonObject): string[];
  /** What it comes to as JSON. @throws LocatedError `cel-evaluate` where it cannot be computed */
  evaluate(variables: JsonObject): JsonValue;
}

/** How many steps an evaluation may take. */
const STEP_LIMIT = 50_000_000;

const OUTPUTS = { bool: BOOL, string: STRING } as const;

/** Reads an expression as Flux does. @throws LocatedError `cel-syntax` with cel-go's message */
export function parseFluxExpression(text: string, options: FluxExpressionOptions = {}): FluxExpression {
  const environment = fluxEnvironment(options.variables ?? []);
  const expression = readExpression(text, environment, options);
  return new PreparedExpression(text, prepare(expression, environment));
}

function readExpression(text: string, environment: Environment, options: FluxExpressionOptions): CompiledExpression {
  const { variables, output } = options;
  if (variables === undefined && output !== undefined) {
    throw syntaxError('output type and variables can only be set when compiling the expression');
  }
  const expression: CompiledExpression =
    variables === undefined
      ? { ...parseExpression(text, environment.macros), checked: undefined, type: DYN }
      : compileExpression(text, environment);
  if (expression.issues.count > 0) {
    throw syntaxError(`failed to parse the CEL expression '${text}': ${expression.issues.render()}`);
  }
  if (output !== undefined && !sameType(expression.type, OUTPUTS[output])) {
    const found = runtimeName(expression.type);
    throw syntaxError(`CEL expression output type mismatch: expected ${output}, got ${found}`);
  }
  return expression;
}

function runtimeName({ name, params }: CelType): string {
  return params.length === 0 ? name : `${name}(${params.map(runtimeName).join(', ')})`;
}

function prepare(expression: CompiledExpression, environment: Environment): Program {
  try {
    return createProgram(expression, environment);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw syntaxError(`failed to create CEL program: ${error.message}`);
  }
}

function syntaxError(message: string): LocatedError {
  return new LocatedError({ code: 'cel-syntax', message });
}

function evaluationError(message: string): LocatedError {
  return new LocatedError({ code: 'cel-evaluate', message });
}

class PreparedExpression implements FluxExpression {
  readonly #program: Program;

  constructor(
    readonly text: string,
    program: Program,
  ) {
    this.#program = program;
  }

  evaluateBoolean(variables: JsonObject): boolean {
    const value = this.#evaluate(variables);
    if (typeof value !== 'boolean') throw this.#mistyped('boolean');
    return value;
  }

  evaluateString(variables: JsonObject): string {
    const value = this.#evaluate(variables);
    if (typeof value !== 'string') throw this.#mistyped('string');
    return value;
  }

  evaluateStringList(variables: JsonObject): string[] {
    const value = this.#evaluate(variables);
    try {
      return readStrings(value);
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      throw evaluationError(`failed to evaluate CEL expression '${this.text}' as []string: ${error.message}`);
    }
  }

  evaluate(variables: JsonObject): JsonValue {
    return jsonOfValue(this.#evaluate(variables));
  }

  #evaluate(variables: JsonObject): CelValue {
    const find = (name: string): CelValue | undefined => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      return value === undefined ? undefined : valueOfJson(value);
    };
    const evaluation = this.#program.evaluate({ find }, STEP_LIMIT);
    if (evaluation.error === undefined) return evaluation.value;
    throw evaluationError(`failed to evaluate the CEL expression '${this.text}': ${evaluation.error.message}`);
  }

  #mistyped(type: string): LocatedError {
    return evaluationError(`failed to evaluate CEL expression as ${type}: '${this.text}'`);
  }
}

function readStrings(value: CelValue): string[] {
  if (value instanceof CelOptional) return readStrings(value.get());
  if (!(value instanceof CelList)) return [stringOfElement(value, '[]string')];
  return [...value].map((element) => stringOfElement(element, 'string'));
}
