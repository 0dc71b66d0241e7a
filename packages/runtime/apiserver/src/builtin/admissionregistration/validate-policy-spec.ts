import {
  checkDns1035Label,
  checkDns1123Subdomain,
  checkPathSegmentName,
  type FieldError,
  forbiddenField,
  invalidField,
  nameIsDnsSubdomain,
  notSupportedField,
  requiredField,
  validateLabelSelector,
} from '@gotk/objects';
import type {
  BindingSpec,
  MutatingPolicySpec,
  ParamKind,
  ParamRef,
  ValidatingPolicySpec,
} from '../../admission/policies/policy-objects.js';
import { validateMatchConditions } from './validate-expressions.js';
import { requireFailurePolicy, validateMatchResources } from './validate-match.js';

/**
 * What policies of both kinds have in common: everything before their expressions.
 *
 * @param matchErrors what else is wrong with the constraints.
 */
export function validatePolicySpec(
  spec: ValidatingPolicySpec | MutatingPolicySpec,
  matchErrors: readonly FieldError[] = [],
): readonly FieldError[] {
  const { paramKind, matchConstraints, matchConditions } = spec;
  const hasParams = paramKind !== undefined;
  return [
    ...requireFailurePolicy(spec.failurePolicy, 'spec.failurePolicy'),
    ...(hasParams ? validateParamKind(paramKind, 'spec.paramKind') : []),
    ...(matchConstraints === undefined
      ? [requiredField('spec.matchConstraints')]
      : validateMatchResources(matchConstraints, 'spec.matchConstraints')),
    ...(matchConstraints !== undefined && (matchConstraints.resourceRules ?? []).length === 0
      ? [requiredField('spec.matchConstraints.resourceRules')]
      : []),
    ...matchErrors,
    ...validateMatchConditions(matchConditions, { field: 'spec.matchConditions', hasParams }),
  ];
}

function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, field: string): readonly FieldError[] {
  return [...validateApiVersion(apiVersion, `${field}.apiVersion`), ...validateKind(kind, `${field}.kind`)];
}

function validateApiVersion(apiVersion: string, field: string): readonly FieldError[] {
  if (apiVersion === '') return [requiredField(field)];
  const parts = apiVersion === '/' ? ['', ''] : apiVersion.split('/');
  if (parts.length > 2) return [invalidField(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const [group = '', version = ''] = parts.length === 1 ? ['', ...parts] : parts;
  const groupProblems = group === '' ? [] : checkDns1123Subdomain(group);
  const versionProblems = version === '' ? [] : checkDns1035Label(version);
  return [
    ...(groupProblems.length === 0 ? [] : [invalidField(field, group, groupProblems.join(','))]),
    ...(version === '' ? [invalidField(field, apiVersion, 'version must be specified')] : []),
    ...(versionProblems.length === 0 ? [] : [invalidField(field, version, versionProblems.join(','))]),
  ];
}

function validateKind(kind: string, field: string): readonly FieldError[] {
  if (kind === '') return [requiredField(field)];
  const problems = checkDns1035Label(kind.toLowerCase());
  if (problems.length === 0) return [];
  return [invalidField(field, kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}

/** What bindings of both kinds have in common. */
export function validateBindingSpec({ policyName = '', paramRef, matchResources }: BindingSpec): readonly FieldError[] {
  const field = 'spec.policyName';
  return [
    ...(policyName === ''
      ? [requiredField(field)]
      : nameIsDnsSubdomain(policyName, false).map((problem) => invalidField(field, policyName, problem))),
    ...(paramRef === undefined ? [] : validateParamRef(paramRef, 'spec.paramRef')),
    ...validateMatchResources(matchResources, 'spec.matchResources'),
  ];
}

const NOT_FOUND_ACTIONS = ['Deny', 'Allow'];

function validateParamRef(ref: ParamRef, field: string): readonly FieldError[] {
  const { name = '', selector, parameterNotFoundAction: action = '' } = ref;
  const both = name !== '' && selector !== undefined;
  const exclusive = 'name and selector are mutually exclusive';
  return [
    ...checkPathSegmentNameIfAny(name, `${field}.name`),
    ...(both ? [forbiddenField(`${field}.name`, exclusive)] : []),
    ...validateLabelSelector(selector, `${field}.selector`),
    ...(both ? [forbiddenField(`${field}.selector`, exclusive)] : []),
    ...(name === '' && selector === undefined
      ? [requiredField(field, 'one of name or selector must be specified')]
      : []),
    ...(action === '' ? [requiredField(`${field}.parameterNotFoundAction`)] : []),
    ...(action === '' || NOT_FOUND_ACTIONS.includes(action)
      ? []
      : [notSupportedField(`${field}.parameterNotFoundAction`, action, NOT_FOUND_ACTIONS)]),
  ];
}

function checkPathSegmentNameIfAny(name: string, field: string): readonly FieldError[] {
  return name === '' ? [] : checkPathSegmentName(name).map((problem) => invalidField(field, name, problem));
}
