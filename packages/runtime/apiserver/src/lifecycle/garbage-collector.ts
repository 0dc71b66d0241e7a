import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiResource, isApiError, type KubeClient } from '@gotk/kube-client';
import { type KubeObject, keyOf, type ObjectKey, type OwnerReference } from '@gotk/objects';
import { type Teller, tell } from '../workloads/events/tell.js';
import { createKeyQueue } from './key-queue.js';
import { type FeedChange, startFeed } from './object-feed.js';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const DISCOVERY_RETRY_MS = 500;
/** The client asks for an unknown kind anew after a second. */
const DISCOVERY_AGE_MS = 1100;
/** Kinds that own nothing and come in numbers. */
const PASSED_OVER: ReadonlySet<string> = new Set(['Event', 'Lease']);

/** What is known of every object: its key, its owners, and whether it is being deleted. */
interface Node {
  readonly kind: ApiResource;
  readonly object: KubeObject;
}

/**
 * Deletes what its owners left behind: dependents of a deleted object in the background, before it (`foregroundDeletion`), or sets
 * them free (`orphan`). It watches the metadata of every kind, and kinds that come later as soon as they are served.
 */
export function runGarbageCollector(client: KubeClient, now: () => Date, signal: AbortSignal): void {
  const nodes = new Map<string, Node>();
  const dependents = new Map<string, Set<string>>();
  const gone = new Map<string, string | undefined>();
  const undecided = new Set<string>();
  const graph: Graph = { client, nodes, dependents, gone, undecided, teller: { client, now, signal } };
  const queue = createKeyQueue((uid) => collect(uid, graph, signal), signal);
  const watched = new Set<string>();
  const onChange = (kind: ApiResource, { now, before }: FeedChange): void => {
    const uid = (now ?? before)?.metadata.uid;
    if (uid === undefined) return;
    for (const owner of before?.metadata.ownerReferences ?? []) dependents.get(owner.uid)?.delete(uid);
    for (const owner of now?.metadata.ownerReferences ?? [])
      dependents.set(owner.uid, (dependents.get(owner.uid) ?? new Set()).add(uid));
    if (now === undefined) nodes.delete(uid);
    else nodes.set(uid, { kind, object: now });
    queue.add(uid);
    if (now === undefined && (dependents.get(uid)?.size ?? 0) > 0) rememberGone(gone, uid, before?.metadata.namespace);
    if (now === undefined) for (const dependent of dependents.get(uid) ?? []) queue.add(dependent);
    if (now === undefined) for (const owner of before?.metadata.ownerReferences ?? []) queue.add(owner.uid);
  };
  const watchKinds = async (): Promise<void> => {
    for (const kind of await client.resources(signal)) {
      const id = `${kind.apiVersion}/${kind.plural}`;
      if (
        watched.has(id) ||
        PASSED_OVER.has(kind.kind) ||
        !kind.verbs.includes('watch') ||
        !kind.verbs.includes('delete')
      )
        continue;
      if (isServedTwice(kind, watched)) continue;
      watched.add(id);
      startFeed(client, { kind, as: 'metadata', onChange: (change) => onChange(kind, change) }, signal);
    }
    const waiting = [...undecided];
    undecided.clear();
    for (const uid of waiting) queue.addAfter(uid, DISCOVERY_AGE_MS);
  };
  startFeed(
    client,
    {
      kind: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
      onChange: () => void retrying(watchKinds, signal),
    },
    signal,
  );
  void retrying(watchKinds, signal);
}

const MOST_GONE = 10_000;

function rememberGone(gone: Map<string, string | undefined>, uid: string, namespace: string | undefined): void {
  gone.set(uid, namespace);
  const [oldest = uid] = gone.size > MOST_GONE ? gone.keys() : [];
  if (oldest !== uid) gone.delete(oldest);
}

/** Another version of a kind that is watched already. */
function isServedTwice({ apiVersion, plural }: ApiResource, watched: ReadonlySet<string>): boolean {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return [...watched].some(
    (id) => id.endsWith(`/${plural}`) && (group === '' ? id.split('/').length === 2 : id.startsWith(`${group}/`)),
  );
}

async function retrying(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < 5 && !signal.aborted; attempt++) {
    try {
      return await work();
    } catch {
      await sleep(DISCOVERY_RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

interface Graph {
  readonly client: KubeClient;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly dependents: ReadonlyMap<string, ReadonlySet<string>>;
  /** Owners that were seen to go, by uid, and the namespaces that they were in. */
  readonly gone: ReadonlyMap<string, string | undefined>;
  /** Objects with owners of kinds that nobody serves: they stay, until more kinds are served. */
  readonly undecided: Set<string>;
  readonly teller: Teller;
}

async function collect(uid: string, graph: Graph, signal: AbortSignal): Promise<void> {
  const node = graph.nodes.get(uid);
  graph.undecided.delete(uid);
  if (node === undefined) return;
  const { metadata } = node.object;
  if (metadata.deletionTimestamp !== undefined) return finishDeletion(node, graph, signal);
  const owners = metadata.ownerReferences ?? [];
  if (owners.length === 0) return;
  const present = await Promise.all(owners.map((owner) => isPresent(owner, node, graph, signal)));
  if (present.every((isThere) => !isThere)) await deleteNode(node, 'Background', graph, signal);
  else if (present.includes(false)) {
    const kept = owners.filter((_owner, index) => present[index] === true);
    await patchMetadata(node, { ownerReferences: kept }, graph, signal);
  }
}

/** An owner that is not known yet is asked for; one with another uid is another object. */
async function isPresent(owner: OwnerReference, dependent: Node, graph: Graph, signal: AbortSignal): Promise<boolean> {
  const { client, nodes, gone, undecided, teller } = graph;
  const known = nodes.get(owner.uid);
  const { namespace, uid = '' } = dependent.object.metadata;
  if (known !== undefined && !isWithinReach(known, namespace)) await tellOutOfReach(teller, dependent, owner);
  else if (known !== undefined && known.kind.kind === owner.kind && known.object.metadata.name === owner.name)
    return !isDeletingInForeground(known);
  if (gone.has(owner.uid) && [undefined, namespace].includes(gone.get(owner.uid))) return false;
  const resource = await client.resourceFor(owner, signal);
  if (resource === undefined) undecided.add(uid);
  // What is in no namespace cannot be looked for in one. Nothing is deleted for an owner that cannot be looked for.
  if (resource === undefined || (resource.namespaced && namespace === undefined)) return true;
  const found = await client.find({ ...owner, namespace }, { as: 'metadata' }, signal);
  return found?.metadata.uid === owner.uid;
}

/** Owners are in the namespace of what they own, or in none. */
function isWithinReach({ object }: Node, namespace: string | undefined): boolean {
  const own = object.metadata.namespace;
  return own === undefined || own === namespace;
}

async function tellOutOfReach(teller: Teller, { kind, object }: Node, owner: OwnerReference): Promise<void> {
  const { namespace = '', name = '', uid = '' } = object.metadata;
  const which = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
  const metadata = { name, uid, ...(namespace === '' ? {} : { namespace }) };
  await tell(
    teller,
    { apiVersion: kind.apiVersion, kind: kind.kind, metadata },
    {
      reason: 'OwnerRefInvalidNamespace',
      message: `ownerRef ${which} does not exist in namespace ${JSON.stringify(namespace)}`,
      component: 'garbage-collector-controller',
      type: 'Warning',
    },
  );
}

function isDeletingInForeground({ object }: Node): boolean {
  return object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).includes(FOREGROUND);
}

async function finishDeletion(node: Node, graph: Graph, signal: AbortSignal): Promise<void> {
  const { uid = '', finalizers = [] } = node.object.metadata;
  const below = [...(graph.dependents.get(uid) ?? [])]
    .flatMap((dependent) => graph.nodes.get(dependent) ?? [])
    .filter(({ object }) => isWithinReach(node, object.metadata.namespace));
  if (finalizers.includes(ORPHAN)) {
    for (const dependent of below) await setFree(dependent, uid, graph, signal);
    await removeFinalizer(node, ORPHAN, graph, signal);
  } else if (finalizers.includes(FOREGROUND)) {
    for (const dependent of below) await deleteDependent(dependent, graph, signal);
    const blocking = below.filter(({ object }) =>
      (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
    );
    if (blocking.length === 0) await removeFinalizer(node, FOREGROUND, graph, signal);
  }
}

/** Deletes what an owner that goes has left, unless others own it, too. */
async function deleteDependent(dependent: Node, graph: Graph, signal: AbortSignal): Promise<void> {
  const { deletionTimestamp, ownerReferences = [], uid = '' } = dependent.object.metadata;
  if (deletionTimestamp !== undefined) return;
  if (ownerReferences.length > 1) await collect(uid, graph, signal);
  else await deleteNode(dependent, 'Foreground', graph, signal);
}

function setFree(dependent: Node, ownerUid: string, graph: Graph, signal: AbortSignal): Promise<void> {
  const ownerReferences = (dependent.object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== ownerUid);
  return patchMetadata(dependent, { ownerReferences }, graph, signal);
}

function removeFinalizer(node: Node, finalizer: string, graph: Graph, signal: AbortSignal): Promise<void> {
  const finalizers = (node.object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  return patchMetadata(node, { finalizers }, graph, signal);
}

async function patchMetadata(node: Node, metadata: object, { client }: Graph, signal: AbortSignal): Promise<void> {
  const { resourceVersion, uid } = node.object.metadata;
  const body = { metadata: { ...metadata, resourceVersion, uid } as never };
  await ignoring(['NotFound'], () =>
    client.patch(nodeKey(node), { type: 'merge', body }, { fieldManager: 'kube-controller-manager' }, signal),
  );
}

async function deleteNode(
  node: Node,
  propagation: 'Background' | 'Foreground',
  { client }: Graph,
  signal: AbortSignal,
): Promise<void> {
  const { uid } = node.object.metadata;
  const preconditions = uid === undefined ? {} : { preconditions: { uid } };
  await ignoring(['NotFound', 'Conflict'], () =>
    client.delete(nodeKey(node), { propagation, ...preconditions }, signal),
  );
}

function nodeKey({ kind, object }: Node): ObjectKey {
  return { ...keyOf(object), apiVersion: kind.apiVersion, kind: kind.kind };
}

async function ignoring(reasons: readonly string[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isApiError(error, ...reasons)) throw error;
  }
}
