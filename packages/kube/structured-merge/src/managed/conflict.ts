import { type FieldSet, fieldSetOf, hasPath, pathsOf } from '../field-set/field-set.js';
import { type FieldPath, renderFieldPath } from '../field-set/path-element.js';
import type { ManagerIdentity } from './managers.js';

/** One field that another manager owns with another value. */
export interface FieldConflict {
  readonly manager: ManagerIdentity;
  readonly path: FieldPath;
}

/** A server-side apply without `force` that would change fields of other managers. The message is the API server's. */
export class ApplyConflictError extends Error {
  readonly conflicts: readonly FieldConflict[];

  constructor(conflicts: readonly FieldConflict[]) {
    super(renderConflicts(conflicts));
    this.name = 'ApplyConflictError';
    this.conflicts = conflicts;
  }

  /** `details.causes` of the API server's answer. */
  get causes(): readonly {
    readonly reason: 'FieldManagerConflict';
    readonly message: string;
    readonly field: string;
  }[] {
    return this.conflicts.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${renderManager(manager)}`,
      field: renderFieldPath(path),
    }));
  }
}

/** The conflicts in these sets, manager by manager. */
export function conflictsIn(
  sets: readonly { readonly manager: ManagerIdentity; readonly set: FieldSet }[],
): readonly FieldConflict[] {
  return sets.flatMap(({ manager, set }) => [...pathsOf(set)].map((path) => ({ manager, path })));
}

/** The conflicts whose fields are not in `allowed`. */
export function conflictsOutside(conflicts: readonly FieldConflict[], allowed: FieldSet): readonly FieldConflict[] {
  return conflicts.filter(({ path }) => !hasPath(allowed, path));
}

/** The fields in conflict. */
export function conflictSet(conflicts: readonly FieldConflict[]): FieldSet {
  return fieldSetOf(...conflicts.map(({ path }) => path));
}

function renderConflicts(conflicts: readonly FieldConflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${renderManager(only.manager)}: ${renderFieldPath(only.path)}`;
  }
  const byManager = new Map<string, string[]>();
  for (const { manager, path } of conflicts) {
    const name = renderManager(manager);
    byManager.set(name, [...(byManager.get(name) ?? []), `- ${renderFieldPath(path)}`]);
  }
  const names = [...byManager.keys()].sort();
  const lines = names.flatMap((name) => [`conflicts with ${name}:`, ...(byManager.get(name) ?? [])]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function renderManager({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  const name =
    subresource === undefined
      ? JSON.stringify(manager)
      : `${JSON.stringify(manager)} with subresource ${JSON.stringify(subresource)}`;
  return operation === 'Update' ? `${name} using ${apiVersion ?? ''}` : name;
}
