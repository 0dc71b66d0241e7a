import { type JsonValue, jsonEqual } from '@gotk/json';
import { asJson, type KubeObject, type ManagedFieldsEntry } from '@gotk/objects';
import { asStored } from '../builtin/empty-collections.js';
import { type DraftObject, sealDraft } from '../drafts/draft.js';

/**
 * Takes the old times of managed fields where nothing else differs, so that a write that changes nothing stays without effect.
 */
export function sameOwnership(draft: DraftObject, old: KubeObject): void {
  const entries = draft.metadata.managedFields;
  const oldEntries = old.metadata.managedFields;
  if (entries === undefined || oldEntries === undefined || entries === oldEntries) return;
  if (!jsonEqual(withoutTimes(entries), withoutTimes(oldEntries))) return;
  if (jsonEqual(withoutEntries(sealDraft(asStored(draft))), withoutEntries(old)))
    draft.metadata.managedFields = [...oldEntries];
}

function withoutTimes(entries: readonly ManagedFieldsEntry[]): JsonValue {
  return entries.map(({ time: _, ...entry }) => entry as unknown as JsonValue); // JSON by contract.
}

function withoutEntries({ metadata, ...object }: KubeObject): JsonValue {
  const { managedFields: _m, resourceVersion: _r, ...kept } = metadata;
  return asJson({ ...object, metadata: kept } as KubeObject); // Only metadata was thinned out.
}
