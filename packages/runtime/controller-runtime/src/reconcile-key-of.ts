import type { KubeObject } from '@gotk/objects';
import type { ReconcileKey } from './controller.js';

/** The key by which an object of the controller's kind is queued. */
export function reconcileKeyOf({ metadata }: Pick<KubeObject, 'metadata'>): ReconcileKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}
