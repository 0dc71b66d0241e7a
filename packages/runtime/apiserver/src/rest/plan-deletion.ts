import type { DraftObject } from '../drafts/draft.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import type { DeleteOptions } from '../request/delete-options.js';
import { markDeleted } from './delete-object.js';

export interface DeletionRules {
  readonly options: DeleteOptions;
  readonly nowMs: number;
  readonly strategy: ResourceStrategy;
}

const GC_FINALIZERS = ['orphan', 'foregroundDeletion'];

/**
 * Decides how an object goes, and changes the draft accordingly: `remove` at once (`mark-and-remove` where the kind waits
 * but not this time), `mark` and wait for finalizers or the grace period, or nothing because the deletion is `pending` already.
 */
export function planDeletion(
  draft: DraftObject,
  rules: DeletionRules,
): 'remove' | 'mark-and-remove' | 'mark' | 'pending' {
  const graceful = applyGracePeriod(draft, rules);
  if (graceful === 'pending') return 'pending';
  draft.metadata.finalizers = finalizersFor(draft, rules.options, rules.strategy);
  if (draft.metadata.finalizers.length === 0) {
    delete draft.metadata.finalizers;
    if (graceful === 'waiting') return 'mark';
    return graceful === 'now' ? 'mark-and-remove' : 'remove';
  }
  if (graceful === 'none') markWithoutGrace(draft, rules.nowMs);
  return 'mark';
}

/** Whether the kind waits before it goes, and for how long. */
function applyGracePeriod(
  draft: DraftObject,
  { options, nowMs, strategy }: DeletionRules,
): 'none' | 'waiting' | 'now' | 'pending' {
  if (strategy.gracePeriodSeconds === undefined) return 'none';
  const { metadata } = draft;
  const present = metadata.deletionGracePeriodSeconds ?? 0;
  if (metadata.deletionTimestamp !== undefined) {
    if (present === 0) return 'none';
    const wanted = options.gracePeriodSeconds;
    if (wanted === undefined || wanted >= present) return 'pending';
    const started = Date.parse(metadata.deletionTimestamp) - present * 1000;
    markDeleted(draft, Math.max(started, nowMs - wanted * 1000), wanted);
    return wanted === 0 ? 'now' : 'waiting';
  }
  const seconds = strategy.gracePeriodSeconds(draft, options.gracePeriodSeconds);
  if (seconds === undefined) return 'none';
  markDeleted(draft, nowMs, seconds);
  return seconds === 0 ? 'now' : 'waiting';
}

function markWithoutGrace(draft: DraftObject, nowMs: number): void {
  const { deletionTimestamp } = draft.metadata;
  markDeleted(draft, nowMs, 0);
  if (deletionTimestamp !== undefined && Date.parse(deletionTimestamp) <= nowMs) {
    draft.metadata.deletionTimestamp = deletionTimestamp;
  }
}

/** The finalizers that the wanted propagation leaves on the object. */
export function finalizersFor(
  { metadata }: DraftObject,
  options: DeleteOptions,
  { orphansByDefault }: Pick<ResourceStrategy, 'orphansByDefault'>,
): string[] {
  const present = metadata.finalizers ?? [];
  const others = present.filter((name) => !GC_FINALIZERS.includes(name));
  const isOrphaning =
    present.includes('orphan') || (orphansByDefault === true && !present.includes('foregroundDeletion'));
  if (wants(options, 'Orphan', options.orphanDependents === true, isOrphaning)) others.push('orphan');
  if (wants(options, 'Foreground', false, present.includes('foregroundDeletion'))) others.push('foregroundDeletion');
  const unchanged = others.length === present.length && others.every((name) => present.includes(name));
  return unchanged ? [...present] : others;
}

/** An explicit policy decides; without one the finalizer stays as it is. */
function wants(
  { propagationPolicy, orphanDependents }: DeleteOptions,
  policy: string,
  byFlag: boolean,
  present: boolean,
): boolean {
  if (orphanDependents !== undefined) return byFlag;
  if (propagationPolicy !== undefined) return propagationPolicy === policy;
  return present;
}
