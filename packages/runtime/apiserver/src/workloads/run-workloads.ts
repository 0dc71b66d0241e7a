import type { KubeClient } from '@gotk/kube-client';
import type { KindRef, KubeObject } from '@gotk/objects';
import { createKeyQueue } from '../lifecycle/key-queue.js';
import { type FeedChange, feedKey, type ObjectFeed, startFeed } from '../lifecycle/object-feed.js';
import { reconcileDaemonSet } from './daemon-sets.js';
import { reconcileDeployment } from './deployments.js';
import { reconcileJob } from './jobs.js';
import { reconcilePod } from './pods.js';
import { reconcileReplicaSet } from './replica-sets.js';
import { type PodPlan, planOf } from './simulation.js';
import { reconcileAutoscaler, reconcileClaim, reconcileDisruptionBudget, reconcileService } from './single-objects.js';
import { reconcileStatefulSet } from './stateful-sets.js';
import type { WorkloadContext } from './workload-context.js';

type Reconcile = (context: WorkloadContext, object: KubeObject) => Promise<void>;

/** Every simulated kind and what keeps it going. */
const KINDS: Readonly<Record<string, { readonly kind: KindRef; readonly reconcile: Reconcile }>> = {
  Pod: { kind: { apiVersion: 'v1', kind: 'Pod' }, reconcile: reconcilePod },
  ReplicaSet: { kind: { apiVersion: 'apps/v1', kind: 'ReplicaSet' }, reconcile: reconcileReplicaSet },
  Deployment: { kind: { apiVersion: 'apps/v1', kind: 'Deployment' }, reconcile: reconcileDeployment },
  StatefulSet: { kind: { apiVersion: 'apps/v1', kind: 'StatefulSet' }, reconcile: reconcileStatefulSet },
  DaemonSet: { kind: { apiVersion: 'apps/v1', kind: 'DaemonSet' }, reconcile: reconcileDaemonSet },
  Job: { kind: { apiVersion: 'batch/v1', kind: 'Job' }, reconcile: reconcileJob },
  PersistentVolumeClaim: { kind: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, reconcile: reconcileClaim },
  Service: { kind: { apiVersion: 'v1', kind: 'Service' }, reconcile: reconcileService },
  HorizontalPodAutoscaler: {
    kind: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
    reconcile: reconcileAutoscaler,
  },
  PodDisruptionBudget: {
    kind: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
    reconcile: reconcileDisruptionBudget,
  },
};

const CONTROLLERS: ReadonlySet<string> = new Set(['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

const noObjects: ObjectFeed = { objects: new Map(), synced: Promise.resolve(), take: () => undefined };

export interface WorkloadOptions {
  readonly now: () => Date;
  /** What is to happen to a pod. Default: what its annotations ask for. */
  readonly planOf?: (pod: KubeObject) => PodPlan;
  /** Whether pods run. Without a node they stay pending. Default true. */
  readonly pods?: boolean;
}

/** Runs the workload controllers of a cluster with one simulated node, until the signal aborts. */
export function runWorkloads(client: KubeClient, options: WorkloadOptions, signal: AbortSignal): void {
  const feeds = new Map<string, ObjectFeed>();
  const feed = (kind: string): ObjectFeed => feeds.get(kind) ?? noObjects;
  const context: WorkloadContext = {
    client,
    signal,
    now: options.now,
    feed,
    wakeAfter: (object, delayMs) => queue.addAfter(`${object.kind} ${feedKey(object)}`, delayMs),
    planOf: options.planOf ?? planOf,
  };
  const queue = createKeyQueue(async (id) => {
    const [kind = '', key = ''] = id.split(' ');
    const object = feed(kind).objects.get(key);
    if (object !== undefined) await KINDS[kind]?.reconcile(context, object);
  }, signal);
  const onChange = (kind: string, { now, before }: FeedChange): void => {
    if (now !== undefined) queue.add(`${kind} ${feedKey(now)}`);
    for (const { metadata } of [now, before].filter((each) => each !== undefined)) {
      for (const owner of metadata.ownerReferences ?? [])
        if (CONTROLLERS.has(owner.kind)) queue.add(`${owner.kind} ${metadata.namespace ?? ''}/${owner.name}`);
    }
  };
  for (const [name, { kind }] of Object.entries(KINDS)) {
    // A feed tells of what is there at first, too; without a node nothing runs pods.
    const silent = name === 'Pod' && options.pods === false;
    const listener = silent
      ? (change: FeedChange) => onChange('', { ...change, now: undefined })
      : (change: FeedChange) => onChange(name, change);
    feeds.set(name, startFeed(client, { kind, onChange: listener }, signal));
  }
}
