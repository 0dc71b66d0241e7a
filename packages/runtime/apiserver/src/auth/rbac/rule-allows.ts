import type { AccessAttributes } from '../authorizer.js';
import type { PolicyRule } from './rbac-objects.js';

const ALL = '*';

/** Whether a rule allows what somebody wants to do. */
export function ruleAllows(rule: PolicyRule, access: AccessAttributes): boolean {
  if (!includes(rule.verbs ?? [], access.verb)) return false;
  if (!access.isResource) return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, access.path));
  return (
    includes(rule.apiGroups ?? [], access.group) &&
    (rule.resources ?? []).some((resource) => resourceMatches(resource, access)) &&
    nameMatches(rule.resourceNames ?? [], access.name)
  );
}

function includes(values: readonly string[], wanted: string): boolean {
  return values.includes(ALL) || values.includes(wanted);
}

function resourceMatches(rule: string, { resource, subresource }: AccessAttributes): boolean {
  if (rule === ALL) return true;
  if (subresource === '') return rule === resource;
  return rule === `${resource}/${subresource}` || rule === `*/${subresource}`;
}

function nameMatches(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

/** Whether a URL of a rule, which may end in `*`, covers a path. */
export function urlMatches(rule: string, path: string): boolean {
  if (rule === ALL || rule === path) return true;
  return rule.endsWith('*') && path.startsWith(rule.replace(/\*+$/, ''));
}
