import {
  compileKubernetesExpression,
  compileValidationRules,
  type HealthExpressions,
  type KubernetesResult,
  parseFluxExpression,
  parseHealthExpressions,
  type RuleSchema,
  type ValidationRule,
} from '@gotk/cel';
import { type JsonObject, type JsonValue, renderGoFloat } from '@gotk/json';
import { hasErrorCode, LocatedError } from '@gotk/located-error';
import { renderFieldError } from '@gotk/objects';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of cel.jsonl; the objects that expressions are about stand in rows of their own. */
export function runCelRow(row: Row, table: ReadonlyMap<string, Row>): CaseResult {
  const answer = answers[row.op ?? ''];
  if (answer === undefined) return { kind: 'pass' };
  return checkRow(row, () => answer(row, new Fixtures(table)));
}

class Fixtures {
  constructor(readonly table: ReadonlyMap<string, Row>) {}

  get fluxObject(): JsonObject {
    return this.#row('fluxObject').expected as JsonObject;
  }

  get validatedSchema(): RuleSchema {
    return this.#row('k8sValidationsSchema')['schema'] as RuleSchema;
  }

  get validatedObject(): JsonValue {
    return this.#row('k8sValidationsSchema').expected as JsonValue;
  }

  #row(op: string): Row {
    for (const row of this.table.values()) if (row.op === op) return row;
    throw new Error(`no row ${op}`);
  }
}

const answers: Readonly<Record<string, (row: Row, fixtures: Fixtures) => unknown>> = {
  fluxExpression: (row) => parseFluxExpression(String(row['expr'])).text,
  fluxEvaluateBoolean: (row, { fluxObject }) => parseFluxExpression(String(row['expr'])).evaluateBoolean(fluxObject),
  fluxEvaluateString: (row, { fluxObject }) => parseFluxExpression(String(row['expr'])).evaluateString(fluxObject),
  fluxEvaluateStringSlice: (row, { fluxObject }) =>
    parseFluxExpression(String(row['expr'])).evaluateStringList(fluxObject),
  fluxReadyExpr: (row, { fluxObject }) => {
    const expression = parseFluxExpression(String(row['expr']), { variables: ['self', 'dep'], output: 'bool' });
    return expression.evaluateBoolean({ self: fluxObject, dep: fluxObject });
  },
  fluxHealth: (row, { fluxObject }) => {
    const evaluator = parseHealthExpressions(row['expressions'] as unknown as HealthExpressions);
    return evaluator.evaluate(withObservedGeneration(fluxObject, String(row['observedGeneration'])));
  },
  k8sEval: (row) => evaluateKubernetes(String(row['expr']), row['type']),
  k8sValidations: (row, fixtures) => {
    const rules = compileValidationRules(withRule(fixtures.validatedSchema, row['rule'] as ValidationRule));
    const errors = rules.check(fixtures.validatedObject, row['old'] as JsonValue | undefined, { strict: true });
    return errors.map((error) => renderFieldError(error).replaceAll(/selfType\d+/g, 'selfTypeN'));
  },
};

const STAGES = [
  ['cel-compile', 'compile'],
  ['cel-program', 'program'],
  ['cel-evaluate', 'eval'],
] as const;

/** The type is checked before the result is looked at; errors say in which stage they happened. */
function evaluateKubernetes(text: string, type: unknown): unknown {
  try {
    const expression = compileKubernetesExpression(text);
    if (type !== undefined && expression.outputType !== type) return { type: expression.outputType };
    return taggedResult(expression.evaluate());
  } catch (error) {
    const stage = STAGES.find(([code]) => hasErrorCode(error, code))?.[1];
    if (!(error instanceof LocatedError) || stage === undefined) throw error;
    throw new Error(`${stage}: ${error.message}`);
  }
}

function taggedResult({ type, value }: KubernetesResult): unknown {
  if (typeof value === 'bigint') return { [type]: String(value) };
  if (typeof value === 'number') return { [type]: renderGoFloat(value) };
  return type === 'string' || type === 'bool' ? { [type]: value } : { type };
}

function withRule(schema: RuleSchema, rule: ValidationRule): RuleSchema {
  const spec = schema.properties?.['spec'];
  return { ...schema, properties: { ...schema.properties, spec: { ...spec, 'x-kubernetes-validations': [rule] } } };
}

function withObservedGeneration(object: JsonObject, text: string): JsonObject {
  const { observedGeneration: _, ...status } = object['status'] as JsonObject;
  if (text === '') return { ...object, status };
  return { ...object, status: { ...status, observedGeneration: JSON.parse(text) as JsonValue } };
}
