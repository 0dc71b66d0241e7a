import { nameIsDnsSubdomain, nameIsPathSegment } from '@gotk/objects';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { changedMeta, clusterMeta, namespacedMeta } from './object-meta-rules.js';

/** Kinds whose generation tells an empty list from none. */
const COUNTS_EMPTY = [
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'networking.k8s.io/networkpolicies',
];

/** Kinds whose generation counts changes of their spec. */
const GENERATION = [
  'admissionregistration.k8s.io/mutatingadmissionpolicies',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apps/daemonsets',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'batch/cronjobs',
  'batch/jobs',
  'discovery.k8s.io/endpointslices',
  'flowcontrol.apiserver.k8s.io/flowschemas',
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/ingresses',
  'networking.k8s.io/networkpolicies',
  'policy/poddisruptionbudgets',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceslices',
  'scheduling.k8s.io/priorityclasses',
  '/pods',
  '/podtemplates',
  '/replicationcontrollers',
];

/** Kinds of which a PUT must name the version that it replaces. */
const CONDITIONAL = [
  'admissionregistration.k8s.io/mutatingadmissionpolicies',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'coordination.k8s.io/leases',
  'node.k8s.io/runtimeclasses',
  'policy/poddisruptionbudgets',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/csistoragecapacities',
  'storage.k8s.io/volumeattachments',
];

/** Kinds that a PUT creates when they are not there. */
const CREATED_BY_UPDATE = [
  'coordination.k8s.io/leases',
  'events.k8s.io/events',
  'node.k8s.io/runtimeclasses',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/rolebindings',
  'rbac.authorization.k8s.io/roles',
  '/endpoints',
  '/events',
  '/limitranges',
  '/services',
];

/** Kinds whose deletion answers with the object. */
const RETURNED_WHEN_DELETED = [
  'apiextensions.k8s.io/customresourcedefinitions',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceclaims',
  'resource.k8s.io/resourceclaimtemplates',
  'resource.k8s.io/resourceslices',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/volumeattachments',
  'storage.k8s.io/volumeattributesclasses',
  '/namespaces',
  '/persistentvolumeclaims',
  '/persistentvolumes',
  '/pods',
  '/podtemplates',
  '/resourcequotas',
  '/serviceaccounts',
  '/services',
];

/** Kinds whose names are freer than domain names: anything that can stand in a path. */
const PATH_NAMES = [
  'apiregistration.k8s.io/apiservices',
  'certificates.k8s.io/certificatesigningrequests',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/rolebindings',
  'rbac.authorization.k8s.io/roles',
];

/** Kinds whose metadata cannot be written with their status. */
const STATUS_ALONE = [
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'apiextensions.k8s.io/customresourcedefinitions',
  'flowcontrol.apiserver.k8s.io/flowschemas',
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations',
  'networking.k8s.io/servicecidrs',
  'resource.k8s.io/resourceclaims',
  'storage.k8s.io/volumeattachments',
];

/** The general rules of a built-in resource, by `group/resource`. */
export function traitsOf(key: string, namespaced: boolean): ResourceStrategy {
  const nameRule = PATH_NAMES.includes(key) ? nameIsPathSegment : nameIsDnsSubdomain;
  return {
    validate: (object) => (namespaced ? namespacedMeta : clusterMeta)(object, nameRule),
    validateUpdate: changedMeta,
    validateStatusUpdate: changedMeta,
    generation: GENERATION.includes(key),
    countsEmpty: COUNTS_EMPTY.includes(key),
    ...(STATUS_ALONE.includes(key) ? {} : { statusResets: [['spec']] }),
    allowUnconditionalUpdate: !CONDITIONAL.includes(key),
    allowCreateOnUpdate: CREATED_BY_UPDATE.includes(key),
    returnsDeleted: RETURNED_WHEN_DELETED.includes(key),
  };
}
