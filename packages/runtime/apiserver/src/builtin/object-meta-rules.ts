import {
  type FieldError,
  type NameRule,
  nameIsDnsSubdomain,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';

/** What is wrong with the metadata of a new namespaced object. */
export function namespacedMeta(
  { metadata }: DraftObject,
  nameRule: NameRule = nameIsDnsSubdomain,
): readonly FieldError[] {
  return validateObjectMeta(metadata, { namespaced: true, nameRule });
}

/** What is wrong with the metadata of a new cluster-scoped object. */
export function clusterMeta({ metadata }: DraftObject, nameRule: NameRule = nameIsDnsSubdomain): readonly FieldError[] {
  return validateObjectMeta(metadata, { namespaced: false, nameRule });
}

/** What is wrong with how an object's metadata changes. */
export function changedMeta({ metadata }: DraftObject, old: DraftObject): readonly FieldError[] {
  return validateObjectMetaUpdate(metadata, old.metadata);
}
