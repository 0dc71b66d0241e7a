import type { Identity } from '@gotk/kube-client';
import { forbidden, notFound } from '../../errors/api-errors.js';
import { type Authorizer, isSuperuser, resourceAccess } from '../authorizer.js';
import { aggregate } from './rbac-authorizer.js';
import { type PolicyRule, RBAC_GROUP, type RoleRef } from './rbac-objects.js';
import type { RuleResolver } from './rule-resolver.js';
import { quoteAll, uncoveredRules } from './rules-cover.js';

/** Who grants something, and where. */
export interface Granting {
  readonly user: Identity;
  /** Empty: cluster-wide. */
  readonly namespace: string;
  readonly authorizer: Authorizer;
  readonly resolver: RuleResolver;
  /** Plural name of what is written. */
  readonly resource: string;
  readonly name: string;
  /** The name in the request's path; creations have none. */
  readonly requestName: string;
}

/** Nobody writes a role with more rights than their own, unless they may `escalate`. @throws ApiError */
export function confirmRole(granting: Granting, rules: readonly PolicyRule[]): void {
  const { user, namespace, authorizer, resource, requestName: name } = granting;
  if (isSuperuser(user)) return;
  const access = resourceAccess(user, 'escalate', { group: RBAC_GROUP, resource, namespace, name });
  if (authorizer.authorize(access).allowed) return;
  requireHeld(granting, rules);
}

/** Nobody binds a role with more rights than their own, unless they may `bind` it. @throws ApiError */
export function confirmBinding(granting: Granting, { apiGroup: group, kind, name }: RoleRef): void {
  const { user, namespace, authorizer, resolver } = granting;
  if (isSuperuser(user)) return;
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  if (authorizer.authorize(resourceAccess(user, 'bind', { group, resource, namespace, name })).allowed) return;
  const rules = resolver.referencedRules({ apiGroup: group, kind, name }, namespace);
  if ('problem' in rules) throw notFound({ group: RBAC_GROUP, resource: kind.toLowerCase() }, name);
  requireHeld(granting, rules);
}

function requireHeld(granting: Granting, wanted: readonly PolicyRule[]): void {
  const { user, namespace, resolver, resource, name } = granting;
  const held: PolicyRule[] = [];
  const problems: string[] = [];
  for (const found of resolver.rulesFor(user, namespace)) {
    if (found.kind === 'rule') held.push(found.rule);
    else problems.push(found.problem);
  }
  const missing = uncoveredRules(held, wanted);
  if (missing.length === 0) return;
  const who = `user ${JSON.stringify(user.user)} (groups=${quoteAll(user.groups ?? [])})`;
  const resolution = problems.length === 0 ? '' : `; resolution errors: [${aggregate(problems)}]`;
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}${resolution}`;
  throw forbidden({ group: RBAC_GROUP, resource }, name, why);
}
