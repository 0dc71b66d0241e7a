/** A ReplicaSet of a Deployment, as far as a rollout looks at it. */
export interface RolloutSet {
  /** How many pods it is to have. */
  readonly replicas: number;
  readonly available: number;
}

/** What a Deployment asks for. */
export interface RolloutGoal {
  readonly replicas: number;
  /** A number or a percentage of the replicas; `undefined` for the strategy `Recreate`. */
  readonly rolling: { readonly maxSurge: number | string; readonly maxUnavailable: number | string } | undefined;
}

/** How many pods more than wanted there may be, and how many fewer. */
export interface RolloutLimits {
  readonly surge: number;
  readonly unavailable: number;
}

/** The limits in pods: surges are rounded up, missing pods down, and one of the two is always possible. */
export function rolloutLimits({ replicas, rolling }: RolloutGoal): RolloutLimits {
  if (rolling === undefined) return { surge: 0, unavailable: 0 };
  const surge = podsOf(rolling.maxSurge, replicas, Math.ceil);
  if (replicas === 0) return { surge, unavailable: 0 };
  const unavailable = podsOf(rolling.maxUnavailable, replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas) };
}

function podsOf(amount: number | string, replicas: number, round: (value: number) => number): number {
  return typeof amount === 'number' ? amount : round((Number.parseInt(amount, 10) / 100) * replicas);
}

/** How many pods the set of the present template may have now. */
export function newSetReplicas(goal: RolloutGoal, current: number, total: number): number {
  if (current >= goal.replicas || goal.rolling === undefined) return goal.replicas;
  const room = goal.replicas + rolloutLimits(goal).surge - total;
  return room <= 0 ? current : current + Math.min(room, goal.replicas - current);
}

/**
 * How many pods each set of an older template keeps: first those go that are not available, then others as long as enough are left.
 * @param old oldest first. @returns in the same order.
 */
export function oldSetReplicas(goal: RolloutGoal, current: RolloutSet, old: readonly RolloutSet[]): readonly number[] {
  if (goal.rolling === undefined) return old.map(() => 0);
  const minAvailable = goal.replicas - rolloutLimits(goal).unavailable;
  const all = old.reduce((sum, { replicas }) => sum + replicas, current.replicas);
  let left = all - minAvailable - (current.replicas - current.available);
  const cleaned = old.map(({ replicas, available }) => {
    const count = Math.max(0, Math.min(left, replicas - available));
    left -= count;
    return replicas - count;
  });
  let spare = old.reduce((sum, { available }) => sum + available, current.available) - minAvailable;
  return cleaned.map((replicas) => {
    const count = Math.max(0, Math.min(spare, replicas));
    spare -= count;
    return replicas - count;
  });
}
