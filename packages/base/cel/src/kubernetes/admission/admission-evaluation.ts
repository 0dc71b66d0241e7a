import type { JsonValue } from '@gotk/json';
import type { Activation } from '../../evaluate/frame.js';
import { type AskAccess, type AskedAccess, CelAccess } from '../../libraries/kubernetes/authorizer.js';
import { CelError } from '../../values/cel-error.js';
import { CelMap } from '../../values/cel-map.js';
import { valueOfJson } from '../../values/json-values.js';
import type { CelValue } from '../../values/value.js';
import { CALL_COST_LIMIT } from '../cost/limits.js';
import { unescapeName } from '../schema/escape-name.js';
import type { AdmissionExpression } from './admission-compiler.js';
import { type AdmissionValue, admissionValue } from './admission-value.js';

/** What the expressions of a policy look at. */
export interface AdmissionInput {
  readonly object: JsonValue;
  readonly oldObject: JsonValue;
  readonly request: JsonValue;
  readonly params: JsonValue;
  readonly namespaceObject: JsonValue;
  /** Answers what the user may do; absent where expressions cannot ask. */
  readonly ask?: AskAccess | undefined;
  /** What the request is about, for `authorizer.requestResource`. */
  readonly requestResource?: Partial<AskedAccess>;
}

/** What an expression came to. */
export type AdmissionResult =
  | { readonly value: AdmissionValue; readonly error?: undefined }
  | { readonly error: string };

/** More was spent than all expressions together may cost. */
export class AdmissionBudgetError extends Error {
  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run');
    this.name = 'AdmissionBudgetError';
  }
}

/** Evaluates expressions on one input, within one budget. Variables are computed when they are first used. */
export class AdmissionEvaluation {
  readonly #activation: Activation;
  #variableCost = 0;

  /** @param budget what may still be spent */
  constructor(
    input: AdmissionInput,
    variables: ReadonlyMap<string, AdmissionExpression>,
    public budget: number,
  ) {
    this.#activation = this.#activate(input, variables);
  }

  /** @throws AdmissionBudgetError */
  evaluate(expression: AdmissionExpression): AdmissionResult {
    const { program, problem, text } = expression;
    if (program === undefined) return { error: `compilation error: ${problem ?? ''}` };
    const evaluation = program.evaluate(this.#activation, CALL_COST_LIMIT);
    this.#spend(this.#variableCost);
    this.#variableCost = 0;
    this.#spend(evaluation.cost);
    if (evaluation.error === undefined) return { value: admissionValue(evaluation.value) };
    return { error: `expression '${text}' resulted in error: ${evaluation.error.message}` };
  }

  #spend(cost: number): void {
    if (cost > this.budget) throw new AdmissionBudgetError();
    this.budget -= cost;
  }

  #activate(input: AdmissionInput, variables: ReadonlyMap<string, AdmissionExpression>): Activation {
    const known = new Map<string, CelValue>();
    for (const name of ['object', 'oldObject', 'request', 'params', 'namespaceObject'] as const) {
      known.set(name, valueOfJson(input[name]));
    }
    known.set('variables', new LazyVariables(variables, (name, expression) => this.#compute(name, expression)));
    if (input.ask !== undefined) {
      known.set('authorizer', CelAccess.authorizer(input.ask));
      known.set('authorizer.requestResource', CelAccess.resource(input.ask, input.requestResource ?? {}));
    }
    return { find: (name) => known.get(name) };
  }

  #compute(name: string, { program, problem }: AdmissionExpression): CelValue | CelError {
    const shown = JSON.stringify(name);
    if (program === undefined) return new CelError(`composited variable ${shown} fails to compile: ${problem ?? ''}`);
    const evaluation = program.evaluate(this.#activation, CALL_COST_LIMIT);
    this.#variableCost += evaluation.cost;
    if (evaluation.error === undefined) return evaluation.value;
    return new CelError(`composited variable ${shown} fails to evaluate: ${evaluation.error.message}`);
  }
}

/** The variables of a policy, each computed at most once. */
class LazyVariables extends CelMap {
  readonly #computed = new Map<string, CelValue | CelError>();

  constructor(
    readonly variables: ReadonlyMap<string, AdmissionExpression>,
    readonly compute: (name: string, expression: AdmissionExpression) => CelValue | CelError,
  ) {
    super();
  }

  get size(): number {
    return this.variables.size;
  }

  find(key: CelValue): CelValue | undefined {
    const name = typeof key === 'string' ? unescapeName(key) : undefined;
    const expression = name === undefined ? undefined : this.variables.get(name);
    if (name === undefined || expression === undefined) return undefined;
    let value = this.#computed.get(name);
    if (value === undefined) {
      value = this.compute(name, expression);
      this.#computed.set(name, value);
    }
    if (value instanceof CelError) throw value;
    return value;
  }

  keys(): Iterable<CelValue> {
    return this.variables.keys();
  }

  override equals(other: CelValue): boolean {
    return other === this;
  }
}
