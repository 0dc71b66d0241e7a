import { duplicateField, type FieldError, invalidField } from '@gotk/objects';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { sameValue } from '../same-value.js';
import { countIndexes, firstCommonIndex } from './count-indexes.js';
import type { JobDraft } from './job-drafts.js';

type Status = JobDraft['status'];

/** What is wrong with the indexes that ended, where they changed. */
export function checkJobIndexes({ spec, status }: JobDraft, old: Status): readonly FieldError[] {
  const { completions, backoffLimitPerIndex, completionMode } = spec;
  const completed = String(status['completedIndexes'] ?? '');
  const failed = status['failedIndexes'] as string | undefined;
  const completedChanged = completed !== String(old['completedIndexes'] ?? '');
  const failedChanged = failed !== old['failedIndexes'];
  const known = completions ?? 0;
  return [
    ...(completedChanged && completions !== undefined ? checkFormat(completed, known, 'completedIndexes') : []),
    ...(failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined && failed !== undefined
      ? checkFormat(failed, known, 'failedIndexes')
      : []),
    ...(completedChanged && completed !== '' && completionMode !== 'Indexed'
      ? [wrong('completedIndexes', completed, 'cannot set non-empty completedIndexes when non-indexed completion mode')]
      : []),
    ...(failedChanged && backoffLimitPerIndex === undefined && failed !== undefined
      ? [wrong('failedIndexes', failed, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null')]
      : []),
    ...((failedChanged || completedChanged) && completions !== undefined && failed !== undefined
      ? checkOverlap(completed, failed, known)
      : []),
  ];
}

function wrong(name: string, value: string, detail: string): FieldError {
  return invalidField(`status.${name}`, value, detail);
}

function checkFormat(indexes: string, completions: number, name: string): readonly FieldError[] {
  const count = countIndexes(indexes, completions);
  return typeof count === 'number' ? [] : [wrong(name, indexes, `error parsing ${name}: ${count.error}`)];
}

function checkOverlap(completed: string, failed: string, completions: number): readonly FieldError[] {
  const index = firstCommonIndex(completed, failed, completions);
  if (index === undefined) return [];
  return [wrong('failedIndexes', failed, `failedIndexes and completedIndexes overlap at index: ${index}`)];
}

interface Uncounted {
  readonly succeeded?: readonly string[];
  readonly failed?: readonly string[];
}

/** What is wrong with the pods that ended and are not yet counted; a finished Job has none, which matters where they changed. */
export function checkUncountedPods(status: Status, old: Status, isFinished: boolean): readonly FieldError[] {
  const pods = status['uncountedTerminatedPods'] as Uncounted | undefined;
  if (pods === undefined) return [];
  const field = 'status.uncountedTerminatedPods';
  const seen = new Set<string>();
  const each = (['succeeded', 'failed'] as const).flatMap((list) =>
    (pods[list] ?? []).flatMap((uid, index) => {
      const at = `${field}.${list}[${index}]`;
      if (uid === '') return [invalidField(at, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicateField(at, uid)];
      seen.add(uid);
      return [];
    }),
  );
  const isEmpty = (pods.succeeded ?? []).length + (pods.failed ?? []).length === 0;
  if (!isFinished || isEmpty || sameValue(pods, old['uncountedTerminatedPods'])) return each;
  const error = invalidField(field, null, 'must be empty for finished job');
  return [...each, withInternalValue(error, 'batch.UncountedTerminatedPods', pods)];
}
