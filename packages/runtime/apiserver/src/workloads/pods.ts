import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { SIMULATED_HOST } from './simulated-host.js';
import { type PodPlan, runsToCompletion } from './simulation.js';
import { conditionOf, timestamp, type WorkloadContext, writeStatus } from './workload-context.js';

/** Runs a pod: after the time it asks for, it is ready, done or failed. */
export async function reconcilePod(context: WorkloadContext, pod: KubeObject): Promise<unknown> {
  if (pod.metadata.deletionTimestamp !== undefined || isEnded(pod)) return undefined;
  const plan = context.planOf(pod);
  if (plan.outcome === 'pending') return writeStatus(context, pod, { phase: 'Pending' });
  const ageMs = ageOf(context, pod, plan);
  if (plan.afterMs > 0 && ageMs < plan.afterMs) {
    context.wakeAfter(pod, plan.afterMs - ageMs);
    return writeStatus(context, pod, running(context, pod, false));
  }
  if (plan.outcome === 'fail')
    return writeStatus(context, pod, runsToCompletion(pod) ? ended(context, pod, 'Failed') : crashing(context, pod));
  if (runsToCompletion(pod)) return writeStatus(context, pod, ended(context, pod, 'Succeeded'));
  return writeStatus(context, pod, running(context, pod, isReadyNow(context, pod, { plan, ageMs })));
}

/** When pods that ask for time were seen first, by UID: creation is told in whole seconds, which may be more than they ask for. */
const firstSeen = new WeakMap<WorkloadContext, Map<string, number>>();

function ageOf(context: WorkloadContext, { metadata }: KubeObject, { afterMs }: PodPlan): number {
  const nowMs = context.now().getTime();
  const sinceCreationMs = nowMs - Date.parse(metadata.creationTimestamp ?? '');
  if (afterMs === 0) return sinceCreationMs;
  const seen = firstSeen.get(context) ?? new Map<string, number>();
  firstSeen.set(context, seen);
  const uid = metadata.uid ?? '';
  const isYoung = sinceCreationMs < afterMs + SECOND_MS;
  const seenMs = seen.get(uid) ?? (isYoung ? nowMs : undefined);
  if (seenMs === undefined) return sinceCreationMs;
  if (isYoung) remember(seen, uid, seenMs);
  else seen.delete(uid);
  return nowMs - seenMs;
}

/** Pods that are gone before they are looked at again are forgotten as the oldest. */
function remember(seen: Map<string, number>, uid: string, seenMs: number): void {
  seen.set(uid, seenMs);
  const [oldest = uid] = seen.size > MOST_SEEN ? seen.keys() : [];
  if (oldest !== uid) seen.delete(oldest);
}

const MOST_SEEN = 10_000;
const SECOND_MS = 1000;

function isEnded(pod: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function isReadyNow(
  context: WorkloadContext,
  pod: KubeObject,
  { plan, ageMs }: { readonly plan: PodPlan; readonly ageMs: number },
): boolean {
  if (plan.flapMs === undefined) return true;
  context.wakeAfter(pod, plan.flapMs - (ageMs % plan.flapMs) + 1);
  return Math.floor(ageMs / plan.flapMs) % 2 === 0;
}

interface Container {
  readonly name: string;
  readonly image: string;
}

function containersOf(pod: KubeObject): readonly Container[] {
  const containers = fieldOf(pod, 'spec', 'containers');
  return (Array.isArray(containers) ? containers : [])
    .filter(isJsonObject)
    .map(({ name, image }) => ({ name: String(name ?? ''), image: String(image ?? '') }));
}

function conditions(
  context: WorkloadContext,
  pod: KubeObject,
  { ready, reason }: { readonly ready: boolean; readonly reason?: string },
): readonly JsonObject[] {
  const because = ready || reason === undefined ? {} : { reason };
  return [
    conditionOf(context, pod, { type: 'PodReadyToStartContainers', status: 'True' }),
    conditionOf(context, pod, { type: 'Initialized', status: 'True' }),
    conditionOf(context, pod, { type: 'Ready', status: ready ? 'True' : 'False', ...because }),
    conditionOf(context, pod, { type: 'ContainersReady', status: ready ? 'True' : 'False', ...because }),
    conditionOf(context, pod, { type: 'PodScheduled', status: 'True' }),
  ];
}

function base(context: WorkloadContext, pod: KubeObject): JsonObject {
  const startTime = fieldOf(pod, 'status', 'startTime') ?? timestamp(context);
  const podIP = String(fieldOf(pod, 'status', 'podIP') ?? addressFor(pod));
  return {
    hostIP: SIMULATED_HOST,
    hostIPs: [{ ip: SIMULATED_HOST }],
    podIP,
    podIPs: [{ ip: podIP }],
    qosClass: fieldOf(pod, 'status', 'qosClass') ?? 'BestEffort',
    startTime,
  };
}

/** An address of a range that clusters use for pods; nobody listens there. */
function addressFor({ metadata: { uid = '' } }: KubeObject): string {
  const number = Number.parseInt(uid.slice(0, 4), 16) || 1;
  return `10.244.${number >> 8}.${number & 255}`;
}

function containerStatuses(
  pod: KubeObject,
  state: { readonly ready: boolean; readonly state: JsonObject },
): readonly JsonObject[] {
  return containersOf(pod).map(({ name, image }) => ({
    name,
    image,
    imageID: '',
    restartCount: 0,
    started: state.ready,
    ...state,
  }));
}

function running(context: WorkloadContext, pod: KubeObject, ready: boolean): JsonObject {
  const startedAt = fieldOf(pod, 'status', 'startTime') ?? timestamp(context);
  const statuses = containerStatuses(pod, { ready, state: { running: { startedAt } } });
  return {
    ...base(context, pod),
    phase: 'Running',
    conditions: conditions(context, pod, { ready, reason: 'ContainersNotReady' }),
    containerStatuses: statuses,
  };
}

function crashing(context: WorkloadContext, pod: KubeObject): JsonObject {
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container (simulated)' };
  const statuses = containerStatuses(pod, { ready: false, state: { waiting } });
  return {
    ...base(context, pod),
    phase: 'Running',
    conditions: conditions(context, pod, { ready: false, reason: 'ContainersNotReady' }),
    containerStatuses: statuses,
  };
}

function ended(context: WorkloadContext, pod: KubeObject, phase: 'Succeeded' | 'Failed'): JsonObject {
  const startedAt = fieldOf(pod, 'status', 'startTime') ?? timestamp(context);
  const exit = phase === 'Succeeded' ? { exitCode: 0, reason: 'Completed' } : { exitCode: 1, reason: 'Error' };
  const terminated = { ...exit, startedAt, finishedAt: timestamp(context) };
  const reason = phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed';
  return {
    ...base(context, pod),
    phase,
    conditions: conditions(context, pod, { ready: false, reason }),
    containerStatuses: containerStatuses(pod, { ready: false, state: { terminated } }),
  };
}
