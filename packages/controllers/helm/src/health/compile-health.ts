import type { ObjectHealth } from '@gotk/apply';
import { type HealthEvaluator, parseHealthExpressions } from '@gotk/cel';
import { Halt } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { asJson, type KindRef, type KubeObject, parseApiVersion } from '@gotk/objects';

/** Tells the health of kinds that a release has expressions for; `undefined` for all others. */
export type ExpressedHealthOf = (object: KubeObject) => ObjectHealth | undefined;

/** Compiles `spec.healthCheckExprs`. @throws Halt when one is malformed: only a change of the release can help. */
export function compileHealth({ spec }: HelmRelease): ExpressedHealthOf {
  const evaluators = new Map<string, HealthEvaluator>();
  for (const [index, { apiVersion, kind = '', ...texts }] of (spec.healthCheckExprs ?? []).entries()) {
    const key = groupKind({ apiVersion, kind });
    if (evaluators.has(key)) {
      throw malformed(`duplicate custom health check for GroupKind ${key} at healthchecks[${index}]`);
    }
    try {
      evaluators.set(key, parseHealthExpressions(texts));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw malformed(`failed to create custom status evaluator for healthchecks[${index}]: ${text}`, error);
    }
  }
  return (object) => {
    const evaluator = evaluators.get(groupKind(object)) ?? evaluators.get(groupKind({ ...object, kind: '' }));
    return evaluator === undefined ? undefined : evaluate(evaluator, object);
  };
}

function evaluate(evaluator: HealthEvaluator, object: KubeObject): ObjectHealth {
  try {
    return { status: evaluator.evaluate(asJson(object)) };
  } catch (error) {
    // Fields that expressions read may come yet.
    return { status: 'Unknown', message: error instanceof Error ? error.message : String(error) };
  }
}

function malformed(problem: string, cause?: unknown): Halt {
  const message = `Reconciliation failed terminally due to configuration error: ${problem}`;
  const event = { severity: 'error', message: problem } as const;
  return new Halt({ kind: 'stalled', reason: 'InvalidCELExpression', message, event, cause });
}

/** `Kind.group`, as Go prints it. */
function groupKind({ apiVersion, kind }: KindRef): string {
  const { group } = parseApiVersion(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}
