import { isApiError, type KubeClient } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { createKeyQueue } from './key-queue.js';
import { startFeed } from './object-feed.js';

const CHECK_AGAIN_MS = 100;

/** Empties namespaces that are being deleted, and lets them go once they are empty. */
export function runNamespaceFinalizer(client: KubeClient, signal: AbortSignal): void {
  const queue = createKeyQueue(async (name) => {
    const namespace = await client.find({ apiVersion: 'v1', kind: 'Namespace', name }, {}, signal);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    if (await isEmptied(name, client, signal)) await finalize(namespace, client, signal);
    else queue.addAfter(name, CHECK_AGAIN_MS);
  }, signal);
  const onChange = ({ now }: { readonly now: KubeObject | undefined }): void => {
    if (now?.metadata.deletionTimestamp !== undefined) queue.add(now.metadata.name ?? '');
  };
  startFeed(client, { kind: { apiVersion: 'v1', kind: 'Namespace' }, onChange }, signal);
}

/** Asks for the deletion of everything in the namespace; @returns whether nothing was left. */
async function isEmptied(namespace: string, client: KubeClient, signal: AbortSignal): Promise<boolean> {
  let remaining = 0;
  for (const kind of await client.resources(signal)) {
    if (!kind.namespaced || !kind.verbs.includes('list') || !kind.verbs.includes('delete')) continue;
    const { items } = await client.list(kind, { namespace, as: 'metadata' }, signal);
    for (const { metadata } of items) {
      remaining++;
      if (metadata.deletionTimestamp !== undefined) continue;
      const key = { apiVersion: kind.apiVersion, kind: kind.kind, namespace, name: metadata.name ?? '' };
      await client.delete(key, { propagation: 'Background', gracePeriodSeconds: 0 }, signal).catch((error: unknown) => {
        if (!isApiError(error, 'NotFound')) throw error;
      });
    }
  }
  return remaining === 0;
}

async function finalize(namespace: KubeObject, client: KubeClient, signal: AbortSignal): Promise<void> {
  const finalizers = fieldOf(namespace, 'spec', 'finalizers');
  if (!Array.isArray(finalizers) || finalizers.length === 0) return;
  const path = `/api/v1/namespaces/${namespace.metadata.name ?? ''}/finalize`;
  const { spec: _spec, ...rest } = asJson(namespace);
  await client.raw({ method: 'PUT', path, body: { ...rest, spec: { finalizers: [] } } }, signal);
}
