import { compileHealthExpressions, type ExpressedHealthOf, type ObjectHealth, type StatusOf } from '@gotk/apply';
import { Halt } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { computeStatus } from '@gotk/kstatus';
import { type KubeObject, parseApiVersion } from '@gotk/objects';

/**
 * How the health of a Kustomization's objects is told: by its own expressions for the kinds or groups they name, else as
 * kstatus does with Flux's rule for Jobs.
 */
export function compileHealth(object: Kustomization, nowMs: () => number): StatusOf {
  const expressedHealth = compileOrStall(object);
  return (each) => (isJob(each) ? undefined : expressedHealth(each)) ?? computeHealth(each, nowMs());
}

/** @throws Halt when an expression is malformed: only a change of the Kustomization can help. */
function compileOrStall({ spec }: Kustomization): ExpressedHealthOf {
  try {
    return compileHealthExpressions(spec.healthCheckExprs ?? []);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const message = `Reconciliation failed terminally due to configuration error: ${problem}`;
    throw new Halt({ kind: 'stalled', reason: 'InvalidCELExpression', message, cause });
  }
}

function isJob({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Job' && parseApiVersion(apiVersion).group === 'batch';
}

/** A status that cannot be told is unknown. */
function computeHealth(object: KubeObject, nowMs: number): ObjectHealth {
  try {
    return computeStatus(object, { nowMs, jobsCurrentWhen: 'completed' });
  } catch (error) {
    return { status: 'Unknown', message: error instanceof Error ? error.message : String(error) };
  }
}
