import { findCondition, parseConditions } from '@gotk/conditions';
import { computeStatus } from '@gotk/kstatus';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** How far an object of Flux is. */
export type Readiness =
  | { readonly kind: 'current' }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'failed'; readonly message: string };

/** How far the object is, as kstatus has it. */
export function readinessOf(object: KubeObject): Readiness {
  // The time matters to pods alone.
  const { status, message } = computeStatus(object, { nowMs: 0 });
  if (status === 'Current') return { kind: 'current' };
  return status === 'InProgress' ? { kind: 'in-progress' } : { kind: 'failed', message };
}

/** Like {@link readinessOf}, for an object whose Ready condition must speak of the present generation. */
export function dynamicReadinessOf(object: KubeObject): Readiness {
  const observed = Number(fieldOf(object, 'status', 'observedGeneration') ?? 0);
  const ready = findCondition(parseConditions(object), 'Ready');
  if (observed < 1 || ready === undefined) return { kind: 'in-progress' };
  if ((ready.observedGeneration ?? observed) !== object.metadata.generation) return { kind: 'in-progress' };
  return readinessOf(object);
}
