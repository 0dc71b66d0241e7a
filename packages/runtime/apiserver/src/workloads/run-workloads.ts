import type { KubeClient } from '@gotk/kube-client';
import type { KindRef, KubeObject } from '@gotk/objects';
import { createKeyQueue } from '../lifecycle/key-queue.js';
import { type FeedChange, feedKey, type ObjectFeed, startFeed } from '../lifecycle/object-feed.js';
import { reconcileAutoscaler } from './autoscalers/reconcile-autoscaler.js';
import { claimants } from './claim-pods.js';
import { reconcileCronJob } from './cron-jobs.js';
import { reconcileDaemonSet } from './daemon-sets/reconcile-daemon-set.js';
import { reconcileDeployment } from './deployments/reconcile-deployment.js';
import { budgetsOf, reconcileDisruptionBudget } from './disruption-budgets.js';
import { reconcileEndpoints, removeEndpoints } from './endpoints/reconcile-endpoints.js';
import { servicesOf } from './endpoints/service-endpoints.js';
import { eventLoopTurns } from './event-loop-turns.js';
import { isTracked } from './jobs/job-pods.js';
import { reconcileJob, releaseOrphans, releaseUncontrolled } from './jobs/reconcile-job.js';
import { reconcilePod } from './pods.js';
import { reconcileReplicaSet } from './replica-sets.js';
import { type PodPlan, planOf } from './simulation.js';
import { PodBudget, type SimulationLimit } from './simulation-limit.js';
import { markNode, reconcileClaim, reconcileService } from './single-objects.js';
import { reconcileStatefulSet } from './stateful-sets/reconcile-stateful-set.js';
import type { WorkloadContext } from './workload-context.js';

type Reconcile = (context: WorkloadContext, object: KubeObject) => Promise<unknown>;

interface SimulatedKind {
  readonly kind: KindRef;
  readonly reconcile: Reconcile;
  /** Whether it is a node, a storage or a network that acts, so that nothing happens without a simulated node. */
  readonly needsNode?: boolean;
}

const unchanged: Reconcile = () => Promise.resolve();

/** Every simulated kind and what keeps it going. */
const KINDS: Readonly<Record<string, SimulatedKind>> = {
  Pod: { kind: { apiVersion: 'v1', kind: 'Pod' }, reconcile: reconcilePod, needsNode: true },
  ReplicaSet: { kind: { apiVersion: 'apps/v1', kind: 'ReplicaSet' }, reconcile: reconcileReplicaSet },
  ReplicationController: {
    kind: { apiVersion: 'v1', kind: 'ReplicationController' },
    reconcile: reconcileReplicaSet,
  },
  Deployment: { kind: { apiVersion: 'apps/v1', kind: 'Deployment' }, reconcile: reconcileDeployment },
  StatefulSet: { kind: { apiVersion: 'apps/v1', kind: 'StatefulSet' }, reconcile: reconcileStatefulSet },
  DaemonSet: { kind: { apiVersion: 'apps/v1', kind: 'DaemonSet' }, reconcile: reconcileDaemonSet },
  ControllerRevision: { kind: { apiVersion: 'apps/v1', kind: 'ControllerRevision' }, reconcile: unchanged },
  Node: { kind: { apiVersion: 'v1', kind: 'Node' }, reconcile: markNode },
  Job: { kind: { apiVersion: 'batch/v1', kind: 'Job' }, reconcile: reconcileJob },
  CronJob: { kind: { apiVersion: 'batch/v1', kind: 'CronJob' }, reconcile: reconcileCronJob },
  PersistentVolumeClaim: {
    kind: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    reconcile: reconcileClaim,
    needsNode: true,
  },
  Service: { kind: { apiVersion: 'v1', kind: 'Service' }, reconcile: reconcileService, needsNode: true },
  EndpointSlice: { kind: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }, reconcile: unchanged },
  Endpoints: { kind: { apiVersion: 'v1', kind: 'Endpoints' }, reconcile: unchanged },
  HorizontalPodAutoscaler: {
    kind: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
    reconcile: reconcileAutoscaler,
  },
  PodDisruptionBudget: {
    kind: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
    reconcile: reconcileDisruptionBudget,
  },
};

const CONTROLLERS: ReadonlySet<string> = new Set([
  'ReplicaSet',
  'ReplicationController',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);
/** The key of a pod that is to be let go when its Job is no more. */
const RELEASE = 'Release';

/** Who may take a pod, or another object, that nobody controls. */
const CLAIMANTS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'],
  ReplicaSet: ['Deployment'],
  ControllerRevision: ['StatefulSet', 'DaemonSet'],
};

/** The key of a Service whose endpoints may be others. */
const SERVED = 'Served';

const noObjects: ObjectFeed = { objects: new Map(), synced: Promise.resolve(), take: () => undefined };

export interface WorkloadOptions {
  readonly now: () => Date;
  /** What is to happen to a pod. Default: what its annotations ask for. */
  readonly planOf?: (pod: KubeObject) => PodPlan;
  /** Whether pods run. Without a node they stay pending. Default true. */
  readonly pods?: boolean;
  /** How much is made for one object. */
  readonly limit?: SimulationLimit;
}

/** Runs the workload controllers of a cluster with one simulated node, until the signal aborts. */
export function runWorkloads(client: KubeClient, options: WorkloadOptions, signal: AbortSignal): void {
  const feeds = new Map<string, ObjectFeed>();
  const feed = (kind: string): ObjectFeed => feeds.get(kind) ?? noObjects;
  const hasNode = options.pods !== false;
  const context: WorkloadContext = {
    client,
    signal,
    now: options.now,
    feed,
    wakeAfter: (object, delayMs) => queue.addAfter(`${object.kind} ${feedKey(object)}`, delayMs),
    planOf: options.planOf ?? planOf,
    takeTurn: eventLoopTurns(),
    budget: new PodBudget(options.limit ?? {}),
    hasNode,
  };
  const queue = createKeyQueue((id) => work(context, id), signal);
  for (const [name, { kind }] of Object.entries(KINDS)) {
    const onChange = (change: FeedChange): void => {
      for (const id of wakes(context, name, change)) queue.add(id);
    };
    feeds.set(name, startFeed(client, { kind, onChange }, signal));
  }
}

async function work(context: WorkloadContext, id: string): Promise<void> {
  const [kind = '', key = ''] = id.split(' ');
  if (kind === RELEASE) {
    const pod = context.feed('Pod').objects.get(key);
    if (pod !== undefined) await releaseUncontrolled(context, pod);
    return;
  }
  if (kind === SERVED) {
    const service = context.feed('Service').objects.get(key);
    await (service === undefined ? removeEndpoints(context, key) : reconcileEndpoints(context, service));
    return;
  }
  const object = context.feed(kind).objects.get(key);
  if (object !== undefined) await KINDS[kind]?.reconcile(context, object);
  else if (kind === 'Job') await releaseOrphans(context, key);
}

/** The keys of everything that a change concerns: the object itself, its owners, and what looks at it. */
function wakes(context: WorkloadContext, kind: string, { now, before }: FeedChange): readonly string[] {
  const ids: string[] = [];
  const isSilent = KINDS[kind]?.needsNode === true && !context.hasNode;
  if (now !== undefined && !isSilent) ids.push(`${kind} ${feedKey(now)}`);
  if (now === undefined && before !== undefined && kind === 'Job') ids.push(`Job ${feedKey(before)}`);
  for (const object of [now, before].filter((each) => each !== undefined)) {
    const { metadata } = object;
    for (const owner of metadata.ownerReferences ?? [])
      if (CONTROLLERS.has(owner.kind)) ids.push(`${owner.kind} ${metadata.namespace ?? ''}/${owner.name}`);
    if (kind === 'Pod') ids.push(...servicesOf(context, object).map((each) => `${SERVED} ${feedKey(each)}`));
    if (kind === 'Service') ids.push(`${SERVED} ${feedKey(object)}`);
    if (kind === 'Pod') ids.push(...budgetsOf(context, object).map((each) => `PodDisruptionBudget ${feedKey(each)}`));
  }
  if (kind === 'Node') for (const key of context.feed('DaemonSet').objects.keys()) ids.push(`DaemonSet ${key}`);
  if (now !== undefined)
    for (const claimant of CLAIMANTS[kind] ?? [])
      ids.push(...claimants(context, claimant, now).map((owner) => `${claimant} ${feedKey(owner)}`));
  if (kind === 'Pod' && now !== undefined && isTracked(now)) ids.push(`${RELEASE} ${feedKey(now)}`);
  return [...new Set(ids)];
}
