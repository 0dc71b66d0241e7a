import { forbidden, notFound } from '../errors/api-errors.js';
import type { Store } from '../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from './admission-chain.js';
import { asksAboutAccess } from './matching/exempt-requests.js';

const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/** Nothing is created in a namespace that is not there or is going away, and the system's namespaces stay. */
export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return {
    admit: (review) => {
      if (review.served.definition.collection === '/namespaces') keepImmortal(review);
      else if (asksAboutAccess(review)) return;
      else if (review.operation === 'CREATE' && review.namespace !== undefined)
        requireActive(store, review, review.namespace);
    },
  };
}

function keepImmortal({ operation, name }: AdmissionReview): void {
  if (operation !== 'DELETE' || !IMMORTAL.includes(name)) return;
  throw forbidden({ group: '', resource: 'namespaces' }, name, 'this namespace may not be deleted');
}

function requireActive(store: Store, { served, name }: AdmissionReview, namespace: string): void {
  const record = store.get('/namespaces', namespace);
  if (record === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
  if (record.object.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { group, resource } = served.definition;
  throw forbidden({ group, resource }, name, why, {
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
