import type { StatusOf } from '@gotk/apply';
import type { Kustomization } from '@gotk/flux-types';
import { computeStatus } from '@gotk/kstatus';

/** How the health of objects is told: as kstatus does, with Flux's rule for Jobs. */
export function compileHealth(_object: Kustomization, nowMs: () => number): StatusOf {
  return (object) => computeStatus(object, { nowMs: nowMs(), jobsCurrentWhen: 'completed' });
}
