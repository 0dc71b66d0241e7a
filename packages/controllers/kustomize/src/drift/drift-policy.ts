import type { DriftPolicy } from '@gotk/drift-watch';
import { fieldOf, type KubeObject, type ManagedFieldsEntry } from '@gotk/objects';
import { GROUP } from '../group.js';

const SSA = `${GROUP}/ssa`;
const RECONCILE = `${GROUP}/reconcile`;

/** What a Kustomization holds to be drift: a change of a field it applied, and anything by a manager that it displaces. */
export function driftPolicy({
  fieldManager,
  isDisplaced,
}: {
  readonly fieldManager: string;
  /** Whether a manager is one whose changes are always undone. */
  readonly isDisplaced: (entry: ManagedFieldsEntry) => boolean;
}): DriftPolicy {
  return {
    group: GROUP,
    owns: ({ manager, operation, subresource = '' }) =>
      manager === fieldManager && operation === 'Apply' && subresource === '',
    isWatched: (object) => !isLeftAlone(object) && !isShortLived(object),
    isUnwanted: (object) => !isMerged(object) && (object.metadata.managedFields ?? []).some(isDisplaced),
    yieldsToOthers: true,
    pace: { per: 'object', atOnce: 2 },
  };
}

/** Whether an object asks not to be applied again. */
function isLeftAlone({ metadata }: KubeObject): boolean {
  const { labels = {}, annotations = {} } = metadata;
  return [labels, annotations].some((texts) => {
    const mode = texts[SSA]?.toLowerCase();
    return mode === 'ignore' || mode === 'ifnotpresent' || texts[RECONCILE]?.toLowerCase() === 'disabled';
  });
}

/** Jobs that clean themselves up: that one is gone does not mean that it has to run again. */
function isShortLived({ kind, ...fields }: KubeObject): boolean {
  return kind === 'Job' && typeof fieldOf(fields, 'spec', 'ttlSecondsAfterFinished') === 'number';
}

/** Whether an object asks to be shared with other managers. */
function isMerged({ metadata: { labels = {}, annotations = {} } }: KubeObject): boolean {
  return [labels[SSA], annotations[SSA]].some((mode) => mode?.toLowerCase() === 'merge');
}
