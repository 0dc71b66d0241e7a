import { AdmissionCompiler, type AdmissionExpression } from '@gotk/cel';
import type { MatchConditions } from './match-conditions.js';
import type { Configured, PolicySpec } from './policy-objects.js';

/** What policies of every kind have. */
export interface CompiledPolicy {
  readonly conditions: MatchConditions;
  readonly variables: ReadonlyMap<string, AdmissionExpression>;
}

/** Compiles policies, each of their states once: the parts that all have, and what `compileOwn` makes of the rest. */
export function compileOnce<S extends PolicySpec, T>(
  compileOwn: (compiler: AdmissionCompiler, spec: S) => T,
): (policy: Configured<S>) => CompiledPolicy & T {
  const compiled = new WeakMap<object, CompiledPolicy & T>();
  return (policy) => {
    const known = compiled.get(policy);
    if (known !== undefined) return known;
    const fresh = compile(policy.spec, compileOwn);
    compiled.set(policy, fresh);
    return fresh;
  };
}

function compile<S extends PolicySpec, T>(
  spec: S,
  compileOwn: (compiler: AdmissionCompiler, spec: S) => T,
): CompiledPolicy & T {
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined });
  for (const { name = '', expression = '' } of spec.variables ?? []) compiler.declare(name, expression);
  const { variables } = compiler;
  const expressions = (spec.matchConditions ?? []).map(({ expression = '' }) => compiler.compile(expression, 'bool'));
  return { variables, conditions: { variables, expressions }, ...compileOwn(compiler, spec) };
}
