import {
  checkPathSegmentName,
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  validateLabelSelector,
} from '@gotk/objects';
import type { MatchResources } from '../../admission/matching/match-resources.js';
import type { MatchRule } from '../../admission/matching/match-rules.js';

const MATCH_POLICIES = ['Equivalent', 'Exact'];
const FAILURE_POLICIES = ['Fail', 'Ignore'];
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** A value that may be left out, and else is one of a few. */
export function checkOneOf(value: string | undefined, values: readonly string[], field: string): readonly FieldError[] {
  return value === undefined || values.includes(value) ? [] : [notSupportedField(field, value, values)];
}

/** A value that must be there and is one of a few. */
export function requireOneOf(
  value: string | undefined,
  values: readonly string[],
  field: string,
): readonly FieldError[] {
  return value === undefined || value === '' ? [requiredField(field)] : checkOneOf(value, values, field);
}

/** The same where the empty text is a value, and a wrong one. */
function requireValue(value: string | undefined, values: readonly string[], field: string): readonly FieldError[] {
  return value === undefined ? [requiredField(field)] : checkOneOf(value, values, field);
}

/** What is done where something fails: `Fail` or `Ignore`. */
export function requireFailurePolicy(value: string | undefined, field: string): readonly FieldError[] {
  return requireValue(value, FAILURE_POLICIES, field);
}

/** What is wrong with the failure and match policies of a webhook, which may be left out. */
export function checkPolicies(
  { failurePolicy, matchPolicy }: { readonly failurePolicy?: string; readonly matchPolicy?: string },
  field: string,
): readonly FieldError[] {
  return [
    ...checkOneOf(failurePolicy, FAILURE_POLICIES, `${field}.failurePolicy`),
    ...checkOneOf(matchPolicy, MATCH_POLICIES, `${field}.matchPolicy`),
  ];
}

/** What is wrong with what a policy or a binding says it is about. */
export function validateMatchResources(match: MatchResources | undefined, field: string): readonly FieldError[] {
  if (match === undefined) return [];
  const { namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match;
  return [
    ...requireValue(match.matchPolicy, MATCH_POLICIES, `${field}.matchPolicy`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(objectSelector, `${field}.objectSelector`),
    ...resourceRules.flatMap((rule, index) => validateNamedRule(rule, `${field}.resourceRules[${index}]`)),
    ...excludeResourceRules.flatMap((rule, index) =>
      validateNamedRule(rule, `${field}.excludeResourceRules[${index}]`),
    ),
  ];
}

function validateNamedRule(rule: MatchRule, field: string): readonly FieldError[] {
  const names = rule.resourceNames ?? [];
  const errors = names.flatMap((name, index) => {
    const place = `${field}.resourceNames[${index}]`;
    return [
      ...checkPathSegmentName(name).map((problem) => invalidField(place, name, problem)),
      ...(names.indexOf(name) < index ? [duplicateField(place, name)] : []),
    ];
  });
  return [...errors, ...validateRule(rule, field)];
}

/** What is wrong with a rule that says which requests something is about. */
export function validateRule(rule: MatchRule, field: string): readonly FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [] } = rule;
  return [
    ...requireList(operations, `${field}.operations`, 'operations'),
    ...operations.flatMap((operation, index) => checkOneOf(operation, OPERATIONS, `${field}.operations[${index}]`)),
    ...requireList(apiGroups, `${field}.apiGroups`, 'API groups'),
    ...requireList(apiVersions, `${field}.apiVersions`, 'API versions'),
    ...apiVersions.flatMap((version, index) =>
      version === '' ? [requiredField(`${field}.apiVersions[${index}]`)] : [],
    ),
    ...validateResources(resources, `${field}.resources`),
    ...checkOneOf(rule.scope, SCOPES, `${field}.scope`),
  ];
}

function requireList(values: readonly string[], field: string, what: string): readonly FieldError[] {
  if (values.length === 0) return [requiredField(field)];
  if (values.length === 1 || !values.includes('*')) return [];
  return [invalidField(field, values, `if '*' is present, must not specify other ${what}`)];
}

function validateResources(resources: readonly string[], field: string): readonly FieldError[] {
  const errors: FieldError[] = resources.length === 0 ? [requiredField(field)] : [];
  const [withAnyPart, partsOfAny] = [new Set<string>(), new Set<string>()];
  let lastIsWhole = false;
  for (const [index, pattern] of resources.entries()) {
    const place = `${field}[${index}]`;
    const slash = pattern.indexOf('/');
    if (pattern === '') errors.push(requiredField(place));
    else if (slash === -1) lastIsWhole = pattern !== '*';
    else {
      const [resource, part] = [pattern.slice(0, slash), pattern.slice(slash + 1)];
      const refuse = (present: string) =>
        errors.push(invalidField(place, pattern, `if '${present}' is present, must not specify ${pattern}`));
      if (withAnyPart.has(resource)) refuse(`${resource}/*`);
      if (partsOfAny.has(part)) refuse(`*/${part}`);
      if (part === '*') withAnyPart.add(resource);
      if (resource === '*') partsOfAny.add(part);
    }
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalidField(field, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && lastIsWhole) {
    const detail = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidField(field, resources, detail));
  }
  return errors;
}
