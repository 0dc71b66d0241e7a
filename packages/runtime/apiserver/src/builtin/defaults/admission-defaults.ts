import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const ADMISSION = 'io.k8s.api.admissionregistration.v1';

interface MatchDraft {
  matchPolicy?: string;
  namespaceSelector?: object;
  objectSelector?: object;
}

interface WebhookDraft extends MatchDraft {
  failurePolicy?: string;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
}

function setMatchDefaults(match: MatchDraft): void {
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
}

function setWebhookDefaults(webhook: WebhookDraft): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.timeoutSeconds ??= 10;
  setMatchDefaults(webhook);
}

const failurePolicy = declareDefaults<{ failurePolicy?: string }>((spec) => {
  spec.failurePolicy ??= 'Fail';
});
const allScopes = declareDefaults<{ scope?: string }>((rule) => {
  rule.scope ??= '*';
});
const port = declareDefaults<{ port?: number }>((reference) => {
  reference.port ??= 443;
});

/** Defaults of the admissionregistration group, and of references to services. */
export const admissionDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${ADMISSION}.ValidatingWebhook`]: declareDefaults<WebhookDraft>(setWebhookDefaults),
  [`${ADMISSION}.MutatingWebhook`]: declareDefaults<WebhookDraft>((webhook) => {
    setWebhookDefaults(webhook);
    webhook.reinvocationPolicy ??= 'Never';
  }),
  [`${ADMISSION}.RuleWithOperations`]: allScopes,
  [`${ADMISSION}.NamedRuleWithOperations`]: allScopes,
  [`${ADMISSION}.MatchResources`]: declareDefaults<MatchDraft>(setMatchDefaults),
  [`${ADMISSION}.ValidatingAdmissionPolicySpec`]: failurePolicy,
  [`${ADMISSION}.MutatingAdmissionPolicySpec`]: failurePolicy,
  [`${ADMISSION}.ServiceReference`]: port,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': port,
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': port,
};
