import { applyJsonPatch, isJsonObject, type JsonValue } from '@gotk/json';
import type { ApiCore } from '../../core/api-core.js';
import { failure, internalError } from '../../errors/api-errors.js';
import { DecodeError } from '../../registry/object-codec.js';
import type { AdmissionPass, AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { objectsIn, type TargetMatch } from '../matching/admission-target.js';
import { changesAdmission } from '../matching/exempt-requests.js';
import { Reinvocation } from '../reinvocation.js';
import { replaceReviewed } from '../replace-object.js';
import { askWebhook } from './ask-webhook.js';
import { matchWebhook } from './match-webhook.js';
import { type ConfiguredWebhook, WebhookSet } from './webhook-set.js';

/** Mutating webhooks: each that is about a request is asked, one after the other, and changes what the next one sees. */
export function mutatingWebhooks(core: ApiCore): AdmissionPlugin {
  const webhooks = new WebhookSet(core.store, 'admissionregistration.k8s.io/mutatingwebhookconfigurations');
  return {
    admit: async (review, pass) => {
      const active = webhooks.active();
      if (active.length === 0 || changesAdmission(review)) return;
      const reinvocation = pass.notes(webhooks, () => new Reinvocation());
      reinvocation.begin(review, pass);
      for (const [index, hook] of active.entries()) await askInTurn(core, hook, { review, pass, reinvocation, index });
      reinvocation.end(review);
    },
  };
}

interface Turn {
  readonly review: AdmissionReview;
  readonly pass: AdmissionPass;
  readonly reinvocation: Reinvocation;
  readonly index: number;
}

async function askInTurn(core: ApiCore, hook: ConfiguredWebhook, turn: Turn): Promise<void> {
  const { review, pass, reinvocation, index } = turn;
  const match = matchWebhook(core, hook, review);
  if (match === undefined || !reinvocation.isDue(hook.key, pass)) return;
  const { webhook, key } = hook;
  const place = `round_${pass.isSecond ? 1 : 0}_index_${index}`;
  const facts = { configuration: hook.configuration, webhook: webhook.name ?? '' };
  let changed = false;
  try {
    const answer = await askWebhook(core, { webhook, match, mutating: true, place }, review);
    const { patch } = answer ?? {};
    if (patch !== undefined && !(Array.isArray(patch) && patch.length === 0)) {
      changed = applyPatch(review, { match, name: webhook.name, patch });
      const patched = JSON.stringify({ ...facts, patch: asKept(patch), patchType: 'JSONPatch' });
      review.annotate?.(`patch.webhook.admission.k8s.io/${place}`, patched, 'Request');
    }
  } finally {
    const told = JSON.stringify({ ...facts, mutated: changed });
    review.annotate?.(`mutation.webhook.admission.k8s.io/${place}`, told);
  }
  if (changed) pass.wantAnother();
  reinvocation.invoked(key, { changed, again: webhook.reinvocationPolicy === 'IfNeeded' });
}

/** A patch as it is written down: the fields of its operations are sorted. */
function asKept(patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) return patch;
  return (patch as readonly JsonValue[]).map((operation) =>
    isJsonObject(operation)
      ? Object.fromEntries(Object.entries(operation).sort(([a], [b]) => (a < b ? -1 : 1)))
      : operation,
  );
}

interface Patched {
  readonly match: TargetMatch;
  readonly name: string | undefined;
  readonly patch: JsonValue;
}

function applyPatch(review: AdmissionReview, { match, name = '', patch }: Patched): boolean {
  const { definition } = review.served;
  const version = definition.versions.find((item) => item.version === match.version);
  if (review.object === undefined || version === undefined) {
    const what = 'attempted to modify the object, which is not supported for this operation';
    throw internalError(`admission webhook ${JSON.stringify(name)} ${what}`);
  }
  try {
    const patched = applyJsonPatch(objectsIn(review, match.version).object, patch);
    return replaceReviewed(review, patched, { version, strict: false });
  } catch (error) {
    // What became another kind is refused without a reason.
    const foreign = error instanceof DecodeError ? /^failed to convert object: (.*)$/s.exec(error.message) : null;
    if (foreign !== null) throw failure(500, '', foreign[1] ?? '');
    throw internalError(error instanceof Error ? error.message : String(error));
  }
}
