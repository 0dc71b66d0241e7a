import type { AdmissionReview } from '../admission-chain.js';
import { equivalentMatches, requestMatch, type TargetMatch, type TargetResource } from './admission-target.js';

/** Which requests a webhook or a policy looks at. */
export interface MatchRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
  /** Absent: objects of any name. */
  readonly resourceNames?: readonly string[];
}

export interface MatchRulesOptions {
  /** `Exact`: only under the name that was asked for. */
  readonly matchPolicy?: string | undefined;
}

/** The name under which one of the rules finds a request; `undefined`: none does. */
export function matchRules(
  rules: readonly MatchRule[],
  review: AdmissionReview,
  { matchPolicy = 'Exact' }: MatchRulesOptions,
): TargetMatch | undefined {
  const asked = requestMatch(review);
  if (rules.some((rule) => matches(rule, review, asked.resource))) return asked;
  if (matchPolicy === 'Exact') return undefined;
  const others = equivalentMatches(review);
  for (const rule of rules) {
    const found = others.find((other) => matches(rule, review, other.resource));
    if (found !== undefined) return found;
  }
  return undefined;
}

function matches(rule: MatchRule, review: AdmissionReview, resource: TargetResource): boolean {
  const { operations, apiGroups, apiVersions, resources = [], resourceNames = [], scope = '*' } = rule;
  return (
    includes(operations, review.operation) &&
    includes(apiGroups, resource.group) &&
    includes(apiVersions, resource.version) &&
    resources.some((pattern) => matchesResource(pattern, resource.resource, review.subresource ?? '')) &&
    matchesScope(scope, review) &&
    (resourceNames.length === 0 || resourceNames.includes(review.name))
  );
}

function includes(allowed: readonly string[] = [], value: string): boolean {
  return allowed.includes('*') || allowed.includes(value);
}

function matchesResource(pattern: string, resource: string, subresource: string): boolean {
  const slash = pattern.indexOf('/');
  const [wanted, part] = slash === -1 ? [pattern, ''] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  return (wanted === '*' || wanted === resource) && (part === '*' || part === subresource);
}

/** A namespace is no more in a namespace than a node is. */
function matchesScope(scope: string, { served, namespace }: AdmissionReview): boolean {
  if (scope === '*') return true;
  const isInNamespace = namespace !== undefined && served.definition.collection !== '/namespaces';
  return scope === 'Namespaced' ? isInNamespace : scope === 'Cluster' && !isInNamespace;
}
