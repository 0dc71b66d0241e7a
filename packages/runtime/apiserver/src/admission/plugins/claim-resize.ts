import { fieldOf, type KubeObject } from '@gotk/objects';
import { compareQuantities, parseQuantity } from '@gotk/quantity';
import { sealDraft } from '../../drafts/draft.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin } from '../admission-chain.js';
import { forbidWrite, writesResource } from '../forbid-write.js';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** A bound claim grows only where its storage class lets volumes grow. */
export function claimResize(store: Store): AdmissionPlugin {
  return {
    validate: (review) => {
      const { object, oldObject } = review;
      if (object === undefined || oldObject === undefined) return;
      if (!writesResource(review, '/persistentvolumeclaims') || !grows(sealDraft(object), oldObject)) return;
      if (fieldOf(oldObject, 'status', 'phase') !== 'Bound')
        throw forbidWrite(review, 'Only bound persistent volume claims can be expanded');
      if (mayGrow(store, sealDraft(object), oldObject)) return;
      const why = 'only dynamically provisioned pvc can be resized';
      throw forbidWrite(review, `${why} and the storageclass that provisions the pvc must support resize`);
    },
  };
}

function grows(claim: KubeObject, old: KubeObject): boolean {
  const size = (object: KubeObject) =>
    parseQuantity(String(fieldOf(object, 'spec', 'resources', 'requests', 'storage') ?? '0'));
  return compareQuantities(size(claim), size(old)) > 0;
}

function mayGrow(store: Store, claim: KubeObject, old: KubeObject): boolean {
  const name = classNameOf(claim);
  if (name === '' || name !== classNameOf(old)) return false;
  const storageClass = store.get('storage.k8s.io/storageclasses', name)?.object;
  return storageClass !== undefined && fieldOf(storageClass, 'allowVolumeExpansion') === true;
}

function classNameOf(claim: KubeObject): string {
  const annotated = claim.metadata.annotations?.[CLASS_ANNOTATION];
  return annotated ?? String(fieldOf(claim, 'spec', 'storageClassName') ?? '');
}
