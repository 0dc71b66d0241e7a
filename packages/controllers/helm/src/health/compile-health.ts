import { compileHealthExpressions, type ExpressedHealthOf } from '@gotk/apply';
import { Halt } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';

/** Compiles `spec.healthCheckExprs`. @throws Halt when one is malformed: only a change of the release can help. */
export function compileHealth({ spec }: HelmRelease): ExpressedHealthOf {
  try {
    return compileHealthExpressions(spec.healthCheckExprs ?? []);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const message = `Reconciliation failed terminally due to configuration error: ${problem}`;
    const event = { severity: 'error', message: problem } as const;
    throw new Halt({ kind: 'stalled', reason: 'InvalidCELExpression', message, event, cause });
  }
}
