import type { LocalEdit } from '../plugins/plugin.js';
import { currentId, type Resource } from '../resource/resource.js';
import { idKey } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import type { BuildMemo } from './build-memo.js';

/**
 * Runs edits of single resources on all of a list, each resource through all edits at once.
 * @throws Error when two resources may have come to the same id; running the edits one after the other tells.
 */
export function runLocalEdits(list: ResourceList, edits: readonly LocalEdit[], memo: BuildMemo): void {
  const key = memo.keyOf(edits.map((edit) => edit.key).join('\n'));
  const checks = edits.some(({ checksIds }) => checksIds === true);
  const ids = new Set<string>();
  for (const resource of list.all) {
    const id = resource.edit(key, () => runEdits(resource, edits));
    if (checks && ids.size === ids.add(id).size) throw new Error(`the id ${id} is there twice`);
  }
  list.forgetIds();
}

/** @returns the id that is to be the only one of its kind. */
function runEdits(resource: Resource, edits: readonly LocalEdit[]): string {
  let id = '';
  for (const { edit, checksIds } of edits) {
    edit(resource);
    if (checksIds === true) id = idKey(currentId(resource));
  }
  return id;
}
