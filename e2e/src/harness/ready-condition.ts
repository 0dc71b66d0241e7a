import { fieldOf, type KubeObject } from '@gotk/objects';

/** A condition, as far as a story looks at it. */
export interface ReadyCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The Ready condition of an object, if it has one. */
export function readyOf(object: KubeObject | undefined): ReadyCondition | undefined {
  const conditions = object === undefined ? undefined : fieldOf(object, 'status', 'conditions');
  // The schema of the kind has checked them.
  const all = Array.isArray(conditions) ? (conditions as unknown as readonly ReadyCondition[]) : [];
  return all.find(({ type }) => type === 'Ready');
}

/** Whether an object is ready in its present generation. */
export function isReady(object: KubeObject): boolean {
  const observed = fieldOf(object, 'status', 'observedGeneration') === object.metadata.generation;
  return observed && readyOf(object)?.status === 'True';
}

/** Reason and message of the Ready condition. */
export function readyMessage(object: KubeObject): string {
  const ready = readyOf(object);
  return `${ready?.reason}: ${ready?.message}`;
}
