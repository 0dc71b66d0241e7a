import { asJson } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import { hasEmptyCollections, unmarkEmptyCollections } from '../drafts/empty-collections.js';
import { typeOfKind } from './typed-codec.js';
import { dropEmpty } from './types/drop-empty.js';

/** These are stored as JSON, which tells an empty list from none. */
const STORED_AS_JSON = ['CustomResourceDefinition', 'APIService'];

/**
 * The draft as it is written: lists and maps without items are left out where they may be. Whoever is shown an object sees this,
 * and ownership is told by it.
 */
export function asWritten(draft: DraftObject): DraftObject {
  if (!hasEmptyCollections(draft)) return draft;
  return dropEmpty(typeOfKind(draft), asJson(sealDraft(draft)), 'written') as unknown as DraftObject; // An object stays one.
}

/** The draft as it is read again after it was stored, for comparisons: Kubernetes takes no items for none. */
export function asStored(draft: DraftObject): DraftObject {
  if (!hasEmptyCollections(draft)) return draft;
  const fate = STORED_AS_JSON.includes(draft.kind) ? 'written' : 'stored';
  return dropEmpty(typeOfKind(draft), asJson(sealDraft(draft)), fate) as unknown as DraftObject; // An object stays one.
}

/** Makes the draft what is read again after it was stored: lists and maps without items are none. */
export function settleEmptyCollections(draft: DraftObject): void {
  if (!hasEmptyCollections(draft)) return;
  const stored = asStored(draft);
  unmarkEmptyCollections(draft);
  for (const field of Object.keys(draft)) if (!Object.hasOwn(stored, field)) delete draft[field];
  Object.assign(draft, stored);
}
