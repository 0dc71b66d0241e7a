import {
  type FieldError,
  invalidField,
  type LabelSelector,
  nameIsPathSegment,
  requiredField,
  validateLabelSelector,
} from '@gotk/objects';
import { confirmRole } from '../../auth/rbac/confirm-no-escalation.js';
import type { PolicyRule } from '../../auth/rbac/rbac-objects.js';
import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceStrategy } from '../../registry/resource-strategy.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta, namespacedMeta } from '../object-meta-rules.js';
import { onlyCollectionFieldsChange } from './only-collection-fields.js';

interface RoleDraft extends DraftObject {
  rules?: PolicyRule[] | null;
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

/** Roles give rights in their namespace. */
export const roleKind = builtinKind<RoleDraft>({ strategy: roleStrategy('roles', checkRole) });

/** ClusterRoles give rights everywhere, and may collect those of others. */
export const clusterRoleKind = builtinKind<RoleDraft>({ strategy: roleStrategy('clusterroles', checkClusterRole) });

function roleStrategy(
  resource: string,
  check: (role: RoleDraft) => readonly FieldError[],
): ResourceStrategy<RoleDraft> {
  return {
    authorize: (role, old, { user, namespace = '', access, requestName }) => {
      if (old !== undefined && onlyCollectionFieldsChange(role, old)) return;
      const name = role.metadata.name ?? '';
      const granting = { ...access, user, namespace, resource, name, requestName };
      confirmRole(granting, role.rules ?? []);
      if (role.aggregationRule !== undefined) confirmAggregation(granting, old);
    },
    validate: check,
    validateUpdate: (role, old) => [...check(role), ...changedMeta(role, old)],
  };
}

/** Whoever lets a role collect rules grants all that may ever come. */
function confirmAggregation(granting: Parameters<typeof confirmRole>[0], old: RoleDraft | undefined): void {
  if (old?.aggregationRule !== undefined) return;
  confirmRole(granting, [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ]);
}

function checkRole(role: RoleDraft): readonly FieldError[] {
  return [...namespacedMeta(role, nameIsPathSegment), ...checkRules(role, true)];
}

function checkClusterRole(role: RoleDraft): readonly FieldError[] {
  return [...clusterMeta(role, nameIsPathSegment), ...checkRules(role, false), ...checkAggregation(role)];
}

function checkRules({ rules }: RoleDraft, namespaced: boolean): readonly FieldError[] {
  return (rules ?? []).flatMap((rule, index) => checkRule(rule, namespaced, `rules[${index}]`));
}

function checkRule(rule: PolicyRule, namespaced: boolean, field: string): readonly FieldError[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const errors: FieldError[] = [];
  if ((rule.verbs ?? []).length === 0)
    errors.push(requiredField(`${field}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const refuse = (detail: string) => errors.push(invalidField(`${field}.nonResourceURLs`, nonResourceURLs, detail));
    if (namespaced) refuse('namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      refuse('rules cannot apply to both regular resources and non-resource URLs');
    return errors;
  }
  if (apiGroups.length === 0)
    errors.push(requiredField(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  if (resources.length === 0)
    errors.push(requiredField(`${field}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}

function checkAggregation({ aggregationRule }: RoleDraft): readonly FieldError[] {
  if (aggregationRule === undefined) return [];
  const { clusterRoleSelectors: selectors = [] } = aggregationRule;
  const field = 'aggregationRule.clusterRoleSelectors';
  if (selectors.length === 0)
    return [requiredField(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return selectors.flatMap((selector, index) => {
    const errors = validateLabelSelector(selector, `${field}[${index}]`);
    return errors.length > 0
      ? [...errors, invalidField(`${field}[${index}]`, null, 'invalid label selector.')]
      : errors;
  });
}
