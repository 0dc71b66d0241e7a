import type { PodConditionDraft, PodDraft } from '../../builtin/core/pod-draft.js';

/** Sets a condition of a pod; when its status stays, so does the time of its last change. */
export function setPodCondition(
  { status }: PodDraft,
  condition: Pick<PodConditionDraft, 'type' | 'status' | 'reason' | 'message'>,
  now: string,
): void {
  const present = status.conditions ?? [];
  const before = present.find(({ type }) => type === condition.type);
  const { type, status: state, ...why } = condition;
  const lastTransitionTime = before?.status === state ? (before.lastTransitionTime ?? now) : now;
  const changed: PodConditionDraft = { type, status: state, lastProbeTime: null, lastTransitionTime, ...why };
  status.conditions =
    before === undefined ? [...present, changed] : present.map((each) => (each.type === type ? changed : each));
}
