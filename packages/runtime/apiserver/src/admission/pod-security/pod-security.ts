import { jsonEqual } from '@gotk/json';
import { type FieldError, type KubeObject, renderFieldErrors } from '@gotk/objects';
import type { DraftMeta, DraftObject } from '../../drafts/draft.js';
import { forbidden } from '../../errors/api-errors.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { existingPodWarnings } from './existing-pods.js';
import { type CheckedPod, type CheckedSpec, containersOf } from './pod-parts.js';
import {
  isPrivileged,
  isStricter,
  POD_SECURITY,
  renderLevel,
  type SecurityPolicy,
  securityPolicy,
} from './security-policy.js';
import { renderViolations, violationsOf } from './violations-of.js';

/** What the subresources of pods do is no matter of how safe the pod is, but for what adds containers. */
const CHECKED_SUBRESOURCES = [undefined, 'ephemeralcontainers', 'resize'];
const CONTROLLERS = [
  ...['/replicationcontrollers', '/podtemplates', 'apps/replicasets', 'apps/deployments', 'apps/statefulsets'],
  ...['apps/daemonsets', 'batch/jobs', 'batch/cronjobs'],
];

type TemplateOwner = DraftObject & {
  template?: CheckedPod;
  spec?: { template?: CheckedPod; jobTemplate?: { spec?: { template?: CheckedPod } } };
};

/** Holds pods to how safe their namespace's labels want them: refuses, warns, or leaves it in the audit log. */
export function podSecurity(store: Store): AdmissionPlugin {
  return {
    validate: (review) => {
      if (review.operation !== 'CREATE' && review.operation !== 'UPDATE') return;
      const { group, resource } = review.served.definition;
      const key = `${group}/${resource}`;
      if (key === '/namespaces') checkNamespace(store, review);
      else if (key === '/pods') checkPod(store, review);
      else if (CONTROLLERS.includes(key) && review.subresource === undefined) checkTemplate(store, review);
    },
  };
}

function checkNamespace(store: Store, review: AdmissionReview): void {
  const { object, oldObject, subresource, served } = review;
  if (object === undefined || subresource !== undefined) return;
  const { policy, errors } = securityPolicy(object.metadata.labels);
  const before = oldObject === undefined ? undefined : securityPolicy(oldObject.metadata.labels);
  if (errors.length > 0 && !sameErrors(errors, before?.errors ?? []))
    throw invalidObject({ group: '', kind: served.definition.kind }, object.metadata.name ?? '', errors);
  if (before !== undefined && isStricter(before.policy.enforce, policy.enforce))
    review.warnings.push(...existingPodWarnings(store, object.metadata.name ?? '', policy.enforce));
}

function sameErrors(errors: readonly FieldError[], before: readonly FieldError[]): boolean {
  return renderFieldErrors(errors) === renderFieldErrors(before);
}

function policyOf(store: Store, { namespace = '' }: AdmissionReview) {
  return securityPolicy(store.get('/namespaces', namespace)?.object.metadata.labels);
}

function checkPod(store: Store, review: AdmissionReview): void {
  if (!CHECKED_SUBRESOURCES.includes(review.subresource)) return;
  const { policy, errors } = policyOf(store, review);
  if (errors.length === 0 && isPrivileged(policy)) {
    review.annotate?.(`${POD_SECURITY}enforce-policy`, renderLevel(policy.enforce));
    return;
  }
  const pod = review.object as unknown as CheckedPod; // By its kind.
  if (review.operation === 'UPDATE' && !isSignificant(pod.spec, specOf(review.oldObject))) return;
  review.annotate?.(`${POD_SECURITY}enforce-policy`, renderLevel(policy.enforce));
  const found = violationsOf(pod, policy.enforce);
  const told = { policy, errors, isRefused: found.length > 0 };
  tell(review, pod, told);
  if (found.length === 0) return;
  const why = `violates PodSecurity "${renderLevel(policy.enforce)}": ${renderViolations(found)}`;
  throw forbidden({ group: '', resource: 'pods' }, review.object?.metadata.name ?? '', why);
}

function specOf(pod: KubeObject | undefined): CheckedSpec {
  return ((pod as unknown as CheckedPod | undefined)?.spec ?? {}) as CheckedSpec; // By its kind.
}

/** Other containers, or other images in them. */
function isSignificant(spec: CheckedSpec, old: CheckedSpec): boolean {
  const images = (each: CheckedSpec): readonly (readonly [string, string])[] =>
    containersOf(each).map(({ name, image = '' }) => [name, image] as const);
  return !jsonEqual(images(spec), images(old));
}

function checkTemplate(store: Store, review: AdmissionReview): void {
  const { policy, errors } = policyOf(store, review);
  if (errors.length === 0 && policy.warn.level === 'privileged' && policy.audit.level === 'privileged') return;
  const owner = review.object as unknown as TemplateOwner; // By its kind.
  const template = owner.template ?? owner.spec?.template ?? owner.spec?.jobTemplate?.spec?.template;
  if (template?.spec === undefined) return;
  const metadata = (template.metadata ?? {}) as DraftMeta;
  tell(review, { ...template, metadata }, { policy, errors, isRefused: false });
}

interface Told {
  readonly policy: SecurityPolicy;
  readonly errors: readonly FieldError[];
  readonly isRefused: boolean;
}

/** Leaves in the audit log what the policy wants there, and warns where nothing is refused. */
function tell(review: AdmissionReview, pod: CheckedPod, { policy, errors, isRefused }: Told): void {
  if (errors.length > 0)
    review.annotate?.(`${POD_SECURITY}error`, `Failed to parse policy: ${renderFieldErrors(errors)}`);
  const audited = violationsOf(pod, policy.audit);
  const text = (level: SecurityPolicy['warn'], found: typeof audited): string =>
    `would violate PodSecurity "${renderLevel(level)}": ${renderViolations(found)}`;
  if (audited.length > 0) review.annotate?.(`${POD_SECURITY}audit-violations`, text(policy.audit, audited));
  if (isRefused) return;
  const warned = violationsOf(pod, policy.warn);
  if (warned.length > 0) review.warnings.push(text(policy.warn, warned));
}
