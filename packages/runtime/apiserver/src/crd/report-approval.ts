import type { CustomResourceDefinition } from './custom-resource-definition.js';
import { type ApiApproval, apiApprovalOf, isProtectedGroup } from './definition/api-approval.js';
import { withCondition } from './with-condition.js';

const TYPE = 'KubernetesAPIApprovalPolicyConformant';

const OUTCOMES: Readonly<Record<ApiApproval['state'], { readonly status: string; readonly reason: string }>> = {
  approved: { status: 'True', reason: 'ApprovedAnnotation' },
  bypassed: { status: 'False', reason: 'UnapprovedAnnotation' },
  invalid: { status: 'False', reason: 'InvalidAnnotation' },
  missing: { status: 'False', reason: 'MissingAnnotation' },
};

/** The status that tells whether a definition in a group of the Kubernetes community was approved; `undefined` when it tells already. */
export function reportApproval(
  { metadata, spec, status }: CustomResourceDefinition,
  now: string,
): CustomResourceDefinition['status'] {
  if (!isProtectedGroup(spec.group)) return undefined;
  const { state, reason: message } = apiApprovalOf(metadata.annotations ?? {});
  const next = { type: TYPE, ...OUTCOMES[state], message, lastTransitionTime: now };
  const present = status?.conditions?.find(({ type }) => type === TYPE);
  const isSame = present?.status === next.status && present.reason === next.reason && present.message === message;
  return isSame ? undefined : { ...status, conditions: withCondition(status?.conditions ?? [], next) };
}
