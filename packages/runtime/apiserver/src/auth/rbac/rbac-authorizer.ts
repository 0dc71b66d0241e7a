import type { AccessAttributes, AccessDecision, Authorizer } from '../authorizer.js';
import { isSuperuser } from '../authorizer.js';
import { ruleAllows } from './rule-allows.js';
import type { RuleResolver } from './rule-resolver.js';

/** Superusers may do everything, others what Roles and ClusterRoles allow. */
export function rbacAuthorizer(resolver: RuleResolver): Authorizer {
  return {
    authorize: (access) => (isSuperuser(access.user) ? { allowed: true, reason: '' } : byRules(resolver, access)),
  };
}

function byRules(resolver: RuleResolver, access: AccessAttributes): AccessDecision {
  const problems: string[] = [];
  for (const found of resolver.rulesFor(access.user, access.namespace)) {
    if (found.kind === 'missing') problems.push(found.problem);
    else if (ruleAllows(found.rule, access)) return { allowed: true, reason: `RBAC: allowed by ${found.source()}` };
  }
  return { allowed: false, reason: problems.length === 0 ? '' : `RBAC: ${aggregate(problems)}` };
}

/** Several problems as one text, without repetitions. */
export function aggregate(problems: readonly string[]): string {
  const distinct = [...new Set(problems)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
