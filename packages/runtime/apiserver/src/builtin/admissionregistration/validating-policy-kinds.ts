import { AdmissionCompiler } from '@gotk/cel';
import {
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  validateQualifiedName,
} from '@gotk/objects';
import type {
  PolicyAuditAnnotation,
  PolicyValidation,
  ValidatingBindingSpec,
  ValidatingPolicySpec,
} from '../../admission/policies/policy-objects.js';
import type { DraftObject } from '../../drafts/draft.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { clusterKind } from './cluster-kind.js';
import { checkExpression, validateVariables } from './validate-expressions.js';
import { checkOneOf } from './validate-match.js';
import { validateBindingSpec, validatePolicySpec } from './validate-policy-spec.js';
import { type ValidatingPolicyStatus, validatePolicyStatus } from './validate-policy-status.js';

interface PolicyDraft extends DraftObject {
  spec: ValidatingPolicySpec;
  status?: ValidatingPolicyStatus;
}

interface BindingDraft extends DraftObject {
  spec: ValidatingBindingSpec;
}

/** ValidatingAdmissionPolicies: their expressions must compile. */
export const validatingPolicyKind = clusterKind(validatePolicy, validatePolicyStatus);

/** The bindings of ValidatingAdmissionPolicies. */
export const validatingBindingKind = clusterKind(validateBinding);

const MAX_ANNOTATIONS = 20;
const MAX_VALUE_EXPRESSION = 5 * 1024;
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function validatePolicy({ metadata, spec }: PolicyDraft): readonly FieldError[] {
  const { validations = [], auditAnnotations = [] } = spec;
  const hasVariables = (spec.variables ?? []).length > 0;
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined, hasVariables });
  const errors = [...validatePolicySpec(spec), ...validateVariables(compiler, spec.variables, 'spec.variables')];
  if (validations.length + auditAnnotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item';
    return [...errors, requiredField('spec.validations', detail), requiredField('spec.auditAnnotations', detail)];
  }
  const checks = validations.flatMap((validation, index) =>
    validateValidation(compiler, validation, `spec.validations[${index}]`),
  );
  return [...errors, ...checks, ...validateAnnotations(compiler, auditAnnotations, metadata.name ?? '')];
}

function validateValidation(
  compiler: AdmissionCompiler,
  { expression = '', message = '', messageExpression = '', reason }: PolicyValidation,
  field: string,
): readonly FieldError[] {
  const text = message.trim();
  return [
    ...(expression.trim() === ''
      ? [requiredField(`${field}.expression`, 'expression is not specified')]
      : checkExpression(compiler.compile(expression, 'bool'), `${field}.expression`)),
    ...validateMessageExpression(compiler, messageExpression, `${field}.messageExpression`),
    ...(message !== '' && text === ''
      ? [invalidField(`${field}.message`, message, 'must be non-empty if specified')]
      : []),
    ...(/[\n\r]/.test(text) ? [invalidField(`${field}.message`, message, 'must not contain line breaks')] : []),
    ...checkOneOf(reason, REASONS, `${field}.reason`),
  ];
}

function validateMessageExpression(
  compiler: AdmissionCompiler,
  expression: string,
  field: string,
): readonly FieldError[] {
  if (expression === '') return [];
  if (expression.trim() === '') return [invalidField(field, expression, 'must be non-empty if specified')];
  return checkExpression(compiler.compileMessage(expression), field);
}

function validateAnnotations(
  compiler: AdmissionCompiler,
  annotations: readonly PolicyAuditAnnotation[],
  policy: string,
): readonly FieldError[] {
  const field = 'spec.auditAnnotations';
  const keys = annotations.map(({ key = '' }) => key);
  const tooMany = `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`;
  return [
    ...(annotations.length > MAX_ANNOTATIONS
      ? [withInternalValue(invalidField(field, null, tooMany), '[]admissionregistration.AuditAnnotation', annotations)]
      : []),
    ...annotations.flatMap((annotation, index) => [
      ...validateAnnotation(compiler, annotation, { field: `${field}[${index}]`, policy }),
      ...(keys.indexOf(keys[index] ?? '') < index ? [duplicateField(`${field}[${index}].key`, keys[index] ?? '')] : []),
    ]),
  ];
}

function validateAnnotation(
  compiler: AdmissionCompiler,
  { key = '', valueExpression = '' }: PolicyAuditAnnotation,
  { field, policy }: { readonly field: string; readonly policy: string },
): readonly FieldError[] {
  const place = `${field}.valueExpression`;
  const text = valueExpression.trim();
  const named =
    policy === ''
      ? [invalidField(`${field}.key`, key, 'requires metadata.name be non-empty')]
      : validateQualifiedName(`${policy}/${key}`, `${field}.key`);
  if (text === '') return [...named, requiredField(place, 'valueExpression is not specified')];
  if (Buffer.byteLength(text) > MAX_VALUE_EXPRESSION) {
    return [...named, requiredField(place, `must not exceed ${MAX_VALUE_EXPRESSION} bytes in length`)];
  }
  return [...named, ...checkExpression(compiler.compile(text, 'string or null'), place)];
}

const ACTIONS = ['Audit', 'Deny', 'Warn'];

function validateBinding({ spec }: BindingDraft): readonly FieldError[] {
  return [...validateBindingSpec(spec), ...validateActions(spec.validationActions ?? [], 'spec.validationActions')];
}

function validateActions(actions: readonly string[], field: string): readonly FieldError[] {
  const errors = actions.flatMap((action, index) => [
    ...(ACTIONS.includes(action) ? [] : [notSupportedField(`${field}[${index}]`, action, ACTIONS)]),
    ...(actions.indexOf(action) < index ? [duplicateField(`${field}[${index}]`, action)] : []),
  ]);
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const why = 'repeating the same validation failure information in the API response and headers serves no purpose';
    errors.push(invalidField(field, actions, `must not contain both Deny and Warn (${why})`));
  }
  if (actions.length === 0) errors.push(requiredField(field, 'at least one validation action is required'));
  return errors;
}
