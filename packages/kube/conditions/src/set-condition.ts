import { type Condition, type ConditionState, findCondition } from './condition.js';

/** When a condition is said, and about which generation of its object. */
export interface ConditionFacts {
  readonly generation: number | undefined;
  readonly nowMs: number;
}

const MAX_MESSAGE_LENGTH = 32768;
const TRIMMED_SUFFIX = '...';

/**
 * The conditions with this one said.
 *
 * `lastTransitionTime` moves when status, reason or message changed; `observedGeneration` always follows the object.
 * Messages are cut at 32768 characters. The result is in Flux's order ({@link compareConditions}).
 */
export function setCondition(
  conditions: readonly Condition[],
  state: ConditionState,
  { generation, nowMs }: ConditionFacts,
): readonly Condition[] {
  const said = { type: state.type, status: state.status, reason: state.reason, message: trimMessage(state.message) };
  const existing = findCondition(conditions, state.type);
  const lastTransitionTime =
    existing !== undefined && hasSameState(existing, said) ? existing.lastTransitionTime : renderSeconds(nowMs);
  const condition: Condition = {
    ...said,
    lastTransitionTime,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  return sortConditions([...removeCondition(conditions, state.type), condition]);
}

/** The conditions without those of these types. */
export function removeCondition(conditions: readonly Condition[], ...types: readonly string[]): readonly Condition[] {
  return conditions.filter((condition) => !types.includes(condition.type));
}

/** Whether both say the same: type, status, reason and message. */
export function hasSameState(a: ConditionState, b: ConditionState): boolean {
  return a.type === b.type && a.status === b.status && a.reason === b.reason && a.message === b.message;
}

/** The conditions in the order people read them ({@link compareConditions}). */
export function sortConditions(conditions: readonly Condition[]): readonly Condition[] {
  return [...conditions].sort(compareConditions);
}

const WEIGHTS: Readonly<Record<string, number>> = { Stalled: 0, Reconciling: 1, Ready: 2 };
const UNWEIGHTED = 3;

/** Stalled, Reconciling and Ready first; the others by the newest observed generation, then by type. */
export function compareConditions(a: Condition, b: Condition): number {
  const byWeight = weightOf(a) - weightOf(b);
  if (byWeight !== 0 || weightOf(a) !== UNWEIGHTED) return byWeight;
  const byGeneration = (b.observedGeneration ?? 0) - (a.observedGeneration ?? 0);
  if (byGeneration !== 0) return byGeneration;
  return a.type < b.type ? -1 : Number(a.type > b.type);
}

function weightOf({ type }: Condition): number {
  return Object.hasOwn(WEIGHTS, type) ? (WEIGHTS[type] ?? UNWEIGHTED) : UNWEIGHTED;
}

function trimMessage(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  return message.slice(0, MAX_MESSAGE_LENGTH - TRIMMED_SUFFIX.length) + TRIMMED_SUFFIX;
}

function renderSeconds(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
}
