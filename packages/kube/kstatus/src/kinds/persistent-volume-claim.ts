import type { KubeObject } from '@gotk/objects';
import { current, inProgress, type ObjectStatus } from '../object-status.js';
import { textField } from '../read-fields.js';

/** A PersistentVolumeClaim: it is bound. */
export function readPersistentVolumeClaim(object: KubeObject): ObjectStatus {
  const phase = textField(object, ['status', 'phase'], 'unknown');
  return phase === 'Bound' ? current('PVC is Bound') : inProgress('NotBound', `PVC is not Bound. phase: ${phase}`);
}
