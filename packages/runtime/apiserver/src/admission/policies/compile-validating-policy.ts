import { AdmissionCompiler, type AdmissionExpression } from '@gotk/cel';
import type { MatchConditions } from './match-conditions.js';
import type { Configured, PolicyValidation, ValidatingPolicySpec } from './policy-objects.js';

/** A ValidatingAdmissionPolicy, ready to be evaluated. */
export interface CompiledValidatingPolicy {
  readonly conditions: MatchConditions;
  readonly variables: ReadonlyMap<string, AdmissionExpression>;
  readonly validations: readonly CompiledValidation[];
  readonly annotations: readonly { readonly key: string; readonly expression: AdmissionExpression }[];
}

export interface CompiledValidation {
  readonly validation: PolicyValidation;
  readonly test: AdmissionExpression;
  readonly message: AdmissionExpression | undefined;
}

const compiled = new WeakMap<object, CompiledValidatingPolicy>();

/** Compiles a policy, once for each of its states. */
export function compileValidatingPolicy(policy: Configured<ValidatingPolicySpec>): CompiledValidatingPolicy {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  const fresh = compile(policy.spec);
  compiled.set(policy, fresh);
  return fresh;
}

function compile(spec: ValidatingPolicySpec): CompiledValidatingPolicy {
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined });
  for (const { name = '', expression = '' } of spec.variables ?? []) compiler.declare(name, expression);
  const { variables } = compiler;
  return {
    variables,
    conditions: {
      variables,
      expressions: (spec.matchConditions ?? []).map(({ expression = '' }) => compiler.compile(expression, 'bool')),
    },
    validations: (spec.validations ?? []).map((validation) => ({
      validation,
      test: compiler.compile(validation.expression ?? '', 'bool'),
      message:
        (validation.messageExpression ?? '') === ''
          ? undefined
          : compiler.compileMessage(validation.messageExpression ?? ''),
    })),
    annotations: (spec.auditAnnotations ?? []).map(({ key = '', valueExpression = '' }) => ({
      key,
      expression: compiler.compile(valueExpression, 'string or null'),
    })),
  };
}
