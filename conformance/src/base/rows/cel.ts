import { type HealthExpressions, parseFluxExpression, parseHealthExpressions } from '@gotk/cel';
import type { JsonObject, JsonValue } from '@gotk/json';
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
};

function withObservedGeneration(object: JsonObject, text: string): JsonObject {
  const { observedGeneration: _, ...status } = object['status'] as JsonObject;
  if (text === '') return { ...object, status };
  return { ...object, status: { ...status, observedGeneration: JSON.parse(text) as JsonValue } };
}
