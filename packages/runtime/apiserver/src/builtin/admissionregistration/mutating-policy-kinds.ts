import { AdmissionCompiler, type AdmissionOutput } from '@gotk/cel';
import { type FieldError, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import type { MatchResources } from '../../admission/matching/match-resources.js';
import type { BindingSpec, MutatingPolicySpec, PolicyMutation } from '../../admission/policies/policy-objects.js';
import type { DraftObject } from '../../drafts/draft.js';
import { clusterKind } from './cluster-kind.js';
import { checkExpression, validateVariables } from './validate-expressions.js';
import { requireOneOf } from './validate-match.js';
import { validateBindingSpec, validatePolicySpec } from './validate-policy-spec.js';

interface PolicyDraft extends DraftObject {
  spec: MutatingPolicySpec;
}

interface BindingDraft extends DraftObject {
  spec: BindingSpec;
}

/** MutatingAdmissionPolicies: their expressions must compile. */
export const mutatingPolicyKind = clusterKind(validatePolicy);

/** The bindings of MutatingAdmissionPolicies. */
export const mutatingBindingKind = clusterKind(validateBinding);

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'UPDATE'];
const REINVOCATIONS = ['IfNeeded', 'Never'];

function validatePolicy({ spec }: PolicyDraft): readonly FieldError[] {
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined });
  const mutations = spec.mutations ?? [];
  return [
    ...validatePolicySpec(spec, validateOperations(spec.matchConstraints, 'spec.matchConstraints')),
    ...validateVariables(compiler, spec.variables, 'spec.variables'),
    ...(mutations.length === 0 ? [requiredField('spec.mutations', 'mutations must contain at least one item')] : []),
    ...mutations.flatMap((mutation, index) => validateMutation(compiler, mutation, `spec.mutations[${index}]`)),
    ...requireOneOf(spec.reinvocationPolicy, REINVOCATIONS, 'spec.reinvocationPolicy'),
  ];
}

/** What is deleted cannot be changed any more. */
function validateOperations(match: MatchResources | undefined, field: string): readonly FieldError[] {
  return (match?.resourceRules ?? []).flatMap(({ operations = [] }) =>
    operations
      .filter((operation) => !OPERATIONS.includes(operation))
      .map((operation) => notSupportedField(`${field}.resourceRules.operations`, operation, OPERATIONS)),
  );
}

function validateMutation(
  compiler: AdmissionCompiler,
  { patchType = '', jsonPatch, applyConfiguration }: PolicyMutation,
  field: string,
): readonly FieldError[] {
  const parts = {
    JSONPatch: { name: 'jsonPatch', part: jsonPatch, output: 'patch' },
    ApplyConfiguration: { name: 'applyConfiguration', part: applyConfiguration, output: 'object' },
  } as const;
  if (patchType === '') return [requiredField(`${field}.patchType`)];
  if (patchType !== 'JSONPatch' && patchType !== 'ApplyConfiguration') {
    return [notSupportedField(`${field}.patchType`, patchType, ['ApplyConfiguration', 'JSONPatch'])];
  }
  const own = parts[patchType];
  const other = parts[patchType === 'JSONPatch' ? 'ApplyConfiguration' : 'JSONPatch'];
  const place = `${field}.${own.name}`;
  return [
    ...(own.part === undefined
      ? [requiredField(place, `must be specified when patchType is ${patchType}`)]
      : validatePatch(compiler, own.part.expression ?? '', { field: `${place}.expression`, output: own.output })),
    ...(other.part === undefined
      ? []
      : [
          invalidField(
            `${field}.${other.name}`,
            `{${other.name}}`,
            `must not be specified when patchType is ${patchType}`,
          ),
        ]),
  ];
}

function validatePatch(
  compiler: AdmissionCompiler,
  expression: string,
  { field, output }: { readonly field: string; readonly output: AdmissionOutput },
): readonly FieldError[] {
  const text = expression.trim();
  return text === '' ? [requiredField(field)] : checkExpression(compiler.compile(text, output), field);
}

function validateBinding({ spec }: BindingDraft): readonly FieldError[] {
  return [...validateBindingSpec(spec), ...validateOperations(spec.matchResources, 'spec.matchResources')];
}
