import { isApiError, type KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';

/** What a wait does with the present state: go on, or end with a result. */
export type WaitCheck<T> = (object: KubeObject) => T | undefined;

/**
 * Watches one object until `check` returns something.
 *
 * @throws what `check` throws; ApiError NotFound when the object is not there; the signal's reason.
 */
export async function waitForObject<T>(
  client: KubeClient,
  { key, check }: { readonly key: ObjectKey; readonly check: WaitCheck<T> },
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const object = await client.get(key, {}, signal);
    const result = check(object) ?? (await watchOnce(client, { key, check, object }, signal));
    if (result !== undefined) return result;
    signal.throwIfAborted();
  }
}

/** @returns the result, or `undefined` when the watch ended before there was one. */
async function watchOnce<T>(
  client: KubeClient,
  { key, check, object }: { readonly key: ObjectKey; readonly check: WaitCheck<T>; readonly object: KubeObject },
  signal: AbortSignal,
): Promise<T | undefined> {
  const { resourceVersion } = object.metadata;
  const options = {
    namespace: key.namespace,
    fieldSelector: `metadata.name=${key.name}`,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  try {
    for await (const event of client.watch(key, options, signal)) {
      if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
      const result = check(event.object);
      if (result !== undefined) return result;
    }
  } catch (error) {
    // The place in the history was too old; the next round reads the object again.
    if (!isApiError(error, 'Expired', 'Gone')) throw error;
  }
  return undefined;
}
