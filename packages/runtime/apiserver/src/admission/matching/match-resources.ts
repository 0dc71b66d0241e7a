import type { LabelSelector } from '@gotk/objects';
import type { Store } from '../../storage/store.js';
import type { AdmissionReview } from '../admission-chain.js';
import { requestMatch, type TargetMatch } from './admission-target.js';
import { type MatchRule, matchRules } from './match-rules.js';
import { matchesNamespace, matchesObject } from './match-selectors.js';

/** The requests that a policy or a binding is about. */
export interface MatchResources {
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly resourceRules?: readonly MatchRule[];
  readonly excludeResourceRules?: readonly MatchRule[];
  readonly matchPolicy?: string;
}

/**
 * The name under which a policy finds a request; `undefined`: it is not about it.
 * @throws ApiError when the namespace of the request is not there
 */
export function matchResources(
  store: Store,
  criteria: MatchResources,
  review: AdmissionReview,
): TargetMatch | undefined {
  const { resourceRules = [], excludeResourceRules = [], matchPolicy } = criteria;
  // Rules are cheap and exclude most; which one fails first does not show.
  const found = resourceRules.length === 0 ? requestMatch(review) : matchRules(resourceRules, review, { matchPolicy });
  if (found === undefined) return undefined;
  if (!matchesObject(criteria.objectSelector ?? {}, review)) return undefined;
  if (matchRules(excludeResourceRules, review, { matchPolicy }) !== undefined) return undefined;
  return matchesNamespace(store, criteria.namespaceSelector ?? {}, review) ? found : undefined;
}
