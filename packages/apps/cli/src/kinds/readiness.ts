import { findCondition, parseConditions } from '@gotk/conditions';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** How far an object of Flux is. */
export type Readiness =
  | { readonly kind: 'current' }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'failed'; readonly message: string };

/** How far the object is, by its generation and conditions. */
export function readinessOf(object: KubeObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) {
    return { kind: 'failed', message: 'Resource scheduled for deletion' };
  }
  const conditions = parseConditions(object);
  if (isBehind(object)) return { kind: 'in-progress' };
  if (findCondition(conditions, 'Reconciling')?.status === 'True') return { kind: 'in-progress' };
  const stalled = findCondition(conditions, 'Stalled');
  if (stalled?.status === 'True') return { kind: 'failed', message: stalled.message };
  const ready = findCondition(conditions, 'Ready');
  return ready === undefined || ready.status === 'True' ? { kind: 'current' } : { kind: 'in-progress' };
}

/** Like {@link readinessOf}, for an object whose Ready condition must speak of the present generation. */
export function dynamicReadinessOf(object: KubeObject): Readiness {
  const observed = Number(fieldOf(object, 'status', 'observedGeneration') ?? 0);
  const ready = findCondition(parseConditions(object), 'Ready');
  if (observed < 1 || ready === undefined) return { kind: 'in-progress' };
  if ((ready.observedGeneration ?? observed) !== object.metadata.generation) return { kind: 'in-progress' };
  return readinessOf(object);
}

function isBehind({ metadata, ...object }: KubeObject): boolean {
  const observed = fieldOf(object, 'status', 'observedGeneration');
  return typeof observed === 'number' && metadata.generation !== undefined && observed !== metadata.generation;
}
