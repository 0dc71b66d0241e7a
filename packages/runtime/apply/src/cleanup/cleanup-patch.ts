import type { JsonObject } from '@gotk/json';
import type { KubeObject, ManagedFieldsEntry } from '@gotk/objects';
import { mergeFieldSets } from './merge-field-sets.js';

/** A manager whose ownership is taken over before an apply. */
export interface DisplacedManager {
  /** Prefix of the manager's name. */
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
}

/** What earlier tools left on objects. */
export interface CleanupOptions {
  readonly annotations?: readonly string[];
  readonly labels?: readonly string[];
  readonly managers?: readonly DisplacedManager[];
}

/** JSON patch operations that remove the leftovers, or none when there are none. `fieldManager` takes over displaced ownership. */
export function cleanupPatch(live: KubeObject, options: CleanupOptions, fieldManager: string): readonly JsonObject[] {
  return [
    ...removals('annotations', live.metadata.annotations, options.annotations),
    ...removals('labels', live.metadata.labels, options.labels),
    ...managersPatch(live, options.managers ?? [], fieldManager),
  ];
}

function removals(
  field: 'annotations' | 'labels',
  present: Readonly<Record<string, string>> = {},
  keys: readonly string[] = [],
): readonly JsonObject[] {
  return keys
    .filter((key) => Object.hasOwn(present, key))
    .map((key) => ({ op: 'remove', path: `/metadata/${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` }));
}

function managersPatch(
  live: KubeObject,
  displaced: readonly DisplacedManager[],
  fieldManager: string,
): readonly JsonObject[] {
  const entries = live.metadata.managedFields ?? [];
  const isOwn = (entry: ManagedFieldsEntry): boolean => entry.manager === fieldManager && entry.operation === 'Apply';
  const isDisplaced = (entry: ManagedFieldsEntry): boolean => displaced.some((manager) => matches(entry, manager));
  let own = entries.findLast(isOwn);
  const kept: ManagedFieldsEntry[] = [];
  let edited = false;
  for (const entry of entries) {
    if (entry === own && isOwn(entry)) continue;
    if (!isDisplaced(entry)) kept.push(entry);
    else {
      edited = true;
      own =
        own === undefined
          ? { ...entry, manager: fieldManager, operation: 'Apply' }
          : { ...own, fieldsV1: mergeFieldSets(own.fieldsV1, entry.fieldsV1) };
    }
  }
  if (!edited || own === undefined) return [];
  return [{ op: 'replace', path: '/metadata/managedFields', value: [...kept, own] as unknown as JsonObject[] }];
}

function matches(entry: ManagedFieldsEntry, { name, operation }: DisplacedManager): boolean {
  return entry.operation === operation && (entry.subresource ?? '') === '' && (entry.manager ?? '').startsWith(name);
}
