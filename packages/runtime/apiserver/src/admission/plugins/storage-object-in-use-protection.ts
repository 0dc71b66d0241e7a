import type { AdmissionPlugin } from '../admission-chain.js';
import { writesResource } from '../forbid-write.js';

/** The finalizers that keep claims and volumes while something uses them, by resource. */
export const protectionFinalizers: Readonly<Record<string, string>> = {
  '/persistentvolumes': 'kubernetes.io/pv-protection',
  '/persistentvolumeclaims': 'kubernetes.io/pvc-protection',
  'storage.k8s.io/volumeattributesclasses': 'kubernetes.io/vac-protection',
};

/** Claims and volumes do not go while something uses them. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  admit: (review) => {
    if (review.operation !== 'CREATE' || review.object === undefined) return;
    for (const [resource, finalizer] of Object.entries(protectionFinalizers)) {
      if (!writesResource(review, resource)) continue;
      const finalizers = review.object.metadata.finalizers ?? [];
      if (!finalizers.includes(finalizer)) review.object.metadata.finalizers = [...finalizers, finalizer];
    }
  },
};
