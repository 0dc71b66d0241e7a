import { jsonEqual } from '@gotk/json';
import { asJson } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../../drafts/draft.js';
import { asStored } from '../empty-collections.js';

/** Whether nothing changes but what garbage collection needs to let an object go. */
export function onlyCollectionFieldsChange(object: DraftObject, old: DraftObject): boolean {
  return jsonEqual(asJson(sealDraft(comparable(asStored(object)))), asJson(sealDraft(comparable(old))));
}

function comparable(object: DraftObject): DraftObject {
  const { ownerReferences: _o, finalizers: _f, selfLink: _s, managedFields: _m, ...metadata } = object.metadata;
  return { ...object, metadata };
}
