import type { KubeObject } from '@gotk/objects';
import { current, failed, inProgress, type ObjectStatus } from '../object-status.js';
import type { Condition } from '../read-fields.js';

/** A CustomResourceDefinition: its names are accepted and it is established. */
export function readCustomResourceDefinition(_object: KubeObject, conditions: readonly Condition[]): ObjectStatus {
  for (const { type, status, reason, message } of conditions) {
    if (type === 'NamesAccepted' && status === 'False') return failed(reason, message);
    if (type !== 'Established') continue;
    if (status === 'False' && reason !== 'Installing') return failed(reason, message);
    if (status === 'True') return current('CRD is established');
  }
  return inProgress('Installing', 'Install in progress');
}
