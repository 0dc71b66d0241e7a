import { type JsonObject, renderGoValue } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import { renderYaml } from '@gotk/yaml';
import { mergeMap } from './apply/merge-map.js';
import { APPLY, COMBINE } from './apply/merge-options.js';
import { diffMaps } from './create/diff-maps.js';
import { ALL_DIFFERENCES } from './create/diff-options.js';
import { haveConflicts } from './create/have-conflicts.js';
import { mergeError } from './strategic-merge-error.js';

/** Whether a patch may be made. */
export type Precondition = (patch: JsonObject) => boolean;

export interface CreatePatchOptions {
  /** What must hold of the patch, else it is refused. @default [] */
  readonly preconditions?: readonly Precondition[];
}

export interface ThreeWayOptions extends CreatePatchOptions {
  /** Whether changes that others made meanwhile are overwritten, rather than refused. @default true */
  readonly overwrite?: boolean;
}

/**
 * Applies a strategic merge patch. Neither object is changed.
 *
 * @param schema of the objects' kind, as `builtinSchema` of `@gotk/kube-openapi` gives it. Kinds without one, such as
 * custom resources, have no strategic merge.
 * @throws LocatedError `strategic-merge`, in apimachinery's words.
 */
export function applyStrategicMergePatch(original: JsonObject, patch: JsonObject, schema: KubeSchema): JsonObject {
  return mergeMap(original, patch, schema, APPLY);
}

/**
 * One patch that does what the given ones do one after the other. Their directives about lists are kept.
 * @throws LocatedError `strategic-merge`.
 */
export function combineStrategicMergePatches(patches: readonly JsonObject[], schema: KubeSchema): JsonObject {
  return patches.reduce<JsonObject>((combined, patch) => mergeMap(combined, patch, schema, COMBINE), {});
}

/**
 * The strategic merge patch that makes `modified` of `original`.
 * @throws LocatedError `strategic-merge` or `strategic-merge-precondition`.
 */
export function createTwoWayStrategicMergePatch(
  original: JsonObject,
  modified: JsonObject,
  schema: KubeSchema,
  { preconditions = [] }: CreatePatchOptions = {},
): JsonObject {
  return requirePreconditions(diffMaps(original, modified, schema, ALL_DIFFERENCES), preconditions);
}

/** The objects of a client-side apply. */
export interface ThreeWayStates {
  /** What was applied last. */
  readonly original: JsonObject;
  /** What is to be applied. */
  readonly modified: JsonObject;
  /** What the server has. */
  readonly current: JsonObject;
}

/**
 * The strategic merge patch of kubectl's client-side apply: additions and changes are those from `current` to
 * `modified`, deletions those from `original` to `modified`.
 *
 * @throws LocatedError `strategic-merge`, `strategic-merge-precondition`, or `strategic-merge-conflict` with both patches
 * as YAML. The message then holds values of the objects.
 */
export function createThreeWayStrategicMergePatch(
  { original, modified, current }: ThreeWayStates,
  schema: KubeSchema,
  { preconditions = [], overwrite = true }: ThreeWayOptions = {},
): JsonObject {
  const changes = diffMaps(current, modified, schema, { ...ALL_DIFFERENCES, ignoreDeletions: true });
  const deletions = diffMaps(original, modified, schema, { ...ALL_DIFFERENCES, ignoreChangesAndAdditions: true });
  const patch = requirePreconditions(mergeMap(deletions, changes, schema, COMBINE), preconditions);
  if (!overwrite) requireNoConflicts(patch, { original, modified, current }, schema);
  return patch;
}

function requirePreconditions(patch: JsonObject, preconditions: readonly Precondition[]): JsonObject {
  if (preconditions.every((holds) => holds(patch))) return patch;
  throw mergeError(`precondition failed for: ${renderGoValue(patch)}`, 'strategic-merge-precondition');
}

function requireNoConflicts(patch: JsonObject, { original, current }: ThreeWayStates, schema: KubeSchema): void {
  const changed = diffMaps(original, current, schema, { ...ALL_DIFFERENCES, setElementOrder: false });
  if (!haveConflicts(patch, changed, schema)) return;
  throw mergeError(
    `patch:\n${renderYaml(patch)}\nconflicts with changes made from original to current:\n${renderYaml(changed)}\n`,
    'strategic-merge-conflict',
  );
}

/** The precondition that the patch leaves the field at `path` alone. */
export function requireUnchanged(...path: readonly [string, ...string[]]): Precondition {
  return (patch) => {
    let current: unknown = patch;
    for (const key of path) {
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return true;
      current = (current as Record<string, unknown>)[key];
    }
    return false;
  };
}
