import { type HealthEvaluator, parseHealthExpressions } from '@gotk/cel';
import { asJson, type KindRef, type KubeObject, parseApiVersion } from '@gotk/objects';
import type { ObjectHealth } from './wait-for-health.js';

/** CEL expressions that tell the health of the objects of a kind or, without one, of a whole group. */
export interface HealthExpression {
  readonly apiVersion: string;
  readonly kind?: string;
  /** True of a healthy object. */
  readonly current: string;
  /** True of one that is becoming healthy. */
  readonly inProgress?: string;
  /** True of one that will not become healthy. */
  readonly failed?: string;
}

/** Tells the health of objects that there are expressions for; `undefined` for all others. */
export type ExpressedHealthOf = (object: KubeObject) => ObjectHealth | undefined;

/**
 * Compiles `spec.healthCheckExprs`. Expressions for a kind win over those for its group, whatever the version; a status that
 * cannot be told is unknown, as the fields that expressions read may come yet.
 *
 * @throws Error with Flux's text when one is malformed or there are two for one kind.
 */
export function compileHealthExpressions(expressions: readonly HealthExpression[]): ExpressedHealthOf {
  const evaluators = new Map<string, HealthEvaluator>();
  for (const [index, { apiVersion, kind = '', ...texts }] of expressions.entries()) {
    const key = groupKind({ apiVersion, kind });
    if (evaluators.has(key)) {
      throw new Error(`duplicate custom health check for GroupKind ${key} at healthchecks[${index}]`);
    }
    evaluators.set(key, compile(texts, index));
  }
  return (object) => {
    const evaluator = evaluators.get(groupKind(object)) ?? evaluators.get(groupKind({ ...object, kind: '' }));
    return evaluator === undefined ? undefined : evaluate(evaluator, object);
  };
}

function compile(texts: Parameters<typeof parseHealthExpressions>[0], index: number): HealthEvaluator {
  try {
    return parseHealthExpressions(texts);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`failed to create custom status evaluator for healthchecks[${index}]: ${text}`, { cause });
  }
}

function evaluate(evaluator: HealthEvaluator, object: KubeObject): ObjectHealth {
  try {
    return { status: evaluator.evaluate(asJson(object)) };
  } catch (error) {
    return { status: 'Unknown', message: error instanceof Error ? error.message : String(error) };
  }
}

/** `Kind.group`, as Go prints it. */
function groupKind({ apiVersion, kind }: KindRef): string {
  const { group } = parseApiVersion(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}
