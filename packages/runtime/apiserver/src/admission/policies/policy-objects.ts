import type { KubeObject, LabelSelector } from '@gotk/objects';
import type { MatchResources } from '../matching/match-resources.js';

export interface ParamKind {
  readonly apiVersion?: string;
  readonly kind?: string;
}

export interface ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly parameterNotFoundAction?: string;
}

/** An expression with a name: a variable, a condition. */
export interface NamedExpression {
  readonly name?: string;
  readonly expression?: string;
}

/** What policies of every kind say. */
export interface PolicySpec {
  readonly paramKind?: ParamKind;
  readonly matchConstraints?: MatchResources;
  readonly failurePolicy?: string;
  readonly matchConditions?: readonly NamedExpression[];
  readonly variables?: readonly NamedExpression[];
}

export interface PolicyValidation {
  readonly expression?: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

export interface PolicyAuditAnnotation {
  readonly key?: string;
  readonly valueExpression?: string;
}

export interface ValidatingPolicySpec extends PolicySpec {
  readonly validations?: readonly PolicyValidation[];
  readonly auditAnnotations?: readonly PolicyAuditAnnotation[];
}

export interface PolicyMutation {
  readonly patchType?: string;
  readonly applyConfiguration?: { readonly expression?: string };
  readonly jsonPatch?: { readonly expression?: string };
}

export interface MutatingPolicySpec extends PolicySpec {
  readonly mutations?: readonly PolicyMutation[];
  readonly reinvocationPolicy?: string;
}

export interface BindingSpec {
  readonly policyName?: string;
  readonly paramRef?: ParamRef;
  readonly matchResources?: MatchResources;
}

export interface ValidatingBindingSpec extends BindingSpec {
  readonly validationActions?: readonly string[];
}

/** A policy or a binding as the store holds it. */
export interface Configured<Spec> extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string };
  readonly spec: Spec;
}
