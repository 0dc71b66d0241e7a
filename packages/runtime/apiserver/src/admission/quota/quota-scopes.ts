import type { ResourceQuotaDraft, ScopeRequirement } from '../../builtin/core/resource-quota.js';

/** Everything a quota demands of what it counts. */
export function scopesOf({ spec }: ResourceQuotaDraft): readonly ScopeRequirement[] {
  const named = (spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...named, ...(spec.scopeSelector?.matchExpressions ?? [])];
}
