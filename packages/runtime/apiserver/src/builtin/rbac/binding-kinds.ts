import { jsonEqual } from '@gotk/json';
import {
  checkDns1123Subdomain,
  checkPathSegmentName,
  type FieldError,
  invalidField,
  nameIsPathSegment,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { confirmBinding } from '../../auth/rbac/confirm-no-escalation.js';
import { RBAC_GROUP, type RoleRef, type Subject } from '../../auth/rbac/rbac-objects.js';
import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceStrategy } from '../../registry/resource-strategy.js';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta, namespacedMeta } from '../object-meta-rules.js';
import { onlyCollectionFieldsChange } from './only-collection-fields.js';

interface BindingDraft extends DraftObject {
  subjects?: Subject[];
  roleRef: RoleRef;
}

/** RoleBindings give the rights of a Role or ClusterRole in their namespace. */
export const roleBindingKind = builtinKind<BindingDraft>({
  strategy: bindingStrategy('rolebindings', (binding) => [
    ...namespacedMeta(binding, nameIsPathSegment),
    ...checkRoleRef(binding.roleRef, ['Role', 'ClusterRole']),
    ...checkSubjects(binding, true),
  ]),
});

/** ClusterRoleBindings give the rights of a ClusterRole everywhere. */
export const clusterRoleBindingKind = builtinKind<BindingDraft>({
  strategy: bindingStrategy('clusterrolebindings', (binding) => [
    ...clusterMeta(binding, nameIsPathSegment),
    ...checkRoleRef(binding.roleRef, ['ClusterRole']),
    ...checkSubjects(binding, false),
  ]),
});

function bindingStrategy(
  resource: string,
  check: (binding: BindingDraft) => readonly FieldError[],
): ResourceStrategy<BindingDraft> {
  return {
    authorize: (binding, old, { user, namespace = '', access, requestName }) => {
      if (old !== undefined && onlyCollectionFieldsChange(binding, old)) return;
      const name = binding.metadata.name ?? '';
      confirmBinding({ ...access, user, namespace, resource, name, requestName }, binding.roleRef);
    },
    validate: check,
    validateUpdate: (binding, old) => [
      ...check(binding),
      ...changedMeta(binding, old),
      ...checkSameRole(binding.roleRef, old.roleRef),
    ],
  };
}

function checkSameRole(roleRef: RoleRef, old: RoleRef): readonly FieldError[] {
  if (jsonEqual({ ...roleRef }, { ...old })) return [];
  return [withInternalValue(invalidField('roleRef', null, 'cannot change roleRef'), 'rbac.RoleRef', roleRef)];
}

function checkRoleRef({ apiGroup, kind, name }: RoleRef, kinds: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (apiGroup !== RBAC_GROUP) errors.push(notSupportedField('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
  if (!kinds.includes(kind)) errors.push(notSupportedField('roleRef.kind', kind, kinds));
  if (name === '') return [...errors, requiredField('roleRef.name')];
  return [...errors, ...checkPathSegmentName(name).map((error) => invalidField('roleRef.name', name, error))];
}

function checkSubjects({ subjects = [] }: BindingDraft, namespaced: boolean): readonly FieldError[] {
  return subjects.flatMap((subject, index) => checkSubject(subject, namespaced, `subjects[${index}]`));
}

function checkSubject(subject: Subject, namespaced: boolean, field: string): readonly FieldError[] {
  const { kind, name, apiGroup = '' } = subject;
  const missing = name === '' ? [requiredField(`${field}.name`)] : [];
  if (kind === 'ServiceAccount') return [...missing, ...checkServiceAccount(subject, namespaced, field)];
  if (kind === 'User' || kind === 'Group') {
    return apiGroup === RBAC_GROUP
      ? missing
      : [...missing, notSupportedField(`${field}.apiGroup`, apiGroup, [RBAC_GROUP])];
  }
  return [...missing, notSupportedField(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
}

function checkServiceAccount(
  { name, apiGroup = '', namespace = '' }: Subject,
  namespaced: boolean,
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (name !== '')
    errors.push(...checkDns1123Subdomain(name).map((error) => invalidField(`${field}.name`, name, error)));
  if (apiGroup !== '') errors.push(notSupportedField(`${field}.apiGroup`, apiGroup, ['']));
  if (!namespaced && namespace === '') errors.push(requiredField(`${field}.namespace`));
  return errors;
}
