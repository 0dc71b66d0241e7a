import { AdmissionBudgetError } from '@gotk/cel';
import type { JsonValue } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { ApiCore } from '../../core/api-core.js';
import { internalError } from '../../errors/api-errors.js';
import { DecodeError } from '../../registry/object-codec.js';
import type { AdmissionPass, AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite } from '../forbid-write.js';
import { objectsIn, type TargetMatch } from '../matching/admission-target.js';
import { asksAboutAccess, changesAdmission } from '../matching/exempt-requests.js';
import { matchResources } from '../matching/match-resources.js';
import { Reinvocation } from '../reinvocation.js';
import { replaceReviewed } from '../replace-object.js';
import { admissionInput, namespaceObject } from './admission-input.js';
import { applyMutation, MutationError } from './apply-mutation.js';
import { ConfigurationError, collectParams } from './collect-params.js';
import { compileMutatingPolicy } from './compile-mutating-policy.js';
import { evaluateConditions } from './match-conditions.js';
import type { BindingSpec, Configured, MutatingPolicySpec } from './policy-objects.js';
import { type BoundPolicy, PolicySet } from './policy-set.js';

type Bound = BoundPolicy<MutatingPolicySpec, BindingSpec>;

const COLLECTIONS = {
  policies: 'admissionregistration.k8s.io/mutatingadmissionpolicies',
  bindings: 'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
};

/** A policy that is to change an object, with the params of one of its bindings. */
interface Invocation {
  readonly policy: Configured<MutatingPolicySpec>;
  readonly binding: Configured<BindingSpec> | undefined;
  readonly match: TargetMatch;
  readonly param: JsonValue;
}

/** Something that keeps a policy from doing its work. */
interface Failure {
  readonly policy: Configured<MutatingPolicySpec>;
  readonly binding: Configured<BindingSpec> | undefined;
  readonly message: string;
  readonly isConfiguration: boolean;
}

/** MutatingAdmissionPolicies: every one that is about a request and bound to it changes the object, one after the other. */
export function mutatingPolicies(core: ApiCore): AdmissionPlugin {
  const policies = new PolicySet<MutatingPolicySpec, BindingSpec>(core.store, COLLECTIONS);
  return {
    admit: (review, pass) => {
      const active = policies.active();
      if (active.length === 0 || changesAdmission(review) || asksAboutAccess(review)) return;
      const found = active.map((bound) => invocationsOf(core, bound, review));
      const invocations = found.flatMap((part) => part.invocations);
      const failures = found.flatMap((part) => part.failures);
      if (invocations.length > 0) failures.push(...runAll(core, invocations, { review, pass, key: policies }));
      const [first, ...others] = failures.filter(({ policy }) => policy.spec.failurePolicy !== 'Ignore');
      if (first !== undefined) throw refusal(review, [first, ...others]);
    },
  };
}

interface Found {
  readonly invocations: readonly Invocation[];
  readonly failures: readonly Failure[];
}

const NOTHING: Found = { invocations: [], failures: [] };

function invocationsOf(core: ApiCore, { policy, bindings }: Bound, review: AdmissionReview): Found {
  const misconfigured = (error: unknown, binding: Configured<BindingSpec> | undefined): Found => {
    const isOwn = error instanceof ConfigurationError;
    if (!isOwn && !isApiError(error)) throw error;
    const at = isOwn && error.of === 'policy' ? undefined : binding;
    const message = `failed to configure ${at === undefined ? 'policy' : 'binding'}: ${error.message}`;
    return { invocations: [], failures: [{ policy, binding: at, message, isConfiguration: true }] };
  };
  const match = attempt(() => matchResources(core.store, policy.spec.matchConstraints ?? {}, review));
  if ('error' in match) return misconfigured(match.error, undefined);
  const { value: target } = match;
  if (target === undefined) return NOTHING;
  const parts = bindings.map((binding): Found => {
    const params = attempt(() => bindingParams(core, { policy, binding }, review));
    if ('error' in params) return misconfigured(params.error, binding);
    return { invocations: params.value.map((param) => ({ policy, binding, match: target, param })), failures: [] };
  });
  return {
    invocations: parts.flatMap(({ invocations }) => invocations),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

function attempt<T>(compute: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: compute() };
  } catch (error) {
    return { error };
  }
}

function bindingParams(
  core: ApiCore,
  { policy, binding }: { readonly policy: Configured<MutatingPolicySpec>; readonly binding: Configured<BindingSpec> },
  review: AdmissionReview,
): readonly JsonValue[] {
  if (matchResources(core.store, binding.spec.matchResources ?? {}, review) === undefined) return [];
  return collectParams(core, policy.spec.paramKind, binding.spec, review.namespace);
}

interface Run {
  readonly review: AdmissionReview;
  readonly pass: AdmissionPass;
  readonly key: object;
}

function runAll(core: ApiCore, invocations: readonly Invocation[], { review, pass, key }: Run): readonly Failure[] {
  const reinvocation = pass.notes(key, () => new Reinvocation());
  // In the second go all that asked to look again do so, whoever changed the object.
  if (pass.isSecond) reinvocation.wantInvoked();
  return invocations.flatMap((invocation) => run(core, invocation, { review, pass, reinvocation }));
}

interface Turn {
  readonly review: AdmissionReview;
  readonly pass: AdmissionPass;
  readonly reinvocation: Reinvocation;
}

function run(core: ApiCore, invocation: Invocation, { review, pass, reinvocation }: Turn): readonly Failure[] {
  const { policy, binding, match, param } = invocation;
  const compiled = compileMutatingPolicy(policy);
  const input = {
    ...admissionInput(core, review, match),
    params: param,
    namespaceObject: namespaceObject(core, review),
  };
  const failed = (message: string): Failure => ({ policy, binding, message, isConfiguration: false });
  const conditions = evaluateConditions(compiled.conditions, input);
  if (conditions.kind === 'failed') return [failed(conditions.message)];
  const id = invocationKey(invocation);
  if (conditions.kind === 'unmet' || !reinvocation.isDue(id, pass)) return [];
  let changed = false;
  const failures: Failure[] = [];
  for (const mutation of compiled.mutations) {
    const version = review.served.definition.versions.find((item) => item.version === match.version);
    if (review.object === undefined || version === undefined) continue;
    try {
      const context = { variables: compiled.variables, schema: () => version.mergeSchema() };
      const next = applyMutation(mutation, { ...input, ...objectsIn(review, match.version) }, context);
      if (replaceReviewed(review, next, { version, strict: true })) changed = true;
    } catch (error) {
      failures.push(failed(mutationProblem(error)));
    }
  }
  if (changed) pass.wantAnother();
  reinvocation.invoked(id, { changed, again: policy.spec.reinvocationPolicy === 'IfNeeded' });
  return failures;
}

function invocationKey({ policy, binding, param }: Invocation): string {
  const named = param === null ? undefined : (param as unknown as KubeObject); // Params are objects.
  const names = [fieldOf(named, 'metadata', 'namespace'), fieldOf(named, 'metadata', 'name')];
  return JSON.stringify([policy.metadata.name, binding?.metadata.name, ...names]);
}

/** @throws ApiError when what the policy made is no object of the kind */
function mutationProblem(error: unknown): string {
  if (error instanceof MutationError || error instanceof AdmissionBudgetError) return error.message;
  if (error instanceof DecodeError) throw internalError(error.message);
  throw error;
}

function refusal(review: AdmissionReview, failures: readonly [Failure, ...Failure[]]): Error {
  const messages = failures.map(({ policy, binding, message }) =>
    binding === undefined
      ? `policy ${JSON.stringify(policy.metadata.name)} denied request: ${message}`
      : `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${message}`,
  );
  const [first] = failures;
  return forbidWrite(review, 'admission request denied by policy', {
    code: 403,
    reason: first.isConfiguration ? 'Forbidden' : 'Invalid',
    message: messages[0] ?? '',
    causes: messages.map((message) => ({ message })),
  });
}
