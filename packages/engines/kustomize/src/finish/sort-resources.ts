import { compareUtf8 } from '@gotk/json';
import type { SortOptions } from '../kustomization/kustomization.js';
import { gvkSortText, kindRanks, ORDER_FIRST, ORDER_LAST } from '../resource/compare-gvk.js';
import { renderGvk } from '../resource/gvk.js';
import { currentId, type Resource } from '../resource/resource.js';
import type { ResourceId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';

/**
 * Puts the resources in the order that `sortOptions` asks for.
 * @throws Error in kustomize's words when the options contradict themselves.
 */
export function sortResources(list: ResourceList, { order = '', legacySortOptions }: SortOptions): void {
  if (order !== 'fifo' && order !== 'legacy')
    throw new Error("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === 'legacy') return sortLegacy(list, legacySortOptions);
  if (legacySortOptions !== undefined) {
    throw new Error(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  }
}

interface Ranked {
  readonly resource: Resource;
  readonly id: ResourceId;
  readonly rank: number;
  readonly gvkText: string;
  readonly text: string;
}

function sortLegacy(list: ResourceList, options: SortOptions['legacySortOptions']): void {
  const first = options === undefined ? ORDER_FIRST : (options.orderFirst ?? []);
  const last = options === undefined ? ORDER_LAST : (options.orderLast ?? []);
  const ranks = kindRanks(first, last);
  const sorted = list.all.map((resource) => rank(resource, ranks)).sort(compareRanked);
  list.reset([]);
  list.appendAll(sorted.map(({ resource }) => resource));
}

function rank(resource: Resource, ranks: ReadonlyMap<string, number>): Ranked {
  const id = currentId(resource);
  const text = `${renderGvk(id)}|${id.namespace || '~X'}|${id.name || '~N'}`;
  return { resource, id, rank: ranks.get(id.kind) ?? 0, gvkText: gvkSortText(id), text };
}

function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.gvkText === b.gvkText) return compareUtf8(a.text, b.text);
  const areNamespaces = a.id.kind === 'Namespace' && b.id.kind === 'Namespace';
  const isCore = a.id.group === '' || b.id.group === '';
  return areNamespaces && isCore ? compareUtf8(b.gvkText, a.gvkText) : compareUtf8(a.gvkText, b.gvkText);
}
