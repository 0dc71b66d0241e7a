import type { ApiCore } from '../../core/api-core.js';
import type { AdmissionPlugin } from '../admission-chain.js';
import { changesAdmission } from '../matching/exempt-requests.js';
import { askWebhook } from './ask-webhook.js';
import { matchWebhook } from './match-webhook.js';
import { WebhookSet } from './webhook-set.js';

/** Validating webhooks: all that are about a request are asked at once; the first refusal is the answer. */
export function validatingWebhooks(core: ApiCore): AdmissionPlugin {
  const webhooks = new WebhookSet(core.store, 'admissionregistration.k8s.io/validatingwebhookconfigurations');
  return {
    validate: async (review) => {
      const active = webhooks.active();
      if (active.length === 0 || changesAdmission(review)) return;
      const asked = active.flatMap((hook) => {
        const match = matchWebhook(core, hook, review);
        return match === undefined ? [] : [{ webhook: hook.webhook, match, mutating: false }];
      });
      await Promise.all(
        asked.map((hook, index) => askWebhook(core, { ...hook, place: `round_0_index_${index}` }, review)),
      );
    },
  };
}
