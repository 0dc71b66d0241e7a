import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '@gotk/kube-client';
import type { KindRef, KubeObject } from '@gotk/objects';

const RETRY_MS = 200;

/** A change of an object: its state now (`undefined` once it is gone) and before. */
export interface FeedChange {
  readonly now: KubeObject | undefined;
  readonly before: KubeObject | undefined;
}

/** The present objects of one kind, kept up by a watch. */
export interface ObjectFeed {
  /** By `namespace/name`. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** Resolves when the first list is in. */
  readonly synced: Promise<void>;
  /** Takes in an object that was just written, before the watch tells of it, so that nobody works on what was before. */
  take(object: KubeObject): void;
}

export interface FeedOptions {
  readonly kind: KindRef;
  readonly as?: 'object' | 'metadata';
  readonly onChange: (change: FeedChange) => void;
}

/** Lists and watches a kind in all namespaces until the signal aborts; a broken watch is started again. */
export function startFeed(
  client: KubeClient,
  { kind, as = 'object', onChange }: FeedOptions,
  signal: AbortSignal,
): ObjectFeed {
  const objects = new Map<string, KubeObject>();
  let markSynced: () => void = () => undefined;
  const synced = new Promise<void>((resolve) => {
    markSynced = resolve;
  });
  const put = (object: KubeObject): void => {
    const before = objects.get(feedKey(object));
    if (before !== undefined && before.metadata.uid === object.metadata.uid && !isNewer(object, before)) return;
    objects.set(feedKey(object), object);
    onChange({ now: object, before });
  };
  const remove = (key: string): void => {
    const before = objects.get(key);
    objects.delete(key);
    if (before !== undefined) onChange({ now: undefined, before });
  };
  const follow = async (): Promise<void> => {
    const list = await client.list(kind, { as }, signal);
    const present = new Set(list.items.map(feedKey));
    for (const key of objects.keys()) if (!present.has(key)) remove(key);
    for (const item of list.items) put(item);
    markSynced();
    const resourceVersion = list.metadata.resourceVersion ?? '';
    for await (const event of client.watch(kind, { as, resourceVersion }, signal)) {
      if (event.type === 'DELETED') remove(feedKey(event.object));
      else if (event.type !== 'BOOKMARK') put(event.object);
    }
  };
  void repeat(follow, signal);
  return { objects, synced, take: put };
}

/** The server counts its versions up. */
function isNewer(object: KubeObject, before: KubeObject): boolean {
  return Number(object.metadata.resourceVersion) > Number(before.metadata.resourceVersion);
}

/** `namespace/name`; the namespace is empty for cluster-scoped objects. */
export function feedKey({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

async function repeat(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch {
      // The kind may not be served for the moment, or the watch was too old: begin again.
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
