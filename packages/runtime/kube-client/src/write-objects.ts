import { isJsonObject, type JsonObject } from '@gotk/json';
import { type KubeObject, keyOf, type ObjectKey } from '@gotk/objects';
import type { ApplyOptions, DeleteOptions, Patch, WriteOptions } from './client.js';
import type { ClientCore } from './client-core.js';

const PATCH_TYPES: Readonly<Record<Patch['type'], string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** POST of a new object. */
export async function createObject<T extends KubeObject>(
  core: ClientCore,
  { object, options }: { readonly object: T; readonly options: WriteOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<T> {
  const { subresource, subresourceOf = object } = options ?? {};
  // A subresource is created on an object that is there: it has a name in its path.
  const name = subresource === undefined ? undefined : object.metadata.name;
  const target = { namespace: object.metadata.namespace, name, subresource };
  const request = { method: 'POST', body: object, query: writeQuery(options) } as const;
  return (await core.send(subresourceOf, target, request, signal)).body as T;
}

/** PUT of a whole object. */
export async function replaceObject<T extends KubeObject>(
  core: ClientCore,
  { object, options }: { readonly object: T; readonly options: WriteOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<T> {
  const target = { ...keyOf(object), subresource: options?.subresource };
  return (await core.send(object, target, { method: 'PUT', body: object, query: writeQuery(options) }, signal))
    .body as T;
}

/** Server-side apply. */
export async function applyObject<T extends KubeObject>(
  core: ClientCore,
  { object, options }: { readonly object: T; readonly options: ApplyOptions },
  signal: AbortSignal | undefined,
): Promise<T> {
  const query = { ...writeQuery(options), force: String(options.force ?? false) };
  const target = { ...keyOf(object), subresource: options.subresource };
  const contentType = 'application/apply-patch+yaml';
  return (await core.send(object, target, { method: 'PATCH', contentType, body: object, query }, signal)).body as T;
}

/** PATCH of one object. */
export async function patchObject<T extends KubeObject>(
  core: ClientCore,
  {
    key,
    patch,
    options,
  }: { readonly key: ObjectKey; readonly patch: Patch; readonly options: WriteOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<T> {
  const request = {
    method: 'PATCH',
    contentType: PATCH_TYPES[patch.type],
    body: patch.type === 'json' ? patch.operations : patch.body,
    query: writeQuery(options),
  } as const;
  return (await core.send(key, { ...key, subresource: options?.subresource }, request, signal)).body as T;
}

/** DELETE of one object. */
export async function deleteObject(
  core: ClientCore,
  { key, options = {} }: { readonly key: ObjectKey; readonly options: DeleteOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<KubeObject | undefined> {
  const { body } = await core.send(key, key, { method: 'DELETE', body: renderDeleteOptions(options) }, signal);
  if (!isJsonObject(body) || body['kind'] === 'Status') return undefined;
  const metadata = body['metadata'];
  const livesOn = isJsonObject(metadata) && metadata['deletionTimestamp'] !== undefined;
  // Some kinds answer with the object even though it is gone; only one that is being deleted lives on.
  return livesOn ? (body as unknown as KubeObject) : undefined;
}

function renderDeleteOptions({ propagation, gracePeriodSeconds, preconditions, dryRun }: DeleteOptions): JsonObject {
  return {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions === undefined ? {} : { preconditions }),
    ...(dryRun === true ? { dryRun: ['All'] } : {}),
  };
}

function writeQuery({ dryRun, fieldManager, fieldValidation }: WriteOptions = {}): Readonly<Record<string, string>> {
  return {
    ...(dryRun === true ? { dryRun: 'All' } : {}),
    ...(fieldManager === undefined ? {} : { fieldManager }),
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
  };
}
