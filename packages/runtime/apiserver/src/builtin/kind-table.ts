import {
  answerLocalSubjectAccessReview,
  answerSelfSubjectAccessReview,
  answerSubjectAccessReview,
} from '../auth/reviews/access-review.js';
import { answerSelfSubjectReview } from '../auth/reviews/self-subject-review.js';
import { answerSelfSubjectRulesReview } from '../auth/reviews/self-subject-rules-review.js';
import { answerTokenReview } from '../auth/reviews/token-review.js';
import { answerBinding } from '../subresources/pods/bind-pod.js';
import { mutatingBindingKind, mutatingPolicyKind } from './admissionregistration/mutating-policy-kinds.js';
import { validatingBindingKind, validatingPolicyKind } from './admissionregistration/validating-policy-kinds.js';
import { webhookConfigurationKind } from './admissionregistration/webhook-kinds.js';
import { customResourceDefinitionKind } from './apiextensions/custom-resource-definition.js';
import { apiServiceKind } from './apiregistration/api-service.js';
import { controllerRevisionKind } from './apps/controller-revision.js';
import { daemonSetKind } from './apps/daemon-set.js';
import { deploymentKind } from './apps/deployment.js';
import { replicaSetKind } from './apps/replica-set.js';
import { statefulSetKind } from './apps/stateful-set.js';
import { autoscalerKind } from './autoscaling/horizontal-pod-autoscaler.js';
import { cronJobKind } from './batch/cron-job.js';
import { jobKind } from './batch/job.js';
import { type BuiltinKind, builtinKind } from './builtin-kinds.js';
import { certificateSigningRequestKind } from './certificates/certificate-signing-request.js';
import { leaseKind } from './coordination/lease.js';
import { configMapKind } from './core/config-map.js';
import { endpointsKind } from './core/endpoints.js';
import { limitRangeKind } from './core/limit-range.js';
import { namespaceKind } from './core/namespace.js';
import { nodeKind } from './core/node.js';
import { volumeKind } from './core/persistent-volume.js';
import { claimKind } from './core/persistent-volume-claim.js';
import { podTemplateKind } from './core/pod-template.js';
import { replicationControllerKind } from './core/replication-controller.js';
import { resourceQuotaKind } from './core/resource-quota.js';
import { secretKind } from './core/secret.js';
import { serviceKind } from './core/service.js';
import { serviceAccountKind } from './core/service-account.js';
import { deviceClassKind } from './devices/device-class.js';
import { resourceClaimKind } from './devices/resource-claim.js';
import { resourceClaimTemplateKind } from './devices/resource-claim-template.js';
import { resourceSliceKind } from './devices/resource-slice.js';
import { endpointSliceKind } from './discovery/endpoint-slice.js';
import { eventKind, strictEventKind } from './events/event-kinds.js';
import { flowSchemaKind } from './flowcontrol/flow-schema.js';
import { priorityLevelKind } from './flowcontrol/priority-level.js';
import { ingressKind } from './networking/ingress.js';
import { ingressClassKind } from './networking/ingress-class.js';
import { ipAddressKind } from './networking/ip-address.js';
import { networkPolicyKind } from './networking/network-policy.js';
import { serviceCidrKind } from './networking/service-cidr.js';
import { runtimeClassKind } from './node/runtime-class.js';
import { podKind } from './pods/pod-kind.js';
import { podDisruptionBudgetKind } from './policy/pod-disruption-budget.js';
import { clusterRoleBindingKind, roleBindingKind } from './rbac/binding-kinds.js';
import { clusterRoleKind, roleKind } from './rbac/role-kinds.js';
import { priorityClassKind } from './scheduling/priority-class.js';
import { csiDriverKind } from './storage/csi-driver.js';
import { csiNodeKind } from './storage/csi-node.js';
import { csiStorageCapacityKind } from './storage/csi-storage-capacity.js';
import { storageClassKind } from './storage/storage-class.js';
import { volumeAttachmentKind } from './storage/volume-attachment.js';
import { volumeAttributesClassKind } from './storage/volume-attributes-class.js';

/** The rules of built-in kinds by `group/resource`; the others live by the general rules alone. */
export const kindTable: Readonly<Record<string, BuiltinKind>> = {
  'admissionregistration.k8s.io/mutatingadmissionpolicies': mutatingPolicyKind,
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': mutatingBindingKind,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': webhookConfigurationKind,
  'admissionregistration.k8s.io/validatingadmissionpolicies': validatingPolicyKind,
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': validatingBindingKind,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': webhookConfigurationKind,
  'authentication.k8s.io/selfsubjectreviews': builtinKind({ answer: answerSelfSubjectReview }),
  'authentication.k8s.io/tokenreviews': builtinKind({ answer: answerTokenReview }),
  'authorization.k8s.io/localsubjectaccessreviews': builtinKind({ answer: answerLocalSubjectAccessReview }),
  'authorization.k8s.io/selfsubjectaccessreviews': builtinKind({ answer: answerSelfSubjectAccessReview }),
  'authorization.k8s.io/selfsubjectrulesreviews': builtinKind({ answer: answerSelfSubjectRulesReview }),
  'authorization.k8s.io/subjectaccessreviews': builtinKind({ answer: answerSubjectAccessReview }),
  'apiextensions.k8s.io/customresourcedefinitions': customResourceDefinitionKind,
  'coordination.k8s.io/leases': leaseKind,
  'events.k8s.io/events': strictEventKind,
  'rbac.authorization.k8s.io/clusterrolebindings': clusterRoleBindingKind,
  'rbac.authorization.k8s.io/clusterroles': clusterRoleKind,
  'rbac.authorization.k8s.io/rolebindings': roleBindingKind,
  'rbac.authorization.k8s.io/roles': roleKind,
  'apps/controllerrevisions': controllerRevisionKind,
  'apps/daemonsets': daemonSetKind,
  'apps/deployments': deploymentKind,
  'apps/replicasets': replicaSetKind,
  'apps/statefulsets': statefulSetKind,
  'autoscaling/horizontalpodautoscalers': autoscalerKind,
  'batch/cronjobs': cronJobKind,
  'batch/jobs': jobKind,
  'discovery.k8s.io/endpointslices': endpointSliceKind,
  'networking.k8s.io/ingressclasses': ingressClassKind,
  'networking.k8s.io/ingresses': ingressKind,
  'networking.k8s.io/networkpolicies': networkPolicyKind,
  'policy/poddisruptionbudgets': podDisruptionBudgetKind,
  'resource.k8s.io/deviceclasses': deviceClassKind,
  'resource.k8s.io/resourceclaims': resourceClaimKind,
  'resource.k8s.io/resourceclaimtemplates': resourceClaimTemplateKind,
  'resource.k8s.io/resourceslices': resourceSliceKind,
  'scheduling.k8s.io/priorityclasses': priorityClassKind,
  'storage.k8s.io/storageclasses': storageClassKind,
  'apiregistration.k8s.io/apiservices': apiServiceKind,
  'certificates.k8s.io/certificatesigningrequests': certificateSigningRequestKind,
  'flowcontrol.apiserver.k8s.io/flowschemas': flowSchemaKind,
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': priorityLevelKind,
  'networking.k8s.io/ipaddresses': ipAddressKind,
  'networking.k8s.io/servicecidrs': serviceCidrKind,
  'node.k8s.io/runtimeclasses': runtimeClassKind,
  'storage.k8s.io/csidrivers': csiDriverKind,
  'storage.k8s.io/csinodes': csiNodeKind,
  'storage.k8s.io/csistoragecapacities': csiStorageCapacityKind,
  'storage.k8s.io/volumeattachments': volumeAttachmentKind,
  'storage.k8s.io/volumeattributesclasses': volumeAttributesClassKind,
  '/nodes': nodeKind,
  '/podtemplates': podTemplateKind,
  '/bindings': builtinKind({ answer: answerBinding }),
  '/componentstatuses': deprecated('v1 ComponentStatus is deprecated in v1.19+'),
  '/configmaps': configMapKind,
  '/endpoints': endpointsKind,
  '/events': eventKind,
  '/limitranges': limitRangeKind,
  '/namespaces': namespaceKind,
  '/pods': podKind,
  '/resourcequotas': resourceQuotaKind,
  '/secrets': secretKind,
  '/serviceaccounts': serviceAccountKind,
  '/services': serviceKind,
  '/persistentvolumeclaims': claimKind,
  '/persistentvolumes': volumeKind,
  '/replicationcontrollers': replicationControllerKind,
};

/** A kind by the general rules whose every answer comes with a warning. */
function deprecated(deprecationWarning: string): BuiltinKind {
  return builtinKind({ versions: { v1: { deprecationWarning } } });
}
