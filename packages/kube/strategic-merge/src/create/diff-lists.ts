import { compareUtf8, type JsonObject, type JsonValue, jsonEqual, renderGoValue } from '@gotk/json';
import { deleteDirective } from '../directives.js';
import { elementKind } from '../lists/element-kind.js';
import { mergeKeyValue, sameName, sortByOrder } from '../lists/element-order.js';
import { deduplicateScalars, sortByMergeKey, sortScalars } from '../lists/sort-elements.js';
import type { FieldMerging } from '../schema/field-merging.js';
import { requireMap } from '../strategic-merge-error.js';
import { diffMaps } from './diff-maps.js';
import type { DiffOptions } from './diff-options.js';

type List = readonly JsonValue[];

/** What a patch says about a list that merges. */
export interface ListChanges {
  /** Elements that are new or changed, and directives that delete others. */
  readonly added: List;
  /** Scalars that are gone. */
  readonly deleted: List;
  /** The order to set; empty for none. */
  readonly order: List;
}

const NO_CHANGES: ListChanges = { added: [], deleted: [], order: [] };

/** The changes that lead from `original` to `modified`. */
export function diffLists(original: List, modified: List, merging: FieldMerging, options: DiffOptions): ListChanges {
  if (original.length === 0) {
    return options.ignoreChangesAndAdditions ? NO_CHANGES : { ...NO_CHANGES, added: modified };
  }
  return elementKind(original, modified) === 'object'
    ? diffObjects(original, modified, merging, options)
    : diffScalars(original, modified, merging, options);
}

function diffObjects(original: List, modified: List, merging: FieldMerging, options: DiffOptions): ListChanges {
  const { mergeKey } = merging;
  const { changed, deleted } = diffElements(original, modified, merging, options);
  const added = [...sortByOrder(changed, modified, { kind: 'object', mergeKey }), ...deleted];
  const ordered = hasSameOrder(original, modified, mergeKey);
  const changesOrder = !options.ignoreChangesAndAdditions && (added.length > 0 || !ordered);
  const deletes = !options.ignoreDeletions && added.length > 0;
  const order = options.setElementOrder && (changesOrder || deletes) ? namesOf(modified, mergeKey) : [];
  return { added, deleted: [], order };
}

function namesOf(elements: List, mergeKey: string): List {
  return elements.map((element) => ({ [mergeKey]: requireMap(element)[mergeKey] }));
}

function hasSameOrder(original: List, modified: List, mergeKey: string): boolean {
  return (
    original.length === modified.length &&
    modified.every((element, index) => sameName(original[index] ?? null, element, mergeKey))
  );
}

interface ElementChanges {
  readonly changed: JsonObject[];
  readonly deleted: JsonObject[];
}

/** Walks both lists in the order of their merge keys. */
function diffElements(
  original: List,
  modified: List,
  { schema, mergeKey }: FieldMerging,
  options: DiffOptions,
): ElementChanges {
  const changes: ElementChanges = { changed: [], deleted: [] };
  const before = namedElements(original, mergeKey);
  const after = namedElements(modified, mergeKey);
  for (let oldIndex = 0, newIndex = 0; oldIndex < before.length || newIndex < after.length; ) {
    const old = before[oldIndex];
    const now = after[newIndex];
    const order = compareElements(old, now);
    if (order <= 0) oldIndex++;
    if (order >= 0) newIndex++;
    if (order < 0 && old !== undefined) {
      if (!options.ignoreDeletions) changes.deleted.push(deleteDirective(mergeKey, old.name));
    } else if (order > 0 && now !== undefined) {
      if (!options.ignoreChangesAndAdditions) changes.changed.push(now.element);
    } else if (old !== undefined && now !== undefined) {
      const change = diffMaps(old.element, now.element, schema, options);
      if (Object.keys(change).length > 0) changes.changed.push({ ...change, [mergeKey]: now.name });
    }
  }
  return changes;
}

interface NamedElement {
  readonly element: JsonObject;
  readonly name: JsonValue;
  readonly text: string;
}

function namedElements(elements: List, mergeKey: string): readonly NamedElement[] {
  return sortByMergeKey(elements, mergeKey).map((element) => {
    const name = mergeKeyValue(element, mergeKey);
    return { element: requireMap(element), name, text: renderGoValue(name) };
  });
}

function compareElements(old: NamedElement | undefined, now: NamedElement | undefined): number {
  if (old === undefined) return 1;
  return now === undefined ? -1 : compareUtf8(old.text, now.text);
}

function diffScalars(original: List, modified: List, { mergeKey }: FieldMerging, options: DiffOptions): ListChanges {
  const before = sortScalars(original);
  const { added, deleted } = diffSortedScalars(before, sortScalars(modified));
  const wantedAdditions = options.ignoreChangesAndAdditions ? [] : added;
  const wantedDeletions = options.ignoreDeletions ? [] : deduplicateScalars(deleted);
  // The order of the original counts as the sorted one, because upstream has sorted it by now.
  const changes = !options.ignoreChangesAndAdditions && !jsonEqual(before, modified);
  const deletes = !options.ignoreDeletions && wantedDeletions.length > 0;
  return {
    added: sortByOrder(wantedAdditions, modified, { kind: 'scalar', mergeKey }),
    deleted: wantedDeletions,
    order: options.setElementOrder && (deletes || changes) ? modified : [],
  };
}

function diffSortedScalars(before: List, after: List): { added: List; deleted: List } {
  const added: JsonValue[] = [];
  const deleted: JsonValue[] = [];
  for (let oldIndex = 0, newIndex = 0; oldIndex < before.length || newIndex < after.length; ) {
    const order = compareScalars(before, oldIndex, after, newIndex);
    if (order < 0) deleted.push(before[oldIndex] ?? null);
    if (order > 0) added.push(after[newIndex] ?? null);
    if (order <= 0) oldIndex++;
    if (order >= 0) newIndex++;
  }
  return { added, deleted };
}

function compareScalars(before: List, oldIndex: number, after: List, newIndex: number): number {
  if (oldIndex >= before.length) return 1;
  if (newIndex >= after.length) return -1;
  return compareUtf8(renderGoValue(before[oldIndex] ?? null), renderGoValue(after[newIndex] ?? null));
}
