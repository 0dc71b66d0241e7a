import type { ApiCore } from '../../core/api-core.js';
import { forbidden } from '../../errors/api-errors.js';
import type { AdmissionReview } from '../admission-chain.js';
import type { TargetMatch } from '../matching/admission-target.js';
import { matchRules } from '../matching/match-rules.js';
import { matchesNamespace, matchesObject } from '../matching/match-selectors.js';
import { admissionInput } from '../policies/admission-input.js';
import { evaluateConditions } from '../policies/match-conditions.js';
import type { ConfiguredWebhook } from './webhook-set.js';

/**
 * The name under which a webhook wants to see a request; `undefined`: it does not want to.
 * @throws ApiError when that cannot be said and the webhook does not let failures pass
 */
export function matchWebhook(
  core: ApiCore,
  { webhook, conditions }: ConfiguredWebhook,
  review: AdmissionReview,
): TargetMatch | undefined {
  const match = matchRules(webhook.rules ?? [], review, { matchPolicy: webhook.matchPolicy });
  if (match === undefined || !matchesObject(webhook.objectSelector ?? {}, review)) return undefined;
  if (!matchesNamespace(core.store, webhook.namespaceSelector ?? {}, review)) return undefined;
  if (conditions.expressions.length === 0) return match;
  const input = { ...admissionInput(core, review, match), params: null, namespaceObject: null };
  const outcome = evaluateConditions(conditions, input);
  if (outcome.kind === 'met') return match;
  if (outcome.kind === 'unmet' || webhook.failurePolicy === 'Ignore') return undefined;
  const { group, resource } = review.served.definition;
  throw forbidden({ group, resource }, review.name, outcome.message);
}
