import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject, parseApiVersion } from '@gotk/objects';
import { parseYaml } from '@gotk/yaml';
import type { DraftObject } from '../drafts/draft.js';
import { badRequest } from '../errors/api-errors.js';
import { applyFields } from '../managed-fields/field-tracker.js';
import type { ServedResource } from '../registry/resource-definition.js';
import { parseCompactJson } from '../request/compact-json.js';
import { decodeObject } from '../request/decode-object.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseWriteOptions, type WriteOptions } from '../request/write-options.js';
import { goTypeName } from './go-values.js';
import { matchNamespace, requireSameName } from './object-metadata.js';
import type { Update } from './update-object.js';

/** The update that a `PATCH` with an apply configuration asks for: server-side apply. @throws ApiError */
export function application(request: ResourceRequest): Update {
  const options = parseWriteOptions(request.http.query, 'PatchOptions', true);
  const config = readConfig(request);
  return {
    compute: (present) => applied(request, { config, options, present }),
    retry: true,
    // A subresource is never there before its object.
    createIfAbsent: request.subresource === undefined,
    options,
  };
}

interface ApplyConfig {
  readonly fields: JsonObject;
  /** Keys that stand twice, in YAML's words. */
  readonly duplicates: string | undefined;
}

function readConfig({ http: { body } }: ResourceRequest): ApplyConfig {
  if (body.kind === 'value') return { fields: requireFields(body.value), duplicates: undefined };
  const text = body.kind === 'none' ? '' : Buffer.from(body.bytes).toString('utf8');
  const written = parseCompactJson(text);
  if (written !== undefined) return { fields: requireFields(written), duplicates: undefined };
  try {
    return { fields: requireFields(parseYaml(text)), duplicates: duplicatesIn(text) };
  } catch (error) {
    throw badRequest(`error decoding YAML: ${yamlProblem(error)}`);
  }
}

function requireFields(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  if (value === null) return {};
  throw new Error(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goTypeName(value)} into Go value of type map[string]interface {}`,
  );
}

function yamlProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('yaml: ') ? `error converting YAML to JSON: ${message}` : message;
}

function duplicatesIn(text: string): string | undefined {
  try {
    parseYaml(text, { strict: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Applying {
  readonly config: ApplyConfig;
  readonly options: WriteOptions;
  readonly present: KubeObject | undefined;
}

function applied(request: ResourceRequest, { config, options, present }: Applying): DraftObject {
  const { served, subresource, core } = request;
  const live = present === undefined ? undefined : served.version.codec.fromStorage(present);
  requireApplicable(served, config.fields);
  const write = { served, live, manager: options.fieldManager, subresource, nowMs: core.clock.now() };
  const merged = applyFields(write, config.fields, options.force);
  reportDuplicates(request, config, options);
  const { codec } = served.version;
  const object = codec.completeApplied?.(asJson(merged)) ?? decodeObject(request, asJson(merged)).object;
  matchNamespace(request, object.metadata);
  requireSameName(request, object.metadata);
  return served.version.codec.toStorage(object);
}

/** An apply configuration names its kind and leaves ownership to the server. @throws ApiError */
function requireApplicable({ apiVersion, definition }: ServedResource, config: JsonObject): void {
  const given = { apiVersion: String(config['apiVersion'] ?? ''), kind: String(config['kind'] ?? '') };
  if (given.apiVersion !== apiVersion || given.kind !== definition.kind) {
    const { group, version } = parseApiVersion(given.apiVersion);
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${given.kind}`);
  }
  const { metadata } = config;
  if (isJsonObject(metadata) && Array.isArray(metadata['managedFields']))
    throw badRequest('metadata.managedFields must be nil');
}

function reportDuplicates(
  request: ResourceRequest,
  { duplicates }: ApplyConfig,
  { fieldValidation }: WriteOptions,
): void {
  if (duplicates === undefined || fieldValidation === 'Ignore') return;
  const message = `error converting YAML to JSON: ${duplicates}`;
  if (fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: ${message}`);
  request.warnings.push(...warningLines(message));
}

/** YAML's complaints come as a heading and a line for each. */
function warningLines(message: string): readonly string[] {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.length === 1 ? [message] : lines.slice(1);
}
