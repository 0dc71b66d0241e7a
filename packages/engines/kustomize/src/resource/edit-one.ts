import { currentIdKey, isPresent, type Resource } from './resource.js';
import { idKey } from './resource-id.js';
import { allIds, type ResourceList } from './resource-list.js';

/**
 * Runs an edit of one resource. The indexes of `list` are forgotten only where it changed what they are made of, so that
 * many edits of single resources do not cost an index each. Deleted resources stay in the list to the end of the step.
 *
 * @param key stands for all that the edit depends on besides the resource; `undefined` when nothing is kept.
 * @returns whether the resource has other ids than before, and is still there.
 */
export function editOne(list: ResourceList, resource: Resource, edit: () => void, key?: number): boolean {
  const before = idsText(resource);
  resource.edit(key, edit);
  const after = idsText(resource);
  if (!isPresent(resource) || (after !== undefined && after === before)) return false;
  list.forgetIds();
  return true;
}

/** The same for resources whose id of now is the same, and whose ids of ever are, as a set; `undefined` where notes on earlier ids contradict one another. */
function idsText(resource: Resource): string | undefined {
  try {
    // An object may get a name back that it had before: then only the id of now is another.
    return [currentIdKey(resource), ...[...new Set(allIds(resource).map(idKey))].sort()].join('\n');
  } catch {
    return undefined;
  }
}
