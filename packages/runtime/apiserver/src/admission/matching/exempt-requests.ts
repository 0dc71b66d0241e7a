import type { AdmissionReview } from '../admission-chain.js';

const GROUP = 'admissionregistration.k8s.io';
const CONFIGURATION = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
];

const QUESTIONS = [
  'authentication.k8s.io/selfsubjectreviews',
  'authentication.k8s.io/tokenreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authorization.k8s.io/subjectaccessreviews',
];

/** Whether a request changes the configuration of admission: nothing that is configured may get in the way of that. */
export function changesAdmission({ served: { definition } }: AdmissionReview): boolean {
  return definition.group === GROUP && CONFIGURATION.includes(definition.resource);
}

/** Whether a request only asks who somebody is or what he may do: policies do not look at those. */
export function asksAboutAccess({ served: { definition } }: AdmissionReview): boolean {
  return QUESTIONS.includes(`${definition.group}/${definition.resource}`);
}
