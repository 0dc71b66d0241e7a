/** Where a definition in a group of the Kubernetes community says who approved it. */
export const APPROVAL_ANNOTATION = 'api-approved.kubernetes.io';

/** Whether a definition of a protected group was approved, and in what words that is told. */
export interface ApiApproval {
  readonly state: 'approved' | 'bypassed' | 'invalid' | 'missing';
  readonly reason: string;
}

/** Whether a group belongs to the Kubernetes community. */
export function isProtectedGroup(group: string): boolean {
  return ['k8s.io', 'kubernetes.io'].some((domain) => group === domain || group.endsWith(`.${domain}`));
}

/** What the annotations of a definition say about its approval. */
export function apiApprovalOf(annotations: Readonly<Record<string, string>>): ApiApproval {
  const given = Object.hasOwn(annotations, APPROVAL_ANNOTATION) ? (annotations[APPROVAL_ANNOTATION] ?? '') : '';
  const must = `protected groups must have approval annotation ${JSON.stringify(APPROVAL_ANNOTATION)}`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (given === '') return { state: 'missing', reason: `${must}, ${see}` };
  if (given.startsWith('unapproved')) return { state: 'bypassed', reason: `not approved: ${JSON.stringify(given)}` };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(given)) return { state: 'approved', reason: `approved in ${given}` };
  return { state: 'invalid', reason: `${must} with either a URL or a reason starting with "unapproved", ${see}` };
}
