import type { ObjectHealth, StatusOf } from '@gotk/apply';
import { type HealthEvaluator, parseHealthExpressions } from '@gotk/cel';
import { Halt } from '@gotk/controller-runtime';
import type { HealthCheckExpression, Kustomization } from '@gotk/flux-types';
import { computeStatus } from '@gotk/kstatus';
import { asJson, type KindRef, type KubeObject, parseApiVersion } from '@gotk/objects';

/**
 * How the health of a Kustomization's objects is told: by its own expressions for the kinds or groups they name, else as
 * kstatus does with Flux's rule for Jobs.
 */
export function compileHealth({ spec }: Kustomization, nowMs: () => number): StatusOf {
  const evaluators = compileAll(spec.healthCheckExprs ?? []);
  return (object) => {
    const evaluator = isJob(object)
      ? undefined
      : (evaluators.get(groupKind(object)) ?? evaluators.get(groupKind({ ...object, kind: '' })));
    return evaluator === undefined
      ? readStatus(() => computeStatus(object, { nowMs: nowMs(), jobsCurrentWhen: 'completed' }))
      : readStatus(() => ({ status: evaluator.evaluate(asJson(object)) }));
  };
}

/** @throws Halt when an expression is malformed: only a change of the Kustomization can help. */
function compileAll(expressions: readonly HealthCheckExpression[]): ReadonlyMap<string, HealthEvaluator> {
  const evaluators = new Map<string, HealthEvaluator>();
  for (const [index, { apiVersion, kind = '', ...texts }] of expressions.entries()) {
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
  return evaluators;
}

function malformed(problem: string, cause?: unknown): Halt {
  const message = `Reconciliation failed terminally due to configuration error: ${problem}`;
  return new Halt({ kind: 'stalled', reason: 'InvalidCELExpression', message, cause });
}

/** `Kind.group`, as Go prints it. */
function groupKind({ apiVersion, kind }: KindRef): string {
  const { group } = parseApiVersion(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

function isJob({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Job' && parseApiVersion(apiVersion).group === 'batch';
}

/** A status that cannot be told is unknown: fields that expressions read may come yet. */
function readStatus(read: () => ObjectHealth): ObjectHealth {
  try {
    return read();
  } catch (error) {
    return { status: 'Unknown', message: error instanceof Error ? error.message : String(error) };
  }
}
