import type { AdmissionCompiler, AdmissionExpression } from '@gotk/cel';
import { type CompiledPolicy, compileOnce } from './compile-once.js';
import type { PolicyValidation, ValidatingPolicySpec } from './policy-objects.js';

/** A ValidatingAdmissionPolicy, ready to be evaluated. */
export interface CompiledValidatingPolicy extends CompiledPolicy {
  readonly validations: readonly CompiledValidation[];
  readonly annotations: readonly { readonly key: string; readonly expression: AdmissionExpression }[];
}

export interface CompiledValidation {
  readonly validation: PolicyValidation;
  readonly test: AdmissionExpression;
  readonly message: AdmissionExpression | undefined;
}

/** Compiles a policy, once for each of its states. */
export const compileValidatingPolicy = compileOnce(
  (compiler, { validations = [], auditAnnotations = [] }: ValidatingPolicySpec) => ({
    validations: validations.map((validation) => compileValidation(compiler, validation)),
    annotations: auditAnnotations.map(({ key = '', valueExpression = '' }) => ({
      key,
      expression: compiler.compile(valueExpression, 'string or null'),
    })),
  }),
);

function compileValidation(compiler: AdmissionCompiler, validation: PolicyValidation): CompiledValidation {
  const { expression = '', messageExpression = '' } = validation;
  return {
    validation,
    test: compiler.compile(expression, 'bool'),
    message: messageExpression === '' ? undefined : compiler.compileMessage(messageExpression),
  };
}
