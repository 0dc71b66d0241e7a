import { expireAfter, type KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';

const TIMEOUT_MS = 15_000;

/**
 * Waits until an object is as wanted; `undefined` stands for one that is not there.
 * @returns the object as it is then.
 * @throws Error that shows the object when that takes longer than 15 s.
 */
export async function untilObject<T extends KubeObject>(
  client: Pick<KubeClient, 'list' | 'watch' | 'find'>,
  key: ObjectKey,
  isWanted: (object: T | undefined) => boolean,
): Promise<T | undefined> {
  const { namespace, name } = key;
  const scope = { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
  const { items, metadata } = await client.list<T>(key, scope);
  if (isWanted(items[0])) return items[0];
  const options = { ...scope, resourceVersion: metadata.resourceVersion ?? '' };
  for await (const event of client.watch<T>(key, options, expireAfter(TIMEOUT_MS))) {
    if (event.type === 'BOOKMARK') continue;
    const state = event.type === 'DELETED' ? undefined : event.object;
    if (isWanted(state)) return state;
  }
  throw new Error(`${key.kind} ${name} was not as wanted in time: ${JSON.stringify(await client.find(key), null, 1)}`);
}
