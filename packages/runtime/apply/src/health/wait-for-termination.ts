import type { KubeReader, KubeWatcher } from '@gotk/kube-client';
import { expireAfter } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { type ObjectKey, renderObjectName } from '@gotk/objects';
import { observeObjects } from './object-watch.js';

export interface TerminationOptions {
  readonly client: KubeReader & KubeWatcher;
  readonly timeoutMs: number;
}

/**
 * Waits until none of the objects is there any more.
 *
 * @throws LocatedError `termination-timeout`, naming the first that remains; the signal's reason when it aborts.
 */
export async function waitForTermination(
  keys: readonly ObjectKey[],
  { client, timeoutMs }: TerminationOptions,
  signal: AbortSignal,
): Promise<void> {
  if (keys.length === 0) return;
  signal.throwIfAborted();
  const remaining = new Set(keys);
  const end = new AbortController();
  await observeObjects(keys, client, {
    observe: (key, state) => {
      if (state === undefined) remaining.delete(key);
      if (remaining.size === 0) end.abort();
    },
    signal: AbortSignal.any([signal, end.signal, expireAfter(timeoutMs)]),
  });
  signal.throwIfAborted();
  const [left] = remaining;
  if (left !== undefined && !end.signal.aborted) {
    throw new LocatedError({
      code: 'termination-timeout',
      message: `${renderObjectName(left)} termination timeout: context deadline exceeded`,
    });
  }
}
