import type { JsonObject } from '@gotk/json';

/** How long a lower number waits when nothing else is asked for. */
const SETTLE_MS = 300_000;

/** What an autoscaler wanted and did before. Times are in milliseconds since 1970. */
export interface ScalingHistory {
  readonly wanted: readonly { readonly replicas: number; readonly atMs: number }[];
  /** By how much it scaled: up is positive. */
  readonly steps: readonly { readonly change: number; readonly atMs: number }[];
}

/** What is to be limited. */
export interface WantedReplicas {
  readonly current: number;
  /** What the metrics ask for. */
  readonly wanted: number;
  readonly min: number;
  readonly max: number;
  /** `spec.behavior`, with the API's defaults. */
  readonly behavior: { readonly up: JsonObject; readonly down: JsonObject } | undefined;
  readonly history: ScalingHistory;
  readonly nowMs: number;
}

/** A reason and a message, as conditions have them. */
export interface Told {
  readonly reason: string;
  readonly message: string;
}

/** How many replicas there are to be, and what the conditions say of it. */
export interface LimitedReplicas {
  readonly replicas: number;
  readonly ableToScale: Told;
  readonly limited: Told & { readonly isLimited: boolean };
}

/** Brings what the metrics ask for to what is settled, allowed and fast enough. */
export function limitReplicas(wanted: WantedReplicas): LimitedReplicas {
  const stable = wanted.behavior === undefined ? settledDown(wanted) : settled(wanted);
  const bound = boundOf(wanted, stable);
  const replicas = bound?.replicas ?? stable;
  return {
    replicas,
    ableToScale:
      stable === wanted.wanted
        ? { reason: 'ReadyForNewScale', message: 'recommended size matches current size' }
        : stabilized(wanted),
    limited:
      bound === undefined
        ? {
            isLimited: false,
            reason: 'DesiredWithinRange',
            message: 'the desired count is within the acceptable range',
          }
        : { isLimited: replicas !== stable, ...bound.told },
  };
}

/** The highest that was wanted of late. */
function settledDown({ wanted, history, nowMs }: WantedReplicas): number {
  return Math.max(
    wanted,
    ...history.wanted.filter(({ atMs }) => atMs >= nowMs - SETTLE_MS).map((each) => each.replicas),
  );
}

/** What is between the lowest and the highest that were wanted within the windows for each direction. */
function settled({ current, wanted, behavior, history, nowMs }: WantedReplicas): number {
  const within = (rules: JsonObject | undefined, otherwiseMs: number): readonly number[] => {
    const seconds = rules?.['stabilizationWindowSeconds'];
    const windowMs = typeof seconds === 'number' ? seconds * 1000 : otherwiseMs;
    return history.wanted.filter(({ atMs }) => atMs > nowMs - windowMs).map((each) => each.replicas);
  };
  const lowest = Math.min(wanted, ...within(behavior?.up, 0));
  const highest = Math.max(wanted, ...within(behavior?.down, SETTLE_MS));
  return Math.min(Math.max(current, lowest), highest);
}

function stabilized({ current, wanted, behavior }: WantedReplicas): Told {
  if (behavior !== undefined && wanted >= current)
    return {
      reason: 'ScaleUpStabilized',
      message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
    };
  return {
    reason: 'ScaleDownStabilized',
    message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
  };
}

interface Bound {
  readonly replicas: number;
  readonly told: Told;
}

/** What a number runs into, if it does. */
function boundOf(wanted: WantedReplicas, stable: number): Bound | undefined {
  const { current, min, max, behavior } = wanted;
  if (behavior === undefined) {
    if (stable < min) return tooFew(min);
    const fastest = Math.max(2 * current, 4);
    if (stable <= Math.min(max, fastest)) return undefined;
    return max > fastest ? tooFast(fastest, 'Up') : tooMany(max);
  }
  if (stable > current) {
    const fastest = Math.max(current, speedLimit(wanted, behavior.up, 1));
    if (stable <= Math.min(max, fastest)) return undefined;
    return max > fastest ? tooFast(fastest, 'Up') : tooMany(max);
  }
  if (stable === current) return undefined;
  const slowest = Math.min(current, speedLimit(wanted, behavior.down, -1));
  if (stable >= Math.max(min, slowest)) return undefined;
  return min < slowest ? tooFast(slowest, 'Down') : tooFew(min);
}

function tooFew(replicas: number): Bound {
  const message = 'the desired replica count is less than the minimum replica count';
  return { replicas, told: { reason: 'TooFewReplicas', message } };
}

function tooMany(replicas: number): Bound {
  const message = 'the desired replica count is more than the maximum replica count';
  return { replicas, told: { reason: 'TooManyReplicas', message } };
}

function tooFast(replicas: number, way: 'Up' | 'Down'): Bound {
  const verb = way === 'Up' ? 'increasing' : 'decreasing';
  const message = `the desired replica count is ${verb} faster than the maximum scale rate`;
  return { replicas, told: { reason: `Scale${way}Limit`, message } };
}

/** How far the policies let it go. @param sign 1 for up, −1 for down. */
function speedLimit({ current, history, nowMs }: WantedReplicas, rules: JsonObject, sign: 1 | -1): number {
  const { selectPolicy, policies } = rules;
  if (selectPolicy === 'Disabled') return current;
  const limits = (Array.isArray(policies) ? (policies as readonly JsonObject[]) : []).map(
    ({ type, value, periodSeconds }) => {
      const sinceMs = nowMs - Number(periodSeconds) * 1000;
      const changed = history.steps.filter(({ atMs }) => atMs > sinceMs).reduce((sum, { change }) => sum + change, 0);
      const before = current - changed;
      if (type === 'Pods') return before + sign * Number(value);
      const share = before * (1 + (sign * Number(value)) / 100);
      return sign === 1 ? Math.ceil(share) : Math.trunc(share);
    },
  );
  const isFarthest = (selectPolicy === 'Min') === (sign === -1);
  return isFarthest ? Math.max(...limits) : Math.min(...limits);
}
