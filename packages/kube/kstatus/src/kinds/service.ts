import type { KubeObject } from '@gotk/objects';
import { current, inProgress, type ObjectStatus } from '../object-status.js';
import { textField } from '../read-fields.js';

/** A Service: always ready, but for a load balancer without a cluster IP. */
export function readService(object: KubeObject): ObjectStatus {
  const type = textField(object, ['spec', 'type'], 'ClusterIP');
  if (type === 'LoadBalancer' && textField(object, ['spec', 'clusterIP'], '') === '') {
    return inProgress('NoIPAssigned', 'ClusterIP not set. Service type: LoadBalancer');
  }
  return current('Service is ready');
}
