import { AdmissionCompiler, type AdmissionExpression } from '@gotk/cel';
import type { MatchConditions } from './match-conditions.js';
import type { Configured, MutatingPolicySpec } from './policy-objects.js';

/** A MutatingAdmissionPolicy, ready to be evaluated. */
export interface CompiledMutatingPolicy {
  readonly conditions: MatchConditions;
  readonly variables: ReadonlyMap<string, AdmissionExpression>;
  readonly mutations: readonly CompiledMutation[];
}

export interface CompiledMutation {
  readonly kind: 'patch' | 'object';
  readonly expression: AdmissionExpression;
}

const compiled = new WeakMap<object, CompiledMutatingPolicy>();

/** Compiles a policy, once for each of its states. */
export function compileMutatingPolicy(policy: Configured<MutatingPolicySpec>): CompiledMutatingPolicy {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  const fresh = compile(policy.spec);
  compiled.set(policy, fresh);
  return fresh;
}

function compile(spec: MutatingPolicySpec): CompiledMutatingPolicy {
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined });
  for (const { name = '', expression = '' } of spec.variables ?? []) compiler.declare(name, expression);
  const { variables } = compiler;
  return {
    variables,
    conditions: {
      variables,
      expressions: (spec.matchConditions ?? []).map(({ expression = '' }) => compiler.compile(expression, 'bool')),
    },
    mutations: (spec.mutations ?? []).map(({ patchType, jsonPatch, applyConfiguration }) => {
      const kind = patchType === 'JSONPatch' ? 'patch' : 'object';
      const { expression = '' } = (kind === 'patch' ? jsonPatch : applyConfiguration) ?? {};
      return { kind, expression: compiler.compile(expression, kind) };
    }),
  };
}
