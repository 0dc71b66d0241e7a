import { type ApiResource, isApiError, type KubeClient } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { createKeyQueue } from './key-queue.js';
import { type NamespaceContent, namespaceConditions } from './namespace-conditions.js';
import { startFeed } from './object-feed.js';

const CHECK_AGAIN_MS = 100;
const OWN_FINALIZER = 'kubernetes';
const FIELD_MANAGER = 'kube-controller-manager';

/** Empties namespaces that are being deleted, says what keeps them, and lets them go once they are empty. */
export function runNamespaceFinalizer(client: KubeClient, now: () => number, signal: AbortSignal): void {
  const queue = createKeyQueue(async (name) => {
    const namespace = await client.find({ apiVersion: 'v1', kind: 'Namespace', name }, {}, signal);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    const content = await emptyNamespace(name, client, signal);
    const isEmpty = content.resources.size === 0;
    if (isEmpty && otherFinalizers(namespace).length === 0) return finalize(namespace, client, signal);
    const conditions = namespaceConditions(namespace, content, now());
    if (conditions !== undefined) await report(name, conditions, { client, signal });
    if (isEmpty) return finalize(namespace, client, signal);
    queue.addAfter(name, CHECK_AGAIN_MS);
  }, signal);
  const onChange = ({ now: namespace }: { readonly now: KubeObject | undefined }): void => {
    if (namespace?.metadata.deletionTimestamp !== undefined) queue.add(namespace.metadata.name ?? '');
  };
  startFeed(client, { kind: { apiVersion: 'v1', kind: 'Namespace' }, onChange }, signal);
}

/** Asks for the deletion of everything in the namespace; @returns what is left. */
async function emptyNamespace(namespace: string, client: KubeClient, signal: AbortSignal): Promise<NamespaceContent> {
  const content = { resources: new Map<string, number>(), finalizers: new Map<string, number>() };
  for (const kind of await client.resources(signal)) {
    if (!kind.namespaced || !kind.verbs.includes('list') || !kind.verbs.includes('delete')) continue;
    if (!(await deleteAll(kind, namespace, { client, signal }))) continue;
    const { items } = await client.list(kind, { namespace, as: 'metadata' }, signal);
    if (items.length === 0) continue;
    const group = kind.apiVersion.includes('/') ? (kind.apiVersion.split('/')[0] ?? '') : '';
    content.resources.set(`${kind.plural}.${group}`, items.length);
    for (const finalizer of items.flatMap(({ metadata }) => metadata.finalizers ?? []))
      content.finalizers.set(finalizer, (content.finalizers.get(finalizer) ?? 0) + 1);
  }
  return content;
}

interface Connection {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
}

/** @returns whether there was anything. */
async function deleteAll(kind: ApiResource, namespace: string, { client, signal }: Connection): Promise<boolean> {
  const { items } = await client.list(kind, { namespace, as: 'metadata' }, signal);
  for (const { metadata } of items) {
    if (metadata.deletionTimestamp !== undefined) continue;
    const key = { apiVersion: kind.apiVersion, kind: kind.kind, namespace, name: metadata.name ?? '' };
    await client.delete(key, { propagation: 'Background', gracePeriodSeconds: 0 }, signal).catch((error: unknown) => {
      if (!isApiError(error, 'NotFound')) throw error;
    });
  }
  return items.length > 0;
}

async function report(name: string, conditions: readonly object[], { client, signal }: Connection): Promise<void> {
  await client.patch(
    { apiVersion: 'v1', kind: 'Namespace', name },
    { type: 'merge', body: { status: { conditions: conditions as never } } },
    { fieldManager: FIELD_MANAGER, subresource: 'status' },
    signal,
  );
}

async function finalize(namespace: KubeObject, client: KubeClient, signal: AbortSignal): Promise<void> {
  if (!finalizersOf(namespace).includes(OWN_FINALIZER)) return;
  const path = `/api/v1/namespaces/${namespace.metadata.name ?? ''}/finalize`;
  const { spec: _spec, ...rest } = asJson(namespace);
  await client.raw(
    {
      method: 'PUT',
      path,
      query: { fieldManager: FIELD_MANAGER },
      body: { ...rest, spec: { finalizers: otherFinalizers(namespace) } },
    },
    signal,
  );
}

function finalizersOf(namespace: KubeObject): readonly string[] {
  const finalizers = fieldOf(namespace, 'spec', 'finalizers');
  return Array.isArray(finalizers) ? (finalizers as readonly string[]) : [];
}

/** Those that somebody else has to remove. */
function otherFinalizers(namespace: KubeObject): readonly string[] {
  return finalizersOf(namespace).filter((name) => name !== OWN_FINALIZER);
}
