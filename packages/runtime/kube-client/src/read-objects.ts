import { isJsonObject } from '@gotk/json';
import { fieldOf, type KindRef, type KubeList, type KubeObject, type ObjectKey } from '@gotk/objects';
import { ApiError, isApiError } from './api-error.js';
import type { GetOptions, ListOptions, WatchEvent, WatchOptions } from './client.js';
import type { ClientCore } from './client-core.js';
import { isStatus } from './send-request.js';

const DEFAULT_CHUNK_SIZE = 500;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** GET of one object. */
export async function getObject<T extends KubeObject>(
  core: ClientCore,
  { key, options }: { readonly key: ObjectKey; readonly options: GetOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<T> {
  const { body } = await core.send(
    key,
    { ...key, subresource: options?.subresource },
    { method: 'GET', ...acceptHeader(options?.as, '') },
    signal,
  );
  // The subresource's own kind (Scale …) stays as the server says it.
  return (options?.subresource === undefined ? withKind(body, key) : body) as T;
}

/** GET of all objects of a kind, in chunks. A continue token that has expired makes it start over with one whole list. */
export async function listObjects<T extends KubeObject>(
  core: ClientCore,
  { kind, options = {} }: { readonly kind: KindRef; readonly options: ListOptions | undefined },
  signal: AbortSignal | undefined,
): Promise<KubeList<T>> {
  const items: T[] = [];
  let limit = options.chunkSize ?? DEFAULT_CHUNK_SIZE;
  let token: string | undefined;
  for (;;) {
    const page = { ...options, chunkSize: limit, ...(token === undefined ? {} : { token }) };
    const list = await fetchPage<T>(core, { kind, page }, signal).catch((error: unknown) => {
      if (token !== undefined && isApiError(error, 'Expired', 'Gone')) return undefined;
      throw error;
    });
    if (list === undefined) {
      items.length = 0;
      limit = 0;
      token = undefined;
      continue;
    }
    items.push(...list.items.map((item) => withKind(item, kind) as T));
    token = list.metadata.continue === '' ? undefined : list.metadata.continue;
    if (token === undefined) return { ...list, items };
  }
}

interface PageOptions extends ListOptions {
  readonly token?: string;
}

async function fetchPage<T extends KubeObject>(
  core: ClientCore,
  { kind, page }: { readonly kind: KindRef; readonly page: PageOptions },
  signal: AbortSignal | undefined,
): Promise<KubeList<T>> {
  const query: Record<string, string> = selectionQuery(page);
  if (page.chunkSize !== undefined && page.chunkSize > 0) query['limit'] = String(page.chunkSize);
  if (page.token !== undefined) query['continue'] = page.token;
  // A chunk after the first names its version by the token.
  if (page.token !== undefined) delete query['resourceVersion'];
  const request = { method: 'GET', query, ...acceptHeader(page.as, 'List') } as const;
  const { body } = await core.send(kind, { namespace: page.namespace }, request, signal);
  return parseList<T>(body);
}

function parseList<T extends KubeObject>(body: unknown): KubeList<T> {
  if (!isJsonObject(body)) throw unexpectedAnswer('a list');
  const { apiVersion = 'v1', kind = 'List', metadata, items } = body;
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: isJsonObject(metadata) ? metadata : {},
    // The items of an answer are objects by contract of the API.
    items: (Array.isArray(items) ? items : []) as unknown as readonly T[],
  };
}

/** WATCH of a kind. */
export async function* watchObjects<T extends KubeObject>(
  core: ClientCore,
  { kind, options }: { readonly kind: KindRef; readonly options: WatchOptions },
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  const query: Record<string, string> = { ...selectionQuery(options), watch: 'true', allowWatchBookmarks: 'true' };
  if (options.sendInitialEvents === true) {
    query['sendInitialEvents'] = 'true';
    query['resourceVersionMatch'] = 'NotOlderThan';
  }
  if (options.timeoutSeconds !== undefined) query['timeoutSeconds'] = String(options.timeoutSeconds);
  const request = { method: 'GET', query, ...acceptHeader(options.as, '') } as const;
  try {
    const stream = await core.stream(kind, { namespace: options.namespace }, request, signal);
    for await (const event of stream.events) yield parseWatchEvent<T>(event, kind);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function parseWatchEvent<T extends KubeObject>(event: unknown, kind: KindRef): WatchEvent<T> {
  const type = fieldOf(event, 'type');
  const object = fieldOf(event, 'object');
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: withKind(object, kind) as T };
    case 'BOOKMARK':
      return {
        type,
        resourceVersion: String(fieldOf(object, 'metadata', 'resourceVersion') ?? ''),
        initialEventsEnd: fieldOf(object, 'metadata', 'annotations', INITIAL_EVENTS_END) === 'true',
      };
    case 'ERROR':
      throw isStatus(object) ? new ApiError(object) : unexpectedAnswer('a watch event');
    default:
      throw unexpectedAnswer('a watch event');
  }
}

function selectionQuery({
  labelSelector,
  fieldSelector,
  resourceVersion,
}: Pick<WatchOptions, 'labelSelector' | 'fieldSelector' | 'resourceVersion'>): Record<string, string> {
  const query: Record<string, string> = {};
  if (labelSelector !== undefined && labelSelector !== '') query['labelSelector'] = labelSelector;
  if (fieldSelector !== undefined && fieldSelector !== '') query['fieldSelector'] = fieldSelector;
  if (resourceVersion !== undefined) query['resourceVersion'] = resourceVersion;
  return query;
}

function acceptHeader(
  as: GetOptions['as'],
  suffix: '' | 'List',
): { readonly headers?: Readonly<Record<string, string>> } {
  if (as !== 'metadata') return {};
  return {
    headers: { accept: `application/json;as=PartialObjectMetadata${suffix};g=meta.k8s.io;v=v1,application/json` },
  };
}

/** Items of lists and partial objects come without the kind, or with another; they get the one that was asked for. */
function withKind(object: unknown, { apiVersion, kind }: KindRef): KubeObject {
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) throw unexpectedAnswer('an object');
  // Checked above as far as the type says; the rest is the API's contract.
  if (object['apiVersion'] === apiVersion && object['kind'] === kind) return object as unknown as KubeObject;
  return { ...object, apiVersion, kind } as unknown as KubeObject;
}

function unexpectedAnswer(wanted: string): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 500,
    reason: 'InternalError',
    message: `the server answered with something that is not ${wanted}`,
  });
}
