import {
  type FieldError,
  invalidField,
  type NameRule,
  nameIsDnsSubdomain,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** What is wrong with the metadata of a new namespaced object. */
export function namespacedMeta(object: DraftObject, nameRule: NameRule = nameIsDnsSubdomain): readonly FieldError[] {
  return checkMeta(object, nameRule, true);
}

/** What is wrong with the metadata of a new cluster-scoped object. */
export function clusterMeta(object: DraftObject, nameRule: NameRule = nameIsDnsSubdomain): readonly FieldError[] {
  return checkMeta(object, nameRule, false);
}

function checkMeta({ metadata }: DraftObject, nameRule: NameRule, namespaced: boolean): readonly FieldError[] {
  return [...validateObjectMeta(metadata, { namespaced, nameRule }), ...checkFinalizers(metadata.finalizers ?? [])];
}

/** Built-in kinds take only finalizers that Kubernetes knows or that name their domain. */
function checkFinalizers(finalizers: readonly string[]): readonly FieldError[] {
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((name, index) =>
    name.includes('/') || STANDARD_FINALIZERS.includes(name)
      ? []
      : [invalidField(`metadata.finalizers[${index}]`, name, detail)],
  );
}

/** What is wrong with how an object's metadata changes. */
export function changedMeta({ metadata }: DraftObject, old: DraftObject): readonly FieldError[] {
  return validateObjectMetaUpdate(metadata, old.metadata);
}
