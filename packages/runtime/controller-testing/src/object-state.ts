import { parseConditions } from '@gotk/conditions';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** Whether an object says that it is ready. */
export function isReady(object: KubeObject): boolean {
  return parseConditions(object).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/**
 * Whether an object's present generation has been dealt with, one way or the other, and nothing is in progress.
 * @param token of a request (`reconcile.fluxcd.io/requestedAt`) that has to be handled too.
 */
export function isSettled(object: KubeObject, token?: string): boolean {
  const conditions = parseConditions(object);
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'Unknown') return false;
  if (conditions.some(({ reason }) => reason === 'Progressing')) return false;
  if (token !== undefined && fieldOf(object, 'status', 'lastHandledReconcileAt') !== token) return false;
  return ready.observedGeneration === object.metadata.generation;
}

/** `Type=Status Reason: message` of each condition, durations in messages replaced. */
export function conditionsOf(object: KubeObject): readonly string[] {
  return parseConditions(object).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${withoutDurations(message)}`,
  );
}

/** A message in which the time that something took reads `<duration>`. */
export function withoutDurations(message: string): string {
  return message.replaceAll(/(finished in|passed in|failed after) (\d+(\.\d+)?(ns|µs|ms|s|m|h))+/g, '$1 <duration>');
}
