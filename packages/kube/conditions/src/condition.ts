/** One entry of `status.conditions`, as the API stores it. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** RFC 3339, whole seconds. */
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

/** What a condition says, apart from when and for which generation it was said. */
export type ConditionState = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The condition of this type, or `undefined`. */
export function findCondition(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether the condition of this type is there with this status. */
export function hasConditionStatus(
  conditions: readonly Condition[],
  { type, status }: Pick<Condition, 'type' | 'status'>,
): boolean {
  return findCondition(conditions, type)?.status === status;
}
