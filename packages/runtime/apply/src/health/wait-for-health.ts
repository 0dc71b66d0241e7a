import type { KubeReader, KubeWatcher } from '@gotk/kube-client';
import { expireAfter } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { type KubeObject, type ObjectKey, renderObjectName } from '@gotk/objects';
import { observeObjects } from './object-watch.js';

/** kstatus' statuses. */
export type HealthStatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound' | 'Unknown';

/** The health of one object. */
export interface ObjectHealth {
  readonly status: HealthStatus;
  readonly message?: string;
}

/** Computes the health of a present object, e.g. by kstatus or an expression. */
export type StatusOf = (object: KubeObject) => ObjectHealth;

export interface WaitOptions {
  readonly client: KubeReader & KubeWatcher;
  readonly statusOf: StatusOf;
  readonly timeoutMs: number;
  /** End at the first object that failed. Default: wait until every object is ready or has failed. */
  readonly failFast?: boolean;
  /** Whether the absence of this object counts as done, as of a Job that was cleaned up after it finished. */
  readonly mayBeGone?: (key: ObjectKey) => boolean;
  /** Told at every change, for progress. */
  readonly onProgress?: (healths: ReadonlyMap<ObjectKey, ObjectHealth>) => void;
}

/** Objects that did not become ready. The message is Flux's. */
export class HealthError extends LocatedError {
  readonly healths: ReadonlyMap<ObjectKey, ObjectHealth>;

  constructor(message: string, healths: ReadonlyMap<ObjectKey, ObjectHealth>) {
    super({ code: 'health-check-failed', message });
    this.name = 'HealthError';
    this.healths = healths;
  }
}

/**
 * Waits until all objects are ready; it holds nothing but watches while it waits.
 *
 * @throws HealthError when objects failed or the time is over; the signal's reason when it aborts.
 */
export async function waitForHealth(
  keys: readonly ObjectKey[],
  options: WaitOptions,
  signal: AbortSignal,
): Promise<void> {
  if (keys.length === 0) return;
  signal.throwIfAborted();
  const end = new AbortController();
  const timeout = expireAfter(options.timeoutMs);
  const healths = new Map<ObjectKey, ObjectHealth>();
  const observe = (key: ObjectKey, state: KubeObject | undefined | { readonly problem: string }): void => {
    healths.set(key, healthOf(key, state, options));
    options.onProgress?.(healths);
    if (isSettled(keys, healths, options.failFast ?? false)) end.abort();
  };
  await observeObjects(keys, options.client, { observe, signal: AbortSignal.any([signal, end.signal, timeout]) });
  signal.throwIfAborted();
  const timedOut = !end.signal.aborted;
  const problems = keys.flatMap((key) => problemOf(key, healths.get(key), timedOut));
  if (problems.length === 0) return;
  throw new HealthError(
    `${timedOut ? 'timeout waiting for' : 'failed early due to stalled resources'}: [${problems.join(', ')}]`,
    healths,
  );
}

function healthOf(
  key: ObjectKey,
  state: KubeObject | undefined | { readonly problem: string },
  options: WaitOptions,
): ObjectHealth {
  if (state === undefined) return options.mayBeGone?.(key) === true ? { status: 'Current' } : { status: 'NotFound' };
  if ('problem' in state && typeof state.problem === 'string') return { status: 'Unknown', message: state.problem };
  return options.statusOf(state as KubeObject);
}

function isSettled(
  keys: readonly ObjectKey[],
  healths: ReadonlyMap<ObjectKey, ObjectHealth>,
  failFast: boolean,
): boolean {
  let failed = 0;
  let current = 0;
  for (const { status } of healths.values()) {
    if (status === 'Failed') failed++;
    else if (status === 'Current') current++;
  }
  return failed + current === keys.length || (failFast && failed > 0);
}

function problemOf(key: ObjectKey, health: ObjectHealth | undefined, timedOut: boolean): readonly string[] {
  const subject = renderObjectName(key);
  if (health === undefined) return timedOut ? [`can't determine status for ${subject}`] : [];
  const counts = health.status === 'Failed' || (timedOut && health.status !== 'Current');
  if (!counts) return [];
  const problem = health.status === 'Unknown' && health.message !== undefined ? `: ${health.message}` : '';
  return [`${subject} status: '${health.status}'${problem}`];
}
