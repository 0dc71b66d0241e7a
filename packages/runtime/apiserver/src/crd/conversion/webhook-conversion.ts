import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import {
  asJson,
  type KubeObject,
  parseApiVersion,
  renderFieldErrors,
  validateAnnotations,
  validateLabels,
} from '@gotk/objects';
import type { ApiCore } from '../../core/api-core.js';
import { failure } from '../../errors/api-errors.js';
import type { ConversionCall } from '../../registry/object-codec.js';
import { callWebhook, WebhookCallError } from '../../webhooks/call-webhook.js';
import type { ClientConfig } from '../../webhooks/validate-client-config.js';
import { webhookEndpoint } from '../../webhooks/webhook-endpoint.js';

const TIMEOUT_SECONDS = 30;

/** The conversion webhook of a definition. */
export interface ConversionWebhook {
  readonly clientConfig: ClientConfig;
  readonly conversionReviewVersions: readonly string[];
}

/** Converts objects between the versions of their kind. */
export interface Conversion {
  /** @returns the objects in the wanted version, in their order. @throws ApiError */
  convert(objects: readonly KubeObject[], apiVersion: string, call: ConversionCall): Promise<readonly JsonObject[]>;
}

/** Lets a webhook convert. One whose service has simulated pods alone is not asked; then only the version's name changes. */
export function webhookConversion(core: ApiCore, webhook: ConversionWebhook): Conversion {
  return {
    convert: async (objects, apiVersion, call) => {
      const [first] = objects;
      if (first === undefined) return [];
      try {
        const converted = await ask(core, { webhook, apiVersion, call }, objects);
        return objects.map((object, index) => checked(object, converted[index] ?? null, apiVersion));
      } catch (error) {
        if (error instanceof WebhookCallError) throw conversionFailed(first, `failed: ${error.message}`);
        throw error;
      }
    },
  };
}

interface Question {
  readonly webhook: ConversionWebhook;
  readonly apiVersion: string;
  readonly call: ConversionCall;
}

async function ask(
  core: ApiCore,
  { webhook, apiVersion, call }: Question,
  objects: readonly KubeObject[],
): Promise<readonly JsonValue[]> {
  const { clientConfig } = webhook;
  const endpoint = webhookEndpoint(core.store, clientConfig);
  if (endpoint.kind === 'simulated') {
    if (core.simulatedWebhooks === 'fail') {
      throw new WebhookCallError(
        `no endpoints available for service ${JSON.stringify(clientConfig.service?.name ?? '')}`,
      );
    }
    const why = `only simulated pods stand behind service ${endpoint.service}`;
    call.warnings.push(`the conversion webhook was not asked, and fields were kept as they are: ${why}`);
    return objects.map((object) => ({ ...asJson(object), apiVersion }));
  }
  if (endpoint.kind === 'missing') {
    throw new WebhookCallError(
      `Post ${JSON.stringify(`${endpoint.url}?timeout=${TIMEOUT_SECONDS}s`)}: ${endpoint.message}`,
    );
  }
  const uid = core.ids.uuid();
  const review = `apiextensions.k8s.io/${reviewVersion(webhook)}`;
  const request = { uid, desiredAPIVersion: apiVersion, objects: objects.map(asJson) };
  const body = { kind: 'ConversionReview', apiVersion: review, request };
  const answer = await callWebhook(
    { endpoint, caBundle: clientConfig.caBundle ?? '', body, timeoutSeconds: TIMEOUT_SECONDS },
    call.signal,
  );
  return readAnswer(answer, { uid, review, objects });
}

function reviewVersion({ conversionReviewVersions }: ConversionWebhook): string {
  const version = conversionReviewVersions.find((item) => item === 'v1' || item === 'v1beta1');
  if (version === undefined) throw new WebhookCallError('no supported conversion review versions');
  return version;
}

interface Asked {
  readonly uid: string;
  readonly review: string;
  readonly objects: readonly KubeObject[];
}

function readAnswer(answer: JsonObject, { uid, review, objects }: Asked): readonly JsonValue[] {
  const { response, apiVersion = '', kind = '' } = answer;
  if (apiVersion !== review || kind !== 'ConversionReview') {
    const wanted = `${review}, Kind=ConversionReview`;
    throw new WebhookCallError(
      `expected webhook response of ${wanted}, got ${String(apiVersion)}, Kind=${String(kind)}`,
    );
  }
  if (!isJsonObject(response)) throw new WebhookCallError('no response provided');
  const { uid: given = '', result, convertedObjects } = response;
  if (given !== uid) {
    throw new WebhookCallError(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(given)}`);
  }
  const { status = '', message = '' } = isJsonObject(result) ? result : {};
  if (status !== 'Success') {
    const plain = `response.result.status was '${String(status)}', not 'Success'`;
    throw new WebhookCallError(message === '' ? plain : String(message));
  }
  const converted = Array.isArray(convertedObjects) ? (convertedObjects as readonly JsonValue[]) : [];
  if (converted.length === objects.length) return converted;
  throw conversionFailed(objects[0], `returned ${converted.length} objects, expected ${objects.length}`);
}

function conversionFailed(object: KubeObject | undefined, why: string): Error {
  const { group, version } = parseApiVersion(object?.apiVersion ?? '');
  const kind = `${group}/${version}, Kind=${object?.kind ?? ''}`;
  return failure(500, '', `conversion webhook for ${kind} ${why}`);
}

/** A converted object must still be the same one; of its metadata only labels and annotations may differ. */
function checked(original: KubeObject, converted: JsonValue, apiVersion: string): JsonObject {
  if (!isJsonObject(converted)) throw failure(500, '', 'unexpected end of JSON input');
  requireKind(original, converted, apiVersion);
  const metadata = isJsonObject(converted['metadata']) ? converted['metadata'] : {};
  for (const [field, shown] of KEPT) {
    const [before, after] = [original.metadata[field] ?? '', metadata[field] ?? ''];
    if (before === after) continue;
    throw conversionFailed(
      original,
      `returned invalid object: must have the same ${shown}: ${before} != ${String(after)}`,
    );
  }
  const { labels: _labels, annotations: _annotations, ...kept } = asJson(original)['metadata'] as JsonObject;
  const changed: Record<string, JsonValue> = {};
  for (const field of ['labels', 'annotations'] as const) {
    const value = metadata[field] ?? null;
    if (value === null) continue;
    const problem = problemWith(field, value);
    if (problem !== undefined) throw conversionFailed(original, `returned invalid metadata: ${problem}`);
    changed[field] = value;
  }
  return { ...converted, metadata: { ...kept, ...changed } };
}

const KEPT = [
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['uid', 'UID'],
] as const;

function requireKind(original: KubeObject, converted: JsonObject, apiVersion: string): void {
  const { apiVersion: version = '', kind = '' } = converted;
  const refuse = (what: string, expected: string, received: JsonValue) => {
    const why = `invalid ${what} (expected ${expected}, received ${String(received)})`;
    return conversionFailed(original, `returned invalid object at index 0: ${why}`);
  };
  if (version !== apiVersion) throw refuse('groupVersion', apiVersion, version);
  if (kind !== original.kind) throw refuse('kind', original.kind, kind);
}

/** What is wrong with the labels or annotations of a converted object. */
function problemWith(field: 'labels' | 'annotations', value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return `invalid metadata.${field} of type ${goTypeName(value)} in converted object`;
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      return `metadata.${field}[${key}] must be a string, but is ${goTypeName(text ?? null)} in converted object`;
    }
  }
  const texts = value as Readonly<Record<string, string>>; // Just checked.
  const errors =
    field === 'labels' ? validateLabels(texts, 'metadata.labels') : validateAnnotations(texts, 'metadata.annotation');
  return errors.length === 0 ? undefined : renderFieldErrors(errors);
}

function goTypeName(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'int64' : 'float64') : 'string';
}
