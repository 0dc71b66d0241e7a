import type { KubeObject } from '@gotk/objects';
import { conditionsOf, type WorkloadContext } from '../workload-context.js';

/** Annotation on EndpointSlices and Endpoints: when that came about which they were changed for. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** What was seen of a Service: when it was made, and when its pods last became ready or unready. */
interface SeenTimes {
  readonly uid: string;
  readonly pods: ReadonlyMap<string, string>;
}

const seen = new WeakMap<WorkloadContext, Map<string, SeenTimes>>();

/** @returns the earliest time of what is new of a Service and its pods since this was last asked; `null` when nothing is. */
export function triggerTime(
  context: WorkloadContext,
  { metadata }: KubeObject,
  pods: readonly KubeObject[],
): string | null {
  const all = seen.get(context) ?? new Map<string, SeenTimes>();
  seen.set(context, all);
  const key = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  const uid = metadata.uid ?? '';
  const before = all.get(key)?.uid === uid ? all.get(key) : undefined;
  const times = new Map(pods.map((pod) => [pod.metadata.uid ?? '', readyTime(pod)]));
  all.set(key, { uid, pods: times });
  const changed = [...times].filter(([pod, time]) => time > (before?.pods.get(pod) ?? '')).map(([, time]) => time);
  const created = before === undefined ? [metadata.creationTimestamp ?? ''] : [];
  return [...changed, ...created].sort()[0] ?? null;
}

/** Forgets a Service that is gone. */
export function forgetTriggerTimes(context: WorkloadContext, key: string): void {
  seen.get(context)?.delete(key);
}

function readyTime(pod: KubeObject): string {
  return String(conditionsOf(pod).find(({ type }) => type === 'Ready')?.['lastTransitionTime'] ?? '');
}
