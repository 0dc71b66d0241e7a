import { isJsonObject, type JsonObject, type JsonValue, parseGoJson } from '@gotk/json';
import { ApiError, type ApiStatus } from '@gotk/kube-client';
import { checkQualifiedName } from '@gotk/objects';
import type { ApiCore } from '../../core/api-core.js';
import { badRequest, internalError } from '../../errors/api-errors.js';
import { goTypeName } from '../../rest/go-values.js';
import { callWebhook, WebhookCallError } from '../../webhooks/call-webhook.js';
import { webhookEndpoint } from '../../webhooks/webhook-endpoint.js';
import type { AdmissionReview } from '../admission-chain.js';
import { objectsIn, type TargetMatch } from '../matching/admission-target.js';
import { requestFields } from '../policies/admission-input.js';
import { responseTypeProblem } from './answer-types.js';
import type { Webhook } from './webhook-objects.js';

/** A webhook that was asked and let the request pass, perhaps with changes. */
export interface WebhookAnswer {
  /** A JSON patch. */
  readonly patch?: JsonValue;
}

export interface AskedWebhook {
  readonly webhook: Webhook;
  readonly match: TargetMatch;
  readonly mutating: boolean;
  /** Its place among those that are asked, as the audit log names it: `round_0_index_0`. */
  readonly place: string;
}

const DEFAULT_TIMEOUT_SECONDS = 10;

/**
 * Asks a webhook about a request.
 *
 * @returns `undefined` when it was not asked: nobody is there, or it failed and lets failures pass.
 * @throws ApiError when it refuses the request, or failed and that counts as a refusal
 */
export async function askWebhook(
  core: ApiCore,
  asked: AskedWebhook,
  review: AdmissionReview,
): Promise<WebhookAnswer | undefined> {
  const { webhook } = asked;
  const name = JSON.stringify(webhook.name ?? '');
  if (review.dryRun && webhook.sideEffects !== 'None' && webhook.sideEffects !== 'NoneOnDryRun') {
    throw badRequest(`admission webhook ${name} does not support dry run`);
  }
  try {
    return await ask(core, asked, review);
  } catch (error) {
    if (!(error instanceof WebhookCallError)) throw error;
    review.signal.throwIfAborted();
    if (webhook.failurePolicy === 'Ignore') {
      const kind = asked.mutating ? 'mutation' : 'validating';
      review.annotate?.(`failed-open.${kind}.webhook.admission.k8s.io/${asked.place}`, webhook.name ?? '');
      return undefined;
    }
    throw internalError(`failed calling webhook ${name}: ${error.message}`);
  }
}

async function ask(core: ApiCore, asked: AskedWebhook, review: AdmissionReview): Promise<WebhookAnswer | undefined> {
  const { webhook } = asked;
  const clientConfig = webhook.clientConfig ?? {};
  const endpoint = webhookEndpoint(core.store, clientConfig);
  if (endpoint.kind === 'simulated') {
    if (core.simulatedWebhooks === 'skip') {
      const why = `only simulated pods stand behind service ${endpoint.service}`;
      review.warnings.push(`admission webhook ${JSON.stringify(webhook.name ?? '')} was not asked: ${why}`);
      return undefined;
    }
    throw callFailed(`no endpoints available for service ${JSON.stringify(clientConfig.service?.name ?? '')}`);
  }
  const timeoutSeconds = webhook.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  if (endpoint.kind === 'missing') {
    throw callFailed(`Post ${JSON.stringify(`${endpoint.url}?timeout=${timeoutSeconds}s`)}: ${endpoint.message}`);
  }
  const uid = core.ids.uuid();
  const apiVersion = reviewVersion(webhook);
  const request = { uid, ...requestFields(review, asked.match), ...objectsIn(review, asked.match.version) };
  const call = {
    endpoint,
    caBundle: clientConfig.caBundle ?? '',
    body: { kind: 'AdmissionReview', apiVersion, request },
    timeoutSeconds,
  };
  const answer = await callWebhook(call, review.signal).catch((error: unknown) => {
    throw error instanceof WebhookCallError ? callFailed(error.message) : error;
  });
  return readAnswer(answer, { ...asked, review, uid, apiVersion });
}

function callFailed(message: string): WebhookCallError {
  return new WebhookCallError(`failed to call webhook: ${message}`);
}

function reviewVersion({ admissionReviewVersions = [] }: Webhook): string {
  const version = admissionReviewVersions.find((item) => item === 'v1' || item === 'v1beta1');
  if (version !== undefined) return `admission.k8s.io/${version}`;
  const why = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)';
  throw new WebhookCallError(`could not create admission objects: ${why}`);
}

interface Exchange extends AskedWebhook {
  readonly review: AdmissionReview;
  readonly uid: string;
  readonly apiVersion: string;
}

const KNOWN_REVIEWS = new Set(['admission.k8s.io/v1', 'admission.k8s.io/v1beta1']);

/** Headers cannot carry such a warning. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const UNSPEAKABLE = /[\0-\x1f\x7f-\x9f]/;

function readAnswer(answer: JsonObject, exchange: Exchange): WebhookAnswer {
  const { response } = answer;
  const invalid = (why: string) => new WebhookCallError(`received invalid webhook response: ${why}`);
  const given = String(answer['apiVersion'] ?? '');
  if (given !== exchange.apiVersion && KNOWN_REVIEWS.has(given) && answer['kind'] === 'AdmissionReview') {
    const [from, to] = [given, exchange.apiVersion].map((version) => `${version.split('/')[1]}.AdmissionReview`);
    throw callFailed(`converting (${from}) to (${to}): unknown conversion`);
  }
  const kind = String(answer['kind'] ?? '');
  if (KNOWN_REVIEWS.has(given) && kind !== '' && kind !== 'AdmissionReview') {
    const shown = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(given)}`;
    throw callFailed(`${shown} in scheme "pkg/runtime/scheme.go:111"`);
  }
  if (!isJsonObject(response)) throw invalid('webhook response was absent');
  const mistyped = responseTypeProblem(response);
  if (mistyped !== undefined) throw callFailed(mistyped);
  if (exchange.apiVersion === 'admission.k8s.io/v1') {
    const problem = answerProblem(answer, response, exchange);
    if (problem !== undefined) throw invalid(problem);
  }
  recordFacts(response['auditAnnotations'], exchange);
  for (const warning of listOf(response['warnings'])) {
    if (typeof warning === 'string' && !UNSPEAKABLE.test(warning)) exchange.review.warnings.push(warning);
  }
  const { patch, patchType } = response;
  const isOther = patchType !== undefined && patchType !== null && patchType !== 'JSONPatch';
  if (response['allowed'] !== true) throw rejection(exchange.webhook.name ?? '', response['status']);
  if (!exchange.mutating || typeof patch !== 'string' || patch === '') return {};
  const operations = decodePatch(patch);
  if (isOther && Array.isArray(operations) && operations.length > 0)
    throw new WebhookCallError(`unsupported patch type ${JSON.stringify(patchType)}`);
  return { patch: operations };
}

/** What a webhook has for the audit log stands under its name. */
function recordFacts(facts: JsonValue | undefined, { webhook: { name = '' }, review }: Exchange): void {
  for (const [key, value] of Object.entries(isJsonObject(facts) ? facts : {}))
    if (typeof value === 'string' && checkQualifiedName(`${name}/${key}`).length === 0)
      review.annotate?.(`${name}/${key}`, value);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function answerProblem(answer: JsonObject, response: JsonObject, { uid, mutating }: Exchange): string | undefined {
  const { uid: given = '', patch = '', patchType } = response;
  if (given !== uid) return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(given)}`;
  const { apiVersion = '', kind = '' } = answer;
  if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview') {
    const wanted = 'admission.k8s.io/v1, Kind=AdmissionReview';
    const shown = apiVersion === '' ? '/' : String(apiVersion);
    return `expected webhook response of ${wanted}, got ${shown}, Kind=${String(kind)}`;
  }
  const hasType = patchType !== undefined && patchType !== null;
  if (!mutating) {
    if (patch !== '') return 'validating webhook may not return response.patch';
    return hasType ? 'validating webhook may not return response.patchType' : undefined;
  }
  if (patch !== '' && !hasType) return 'webhook returned response.patch but not response.patchType';
  if (patch === '' && hasType) return 'webhook returned response.patchType but not response.patch';
  return undefined;
}

function decodePatch(patch: string): JsonValue {
  const undecodable = (why: string) => new WebhookCallError(`received undecodable patch in webhook response: ${why}`);
  let operations: JsonValue;
  try {
    operations = parseGoJson(Buffer.from(patch, 'base64').toString('utf8'));
  } catch (error) {
    throw undecodable(error instanceof Error ? error.message : String(error));
  }
  if (Array.isArray(operations) || operations === null) return operations ?? [];
  throw undecodable(`json: cannot unmarshal ${goTypeName(operations)} into Go value of type jsonpatch.Patch`);
}

/** The status with which a webhook refuses, completed so that it is one. */
function rejection(name: string, given: JsonValue | undefined): ApiError {
  const result = isJsonObject(given) ? given : {};
  const deniedBy = `admission webhook ${JSON.stringify(name)} denied the request`;
  const [message, reason] = [textOf(result['message']), textOf(result['reason'])];
  const why = message === '' ? reason : message;
  const code = typeof result['code'] === 'number' && result['code'] >= 400 ? result['code'] : 400;
  const status = {
    ...result,
    kind: 'Status',
    apiVersion: 'v1',
    metadata: isJsonObject(result['metadata']) ? result['metadata'] : {},
    status: 'Failure',
    message: why === '' ? `${deniedBy} without explanation` : `${deniedBy}: ${why}`,
    code,
  };
  return new ApiError(status as unknown as ApiStatus); // A webhook may leave the reason out, as the API does.
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
