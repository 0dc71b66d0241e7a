import { CRD_COLLECTION, hasCondition } from '../crd/custom-resource-definition.js';
import { asCrd } from '../crd/serve-custom-resources.js';
import type { Store } from '../storage/store.js';
import type { AdmissionPlugin } from './admission-chain.js';
import { forbidWrite } from './forbid-write.js';

/** No custom resource is created any more once its definition is going away. */
export function terminatingDefinition(store: Store): AdmissionPlugin {
  return {
    admit: (review) => {
      const {
        operation,
        served: { definition },
      } = review;
      if (operation !== 'CREATE' || !definition.custom) return;
      const { group, resource } = definition;
      const record = store.get(CRD_COLLECTION, `${resource}.${group}`);
      if (record === undefined || !hasCondition(asCrd(record.object), 'Terminating')) return;
      throw forbidWrite(review, 'create not allowed while custom resource definition is terminating');
    },
  };
}
