import {
  applyJsonPatch,
  applyJsonPatchText,
  applyMergePatch,
  applyMergePatchText,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '@gotk/json';
import { builtinSchema } from '@gotk/kube-openapi';
import { hasErrorCode } from '@gotk/located-error';
import { asJson, type KubeObject } from '@gotk/objects';
import { applyStrategicMergePatch } from '@gotk/strategic-merge';
import { badRequest, failure, tooLarge } from '../errors/api-errors.js';
import { parseCompactJson } from '../request/compact-json.js';
import { duplicateFields } from '../request/duplicate-fields.js';
import { parseBodyJson } from '../request/parse-body-json.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { goTypeName, renderGoMap } from './go-values.js';
import { unstructuredProblem } from './unstructured-problem.js';

/** A patch that was read; it can be applied to any state of the object. */
export interface PatchBody {
  /** What strict validation has against the patch itself. */
  readonly strictErrors: readonly string[];
  /** @throws ApiError */
  apply(live: KubeObject): PatchedObject;
}

export interface PatchedObject {
  readonly value: JsonValue;
  /** The value as error texts show it. */
  readonly shown: () => string;
  /** Why the value cannot be the kind's, in the words of this kind of patch; absent: as decoding says it. */
  readonly problem?: () => string | undefined;
}

const MAX_OPERATIONS = 10_000;

/** Reads the body of a patch of this media type. @throws ApiError */
export function patchBody(request: ResourceRequest, contentType: string): PatchBody {
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(request);
    case 'application/merge-patch+json':
      return mergePatch(request);
    default:
      return strategicPatch(request);
  }
}

function jsonPatch(request: ResourceRequest): PatchBody {
  const { value: given, text, strictErrors } = read(request, 'error decoding patch: ');
  // No operations at all: nothing changes.
  const value = given ?? [];
  if (!Array.isArray(value)) throw cannotUnmarshal(value, '[]handlers.jsonPatchOp');
  const operations = value as readonly JsonValue[];
  for (const operation of operations) {
    if (!isJsonObject(operation) && operation !== null) throw cannotUnmarshal(operation, 'handlers.jsonPatchOp');
    requireTexts(operation ?? {});
  }
  if (operations.length > MAX_OPERATIONS) {
    const limit = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`;
    throw tooLarge(`Request entity too large: ${limit}`);
  }
  const { codec } = request.served.version;
  return {
    strictErrors: [...strictErrors, ...unknownOperationFields(operations)].map((error) => `json patch ${error}`),
    apply: (live) => ({
      value: refusingJsonPatch(() => applyJsonPatch(asJson(live), value)),
      shown: () => applyJsonPatchText(codec.renderText(live), text()),
    }),
  };
}

function requireTexts(operation: JsonObject): void {
  for (const field of ['op', 'path', 'from']) {
    const value = operation[field] ?? '';
    if (typeof value === 'string') continue;
    const why = `json: cannot unmarshal ${goTypeName(value)} into Go struct field jsonPatchOp.${field} of type string`;
    throw badRequest(`error decoding patch: ${why}`);
  }
}

const OPERATION_FIELDS = ['op', 'path', 'from', 'value'];

function unknownOperationFields(operations: readonly JsonValue[]): readonly string[] {
  return operations.flatMap((operation, index) => {
    const fields = isJsonObject(operation) ? Object.keys(operation) : [];
    return fields
      .filter((field) => !OPERATION_FIELDS.includes(field))
      .map((field) => `unknown field "[${index}].${field}"`);
  });
}

/** The server says nothing about why a JSON patch did not apply. */
function refusingJsonPatch(apply: () => JsonValue): JsonValue {
  try {
    return apply();
  } catch {
    throw failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

function mergePatch(request: ResourceRequest): PatchBody {
  const { value, text, strictErrors } = read(request, 'error decoding patch: ');
  if (value === null) throw badRequest('Invalid JSON Patch');
  if (!isJsonObject(value)) throw cannotUnmarshal(value, 'map[string]interface {}');
  const { codec } = request.served.version;
  return {
    strictErrors,
    apply: (live) => ({
      value: applyMergePatch(asJson(live), value),
      shown: () => applyMergePatchText(codec.renderText(live), text()),
    }),
  };
}

function strategicPatch(request: ResourceRequest): PatchBody {
  const { value, strictErrors } = read(request, '');
  if (!isJsonObject(value)) throw cannotUnmarshal(value, 'map[string]interface {}', '');
  const { apiVersion, definition } = request.served;
  const schema = builtinSchema({ apiVersion, kind: definition.kind }) ?? {};
  return {
    strictErrors,
    apply: (live) => {
      const patched = refusingStrategic(() => applyStrategicMergePatch(asJson(live), value, schema), value);
      return {
        value: patched,
        shown: () => renderGoMap(value),
        problem: () => unstructuredProblem({ apiVersion, kind: definition.kind }, patched),
      };
    },
  };
}

function refusingStrategic(apply: () => JsonObject, patch: JsonObject): JsonObject {
  try {
    return apply();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (hasErrorCode(error, 'strategic-merge-format')) throw badRequest(message);
    void patch;
    throw failure(500, '', message);
  }
}

interface ReadPatch {
  readonly value: JsonValue;
  readonly text: () => string;
  readonly strictErrors: readonly string[];
}

/** @param prefix goes before the parser's message. */
function read({ http: { body } }: ResourceRequest, prefix: string): ReadPatch {
  if (body.kind === 'value') return { value: body.value, text: () => JSON.stringify(body.value), strictErrors: [] };
  const text = body.kind === 'none' ? '' : Buffer.from(body.bytes).toString('utf8');
  const written = parseCompactJson(text);
  if (written !== undefined) return { value: written, text: () => text, strictErrors: [] };
  try {
    return { value: parseBodyJson(text), text: () => text, strictErrors: duplicateFields(text) };
  } catch (error) {
    throw badRequest(`${prefix}${error instanceof Error ? error.message : String(error)}`);
  }
}

function cannotUnmarshal(value: JsonValue, target: string, prefix = 'error decoding patch: '): Error {
  return badRequest(`${prefix}json: cannot unmarshal ${goTypeName(value)} into Go value of type ${target}`);
}
