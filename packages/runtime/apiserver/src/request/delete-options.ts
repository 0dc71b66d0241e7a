import { isJsonObject, type JsonObject } from '@gotk/json';
import { type FieldError, invalidField, notSupportedField } from '@gotk/objects';
import { badRequest } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import type { ApiRequest, Query } from './api-request.js';
import { BodyError, type ReadBody, readBody } from './read-body.js';
import { checkDryRun, parseFlag } from './write-options.js';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** What a deletion asks for, in its body or its query. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: Propagation;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Where the real server's registry of types says it stands. */
const SCHEME = 'pkg/runtime/scheme.go:111';
const POLICIES = ['Foreground', 'Background', 'Orphan', 'nil'];

/** Reads the options of a deletion: from the body when there is one, else from the query. @throws ApiError */
export function parseDeleteOptions(request: ApiRequest): DeleteOptions {
  const hasBody = request.body.kind === 'value' || (request.body.kind === 'bytes' && request.body.bytes.length > 0);
  return readDeleteOptions(hasBody ? bodyFields(request) : queryFields(request.query));
}

/** Reads the fields of a DeleteOptions. @throws ApiError */
export function readDeleteOptions(fields: JsonObject): DeleteOptions {
  const errors = checkFields(fields);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const { dryRun, gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions } = fields;
  return {
    dryRun: Array.isArray(dryRun) && dryRun.length > 0,
    ...(typeof gracePeriodSeconds === 'number'
      ? { gracePeriodSeconds: gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds }
      : {}),
    ...(typeof propagationPolicy === 'string' ? { propagationPolicy: propagationPolicy as Propagation } : {}), // Checked above.
    ...(typeof orphanDependents === 'boolean' ? { orphanDependents } : {}),
    ...(isJsonObject(preconditions) ? { preconditions: preconditionsOf(preconditions) } : {}),
  };
}

function bodyFields(request: ApiRequest): JsonObject {
  const { value } = readOptionsBody(request);
  if (!isJsonObject(value)) throw badRequest('decoded object cannot be converted to DeleteOptions');
  const { kind, apiVersion } = value;
  if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
    if (apiVersion === 'v1')
      throw badRequest(`no kind "${String(kind)}" is registered for version "v1" in scheme "${SCHEME}"`);
    throw badRequest('decoded object cannot be converted to DeleteOptions');
  }
  return value;
}

/** @throws ApiError (400) when the body is not well-formed. */
function readOptionsBody(request: ApiRequest): ReadBody {
  try {
    return readBody(request);
  } catch (error) {
    if (error instanceof BodyError) throw badRequest(error.message);
    throw error;
  }
}

function queryFields(query: Query): JsonObject {
  const grace = query.get('gracePeriodSeconds');
  const orphan = query.get('orphanDependents');
  const policy = query.get('propagationPolicy');
  return {
    dryRun: query.all('dryRun'),
    ...(grace === undefined ? {} : { gracePeriodSeconds: parseSeconds(grace) }),
    ...(orphan === undefined ? {} : { orphanDependents: parseFlag(orphan) }),
    ...(policy === undefined ? {} : { propagationPolicy: policy }),
  };
}

function parseSeconds(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function checkFields({ dryRun, propagationPolicy, orphanDependents }: JsonObject): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalidField('propagationPolicy', propagationPolicy, detail));
  }
  if (
    propagationPolicy !== undefined &&
    propagationPolicy !== null &&
    !POLICIES.slice(0, 3).includes(String(propagationPolicy))
  ) {
    errors.push(notSupportedField('propagationPolicy', propagationPolicy, POLICIES));
  }
  return [...errors, ...checkDryRun(Array.isArray(dryRun) ? dryRun.map(String) : [])];
}

function preconditionsOf({ uid, resourceVersion }: JsonObject) {
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  };
}
