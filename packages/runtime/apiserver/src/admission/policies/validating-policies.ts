import { isApiError } from '@gotk/kube-client';
import type { ApiCore } from '../../core/api-core.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite } from '../forbid-write.js';
import type { TargetMatch } from '../matching/admission-target.js';
import { asksAboutAccess, changesAdmission } from '../matching/exempt-requests.js';
import { matchResources } from '../matching/match-resources.js';
import { admissionInput, namespaceObject } from './admission-input.js';
import { ConfigurationError, collectParams } from './collect-params.js';
import { compileValidatingPolicy } from './compile-validating-policy.js';
import { type Denial, evaluateValidatingPolicy, type PolicyFact } from './evaluate-validating-policy.js';
import type { Configured, ValidatingBindingSpec, ValidatingPolicySpec } from './policy-objects.js';
import { type BoundPolicy, PolicySet } from './policy-set.js';

type Bound = BoundPolicy<ValidatingPolicySpec, ValidatingBindingSpec>;
type Binding = Configured<ValidatingBindingSpec>;

const COLLECTIONS = {
  policies: 'admissionregistration.k8s.io/validatingadmissionpolicies',
  bindings: 'admissionregistration.k8s.io/validatingadmissionpolicybindings',
};

/** The longest fact for the audit log, in bytes. */
const MAX_FACT_BYTES = 10 * 1024;

/** A refusal, and who refuses. */
interface Refusal {
  readonly message: string;
  readonly reason: string;
}

/** ValidatingAdmissionPolicies: every one that is about a request and bound to it is asked; the first refusal is the answer. */
export function validatingPolicies(core: ApiCore): AdmissionPlugin {
  const policies = new PolicySet<ValidatingPolicySpec, ValidatingBindingSpec>(core.store, COLLECTIONS);
  return {
    validate: (review) => {
      const active = policies.active();
      if (active.length === 0 || changesAdmission(review) || asksAboutAccess(review)) return;
      const [first] = active.flatMap((bound) => refusalsOf(core, bound, review));
      if (first !== undefined) throw refusalError(review, first);
    },
  };
}

function refusalsOf(core: ApiCore, bound: Bound, review: AdmissionReview): readonly Refusal[] {
  const { policy, bindings } = bound;
  const match = findMatch(core, bound, review);
  if (match === undefined) return [];
  if (!('resource' in match)) return [match];
  const facts = new PolicyFacts();
  const refusals = bindings.flatMap((binding) => bindingRefusals(core, { policy, binding, match, facts }, review));
  facts.publish(policy.metadata.name, review);
  return refusals;
}

/** What all bindings of a policy have for the audit log. */
class PolicyFacts {
  readonly #values = new Map<string, string[]>();

  add({ key, value }: PolicyFact): void {
    const values = this.#values.get(key) ?? [];
    const shortened = Buffer.from(value).subarray(0, MAX_FACT_BYTES).toString();
    if (!values.includes(shortened)) this.#values.set(key, [...values, shortened]);
  }

  publish(policy: string, { annotate }: AdmissionReview): void {
    for (const [key, values] of this.#values) annotate?.(`${policy}/${key}`, values.join(', '));
  }
}

function findMatch(core: ApiCore, { policy }: Bound, review: AdmissionReview): TargetMatch | Refusal | undefined {
  try {
    return matchResources(core.store, policy.spec.matchConstraints ?? {}, review);
  } catch (error) {
    if (!isApiError(error)) throw error;
    return configurationRefusal({ policy, binding: undefined }, error.message);
  }
}

interface Place {
  readonly policy: Configured<ValidatingPolicySpec>;
  readonly binding: Binding | undefined;
}

function configurationRefusal(place: Place, why: string): Refusal | undefined {
  if (place.policy.spec.failurePolicy === 'Ignore') return undefined;
  const what = place.binding === undefined ? 'policy' : 'binding';
  return { message: denied(place, `failed to configure ${what}: ${why}`), reason: 'Invalid' };
}

function denied({ policy, binding }: Place, why: string): string {
  const by = binding === undefined ? '' : ` with binding '${binding.metadata.name}'`;
  return `ValidatingAdmissionPolicy '${policy.metadata.name}'${by} denied request: ${why}`;
}

interface BoundMatch {
  readonly policy: Configured<ValidatingPolicySpec>;
  readonly binding: Binding;
  readonly match: TargetMatch;
  readonly facts: PolicyFacts;
}

function bindingRefusals(core: ApiCore, bound: BoundMatch, review: AdmissionReview): readonly Refusal[] {
  const { policy, binding } = bound;
  try {
    if (matchResources(core.store, binding.spec.matchResources ?? {}, review) === undefined) return [];
    return evaluate(core, bound, review).flatMap((denial) => carryOut(bound, denial, review));
  } catch (error) {
    const isOwn = error instanceof ConfigurationError;
    if (!isOwn && !isApiError(error)) throw error;
    const place = { policy, binding: isOwn && error.of === 'policy' ? undefined : binding };
    return [configurationRefusal(place, error.message)].filter((refusal) => refusal !== undefined);
  }
}

function evaluate(
  core: ApiCore,
  { policy, binding, match, facts }: BoundMatch,
  review: AdmissionReview,
): readonly Denial[] {
  const params = collectParams(core, policy.spec.paramKind, binding.spec, review.namespace);
  if (params.length === 0) return [];
  const compiled = compileValidatingPolicy(policy);
  const input = { ...admissionInput(core, review, match), namespaceObject: namespaceObject(core, review) };
  const ignoresFailures = policy.spec.failurePolicy === 'Ignore';
  return params.flatMap((param) => {
    const { denials, annotations } = evaluateValidatingPolicy(compiled, { ...input, params: param }, ignoresFailures);
    for (const fact of annotations) facts.add(fact);
    return denials;
  });
}

/** Warns, or refuses, as the binding says. */
function carryOut({ policy, binding }: BoundMatch, denial: Denial, review: AdmissionReview): readonly Refusal[] {
  const place = { policy, binding };
  const refusal = { message: denied(place, denial.message), reason: denial.reason ?? 'Invalid' };
  if (denial.always === true) return [refusal];
  return (binding.spec.validationActions ?? []).flatMap((action) => {
    if (action === 'Warn') {
      const by = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
      review.warnings.push(`Validation failed for ${by}: ${denial.message}`);
    }
    if (action === 'Audit') publishFailure(place, denial, review);
    return action === 'Deny' ? [refusal] : [];
  });
}

function publishFailure({ policy, binding }: Place, { message, index }: Denial, { annotate }: AdmissionReview): void {
  const failure = {
    message,
    policy: policy.metadata.name,
    binding: binding?.metadata.name ?? '',
    expressionIndex: index,
    validationActions: binding?.spec.validationActions ?? [],
  };
  annotate?.('validation.policy.admission.k8s.io/validation_failure', JSON.stringify([failure]));
}

const CODES: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function refusalError(review: AdmissionReview, { message, reason }: Refusal): Error {
  return forbidWrite(review, message, { code: CODES[reason] ?? 422, reason, causes: [{ message }] });
}
