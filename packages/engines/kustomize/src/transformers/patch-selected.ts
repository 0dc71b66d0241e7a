import { editOne } from '../resource/edit-one.js';
import { currentId, isPresent, type Resource } from '../resource/resource.js';
import { exactIdKey } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { applyMergePatch, patchFor } from './apply-merge-patch.js';

/** A patch, and what stands for it. */
export interface KeyedPatch {
  readonly resource: Resource;
  /** `undefined` when nothing is kept. */
  readonly key: number | undefined;
}

/**
 * Merges a patch into each of the selected objects, and into those that have the very same id.
 * @throws LocatedError `kustomize-duplicate-id` when two objects have the same id afterwards.
 */
export function patchSelected(
  list: ResourceList,
  selected: readonly Resource[],
  { resource: patch, key }: KeyedPatch,
): void {
  const targets = new Set<Resource>();
  for (const resource of selected) {
    const id = currentId(resource);
    for (const same of list.withCurrentId(id)) if (exactIdKey(currentId(same)) === exactIdKey(id)) targets.add(same);
  }
  let idsChanged = false;
  for (const resource of targets) {
    if (editOne(list, resource, () => applyMergePatch(resource, patchFor(resource, patch)), key)) idsChanged = true;
  }
  // Steps before this one may have given two objects the same id, and nobody has looked since.
  if (idsChanged || list.hasRepeatedIds) checkIds(list);
}

function checkIds(list: ResourceList): void {
  const present = list.all.filter(isPresent);
  list.reset([]);
  list.appendAll(present);
}
