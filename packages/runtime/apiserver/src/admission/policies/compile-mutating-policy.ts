import type { AdmissionCompiler, AdmissionExpression } from '@gotk/cel';
import { compileOnce } from './compile-once.js';
import type { MutatingPolicySpec } from './policy-objects.js';

export interface CompiledMutation {
  readonly kind: 'patch' | 'object';
  readonly expression: AdmissionExpression;
}

/** Compiles a policy, once for each of its states. */
export const compileMutatingPolicy = compileOnce((compiler, { mutations = [] }: MutatingPolicySpec) => ({
  mutations: mutations.map((mutation) => compileMutation(compiler, mutation)),
}));

function compileMutation(
  compiler: AdmissionCompiler,
  { patchType, jsonPatch, applyConfiguration }: NonNullable<MutatingPolicySpec['mutations']>[number],
): CompiledMutation {
  const kind = patchType === 'JSONPatch' ? 'patch' : 'object';
  const { expression = '' } = (kind === 'patch' ? jsonPatch : applyConfiguration) ?? {};
  return { kind, expression: compiler.compile(expression, kind) };
}
