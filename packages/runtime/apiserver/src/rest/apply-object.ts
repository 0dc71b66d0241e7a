import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { parseYaml } from '@gotk/yaml';
import type { DraftObject } from '../drafts/draft.js';
import { badRequest } from '../errors/api-errors.js';
import { applyFields } from '../managed-fields/field-tracker.js';
import type { ApiResponse } from '../request/api-response.js';
import { decodeObject } from '../request/decode-object.js';
import { type ResourceRequest, requestName } from '../request/resource-request.js';
import { parseWriteOptions, type WriteOptions } from '../request/write-options.js';
import { respondObject } from './respond-object.js';
import { updateObject } from './update-object.js';

/** `PATCH` with an apply configuration: server-side apply. */
export async function applyObject(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseWriteOptions(request.http.query, 'PatchOptions', true);
  const config = readConfig(request);
  const { object, created } = await updateObject(request, {
    compute: (present) => applied(request, { config, options, present }),
    retry: true,
    createIfAbsent: request.subresource === undefined,
    options,
  });
  return respondObject(request, object, created ? 201 : 200);
}

function readConfig(request: ResourceRequest): JsonObject {
  const { body } = request.http;
  const value =
    body.kind === 'value'
      ? body.value
      : parseYaml(body.kind === 'none' ? '' : Buffer.from(body.bytes).toString('utf8'));
  if (!isJsonObject(value)) throw badRequest('error decoding YAML: the apply configuration is not an object');
  return value;
}

interface Applying {
  readonly config: JsonObject;
  readonly options: WriteOptions;
  readonly present: KubeObject | undefined;
}

function applied(request: ResourceRequest, { config, options, present }: Applying): DraftObject {
  const { served, subresource, core } = request;
  const live = present === undefined ? undefined : served.version.codec.fromStorage(present);
  const write = { served, live, manager: options.fieldManager, subresource, nowMs: core.clock.now() };
  const merged = applyFields(write, withName(request, config), options.force);
  return served.version.codec.toStorage(decodeObject(request, asJson(merged)).object);
}

/** A configuration without a name applies to the object of the path. */
function withName(request: ResourceRequest, config: JsonObject): JsonObject {
  const metadata = isJsonObject(config['metadata']) ? config['metadata'] : {};
  const name = metadata['name'] === undefined ? { name: requestName(request) } : {};
  return { ...config, metadata: { ...metadata, ...name } };
}
