import { type ObjectKey, renderObjectName } from '@gotk/objects';

/** What was done to an object. */
export type ChangeAction = 'created' | 'configured' | 'unchanged' | 'deleted' | 'skipped' | 'unknown';

/** One object and what was done to it. */
export interface Change {
  readonly key: ObjectKey;
  readonly action: ChangeAction;
}

/** `Kind/namespace/name action`, as Flux's events show it. */
export function renderChange({ key, action }: Change): string {
  return `${renderObjectName(key)} ${action}`;
}

/** Whether the cluster was changed. */
export function isChanged({ action }: Change): boolean {
  return action === 'created' || action === 'configured' || action === 'deleted';
}

/** The lines of what was changed. */
export function renderChanges(changes: readonly Change[]): string {
  return changes.filter(isChanged).map(renderChange).join('\n');
}
