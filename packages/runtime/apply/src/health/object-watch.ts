import { setTimeout as sleep } from 'node:timers/promises';
import { isApiError, type KubeReader, type KubeWatcher } from '@gotk/kube-client';
import { type KubeObject, keyOf, type ObjectKey } from '@gotk/objects';

const RETRY_MS = 500;
/** A stream that ends sooner is not begun again at once. */
const MIN_WATCH_MS = 1000;

/** Tells the present state of an object: the object, `undefined` when it is not there, or why it cannot be known. */
export type ObserveObject = (key: ObjectKey, state: KubeObject | undefined | { readonly problem: string }) => void;

/**
 * Observes objects by watches, one for each kind and namespace, until the signal aborts. Every object is told once at first and
 * then at each change. What cannot be watched for the moment (a kind that is not served yet, a broken stream) is tried again.
 */
export async function observeObjects(
  keys: readonly ObjectKey[],
  client: KubeReader & KubeWatcher,
  { observe, signal }: { readonly observe: ObserveObject; readonly signal: AbortSignal },
): Promise<void> {
  const groups = new Map<string, ObjectKey[]>();
  for (const key of keys) {
    const group = JSON.stringify([key.apiVersion, key.kind, key.namespace ?? '']);
    groups.set(group, [...(groups.get(group) ?? []), key]);
  }
  await Promise.all([...groups.values()].map((group) => observeGroup(group, client, { observe, signal })));
}

async function observeGroup(
  keys: readonly ObjectKey[],
  client: KubeReader & KubeWatcher,
  { observe, signal }: { readonly observe: ObserveObject; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const startedMs = performance.now();
    try {
      await observeOnce(keys, client, { observe, signal });
      if (performance.now() - startedMs < MIN_WATCH_MS) await pause(signal);
    } catch (error) {
      if (signal.aborted) return;
      const problem = { problem: error instanceof Error ? error.message : String(error) };
      const state = isMissing(error) ? undefined : problem;
      for (const key of keys) observe(key, state);
      await pause(signal);
    }
  }
}

/** The kind or the object is not there, which may change. */
function isMissing(error: unknown): boolean {
  return isApiError(error, 'NotFound');
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
}

async function observeOnce(
  keys: readonly ObjectKey[],
  client: KubeReader & KubeWatcher,
  { observe, signal }: { readonly observe: ObserveObject; readonly signal: AbortSignal },
): Promise<void> {
  const [first] = keys;
  if (first === undefined) return;
  const only = keys.length === 1 ? { fieldSelector: `metadata.name=${first.name}` } : {};
  const scope = { namespace: first.namespace, ...only };
  const byName = new Map(keys.map((key) => [key.name, key]));
  const list = await client.list(first, scope, signal);
  const present = new Map(list.items.map((item) => [keyOf(item).name, item]));
  for (const key of keys) observe(key, present.get(key.name));
  const resourceVersion = list.metadata.resourceVersion ?? '';
  for await (const event of client.watch(first, { ...scope, resourceVersion }, signal)) {
    if (event.type === 'BOOKMARK') continue;
    const key = byName.get(event.object.metadata.name ?? '');
    if (key !== undefined) observe(key, event.type === 'DELETED' ? undefined : event.object);
  }
}
