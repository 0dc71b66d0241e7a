import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type FluxExpression, parseFluxExpression } from './flux-expression.js';

/** When an object counts as healthy, failed or under way. */
export interface HealthExpressions {
  readonly current: string;
  readonly failed?: string | undefined;
  readonly inProgress?: string | undefined;
}

/** What health expressions say about an object. */
export type ExpressedHealth = 'Current' | 'Failed' | 'InProgress';

/** Judges objects by expressions. */
export interface HealthEvaluator {
  /** @throws LocatedError `cel-evaluate` */
  evaluate(object: JsonObject): ExpressedHealth;
}

/** Reads health expressions once. @throws LocatedError `cel-syntax` */
export function parseHealthExpressions(expressions: HealthExpressions): HealthEvaluator {
  const { current, failed, inProgress } = expressions;
  if (current === '') throw new LocatedError({ code: 'cel-syntax', message: 'expression Current not specified' });
  const currentExpression = parseNamed('Current', current);
  const failedExpression = parseNamed('Failed', failed);
  const inProgressExpression = parseNamed('InProgress', inProgress);
  const tests = [
    ['InProgress', inProgressExpression],
    ['Failed', failedExpression],
    ['Current', currentExpression],
  ] as const;
  return {
    evaluate: (object) => {
      if (isBehind(object)) return 'InProgress';
      const found = tests.find(([, expression]) => expression?.evaluateBoolean(object));
      return found?.[0] ?? 'InProgress';
    },
  };
}

function parseNamed(name: string, text: string | undefined): FluxExpression | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return parseFluxExpression(text);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    throw new LocatedError({ code: error.code, message: `failed to parse the expression ${name}: ${error.message}` });
  }
}

/** Whether what is observed is not yet what is wanted; only whole numbers are compared. */
function isBehind(object: JsonObject): boolean {
  const observed = integerAt(object['status'], 'observedGeneration');
  const wanted = integerAt(object['metadata'], 'generation');
  return observed !== undefined && wanted !== undefined && observed !== wanted;
}

function integerAt(parent: JsonValue | undefined, key: string): number | undefined {
  const value = isJsonObject(parent) ? parent[key] : undefined;
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}
