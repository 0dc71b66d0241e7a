import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceStrategy } from '../../registry/resource-strategy.js';
import { checkDnsLabel } from '../../validation/name-rules.js';
import { validateObjectMeta } from '../../validation/object-meta.js';

/** A namespace under way to the store. */
export interface NamespaceDraft extends DraftObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string; conditions?: unknown[] };
}

/** Namespaces begin active, carry the `kubernetes` finalizer in their spec, and end through their own finalization. */
export const namespaceStrategy: ResourceStrategy<NamespaceDraft> = {
  statusField: true,
  returnsDeleted: true,
  prepareForCreate: (namespace) => {
    const finalizers = namespace.spec?.finalizers ?? [];
    namespace.spec = { finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] };
    namespace.status = { phase: 'Active' };
  },
  prepareForUpdate: (namespace, old) => {
    if (old.spec !== undefined)
      namespace.spec = {
        ...namespace.spec,
        ...(old.spec.finalizers === undefined ? {} : { finalizers: old.spec.finalizers }),
      };
  },
  validate: ({ metadata }) => validateObjectMeta(metadata, { namespaced: false, nameRule: checkDnsLabel }),
};
