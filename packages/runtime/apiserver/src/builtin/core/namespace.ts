import { nameIsDnsLabel, validateObjectMeta } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';

/** A Namespace under way to the store. */
export interface NamespaceDraft extends DraftObject {
  spec: { finalizers?: string[] };
  status: { phase?: string; conditions?: unknown[] };
}

/** Namespaces begin active, carry a finalizer in their spec, and end through their own finalization. */
export const namespaceKind = builtinKind<NamespaceDraft>({
  strategy: {
    prepareForCreate: (namespace) => {
      const finalizers = namespace.spec.finalizers ?? [];
      namespace.spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
      namespace.status = { phase: 'Active' };
      const { metadata } = namespace;
      metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name ?? '' };
    },
    prepareForUpdate: (namespace, old) => {
      if (old.spec.finalizers !== undefined) namespace.spec.finalizers = old.spec.finalizers;
    },
    validate: ({ metadata }) => validateObjectMeta(metadata, { namespaced: false, nameRule: nameIsDnsLabel }),
  },
});
