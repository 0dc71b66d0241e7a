import { badRequest, expired } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import { type ListOptions, parseListOptions } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseSelection, type Selection } from '../selection/selection.js';
import type { ObjectRecord } from '../storage/object-record.js';
import { type OrderedRecords, ordered, recordsAt } from '../storage/records-at.js';
import { parseContinueToken, renderContinueToken } from './continue-token.js';
import { needsPreparation, prepareToShow } from './convert-stored.js';
import { awaitRevision, parseResourceVersion, tooLarge } from './resource-version.js';
import { respondList } from './respond-list.js';

/** One page of a list. */
export interface ListPage {
  readonly records: readonly ObjectRecord[];
  readonly revision: number;
  readonly continueToken?: string;
  readonly remainingItemCount?: number;
}

/** `GET` of a collection. */
export async function listObjects(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseListOptions(request.http.query, false);
  const selection = parseSelection(request.http.query, request.served);
  return respondList(request, await listPage(request, options, selection));
}

/** The wanted page of a collection. @throws ApiError */
export async function listPage(
  request: ResourceRequest,
  options: ListOptions,
  selection: Selection,
): Promise<ListPage> {
  const { core } = request;
  await core.store.settled();
  const start = await startOf(request, options);
  const prefix = prefixOf(request);
  const { collection } = request.served.definition;
  const all = recordsAt(core.store, { collection, prefix, revision: start.revision });
  if (all === undefined) throw tooOld(options);
  const records = needsPreparation(request) && !selection.everything ? await prepared(request, all) : all;
  const after = start.after === '' ? '' : prefix + start.after;
  return pageOf({
    records,
    after,
    prefix,
    // One name needs no pages.
    limit: start.limited && selection.name === undefined ? options.limit : 0,
    selection,
    revision: start.revision,
  });
}

/** The records as they are now, once their fields can be read in the version that was asked for. */
async function prepared(request: ResourceRequest, all: OrderedRecords): Promise<OrderedRecords> {
  const records = [...all.after('')];
  await prepareToShow(
    request,
    records.map(({ object }) => object),
  );
  return ordered(records);
}

/** Keys of the collection, or of one namespace in it. */
export function prefixOf({ namespace }: ResourceRequest): string {
  return namespace === undefined || namespace === '' ? '' : `${namespace}/`;
}

interface ListStart {
  readonly revision: number;
  readonly after: string;
  readonly limited: boolean;
}

/** Which state to show, and from which key on. */
async function startOf({ core, http }: ResourceRequest, options: ListOptions): Promise<ListStart> {
  const { resourceVersion, resourceVersionMatch, continueToken } = options;
  const { store } = core;
  if (continueToken !== '') {
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const token = parseContinueToken(continueToken);
    return { ...token, revision: token.revision < 0 ? store.revision : token.revision, limited: true };
  }
  if (resourceVersion === '') return { revision: store.revision, after: '', limited: true };
  const wanted = parseResourceVersion(resourceVersion);
  if (typeof wanted !== 'number') throw badRequest(`invalid resource version: ${wanted.problem}`);
  const exact = resourceVersionMatch === 'Exact' || (resourceVersionMatch === '' && options.limit > 0 && wanted > 0);
  if (exact && wanted > store.revision) throw tooLarge(wanted, store.revision);
  if (exact) return { revision: wanted, after: '', limited: true };
  await awaitRevision(store, wanted, http.signal);
  // Any version will do: then the API gives everything it has at hand, whatever the limit.
  return { revision: store.revision, after: '', limited: wanted > 0 };
}

function tooOld({ continueToken }: ListOptions): Error {
  if (continueToken === '') return expired('The resourceVersion for the provided list is too old.');
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  );
}

interface PageRequest {
  readonly records: OrderedRecords;
  readonly after: string;
  readonly prefix: string;
  readonly limit: number;
  readonly selection: Selection;
  readonly revision: number;
}

function pageOf({ records, after, prefix, limit, selection, revision }: PageRequest): ListPage {
  const page: ObjectRecord[] = [];
  let last = '';
  for (const record of records.after(after)) {
    // What everybody gets is not looked into.
    if (!selection.everything && !selection.matches(record.object)) continue;
    page.push(record);
    last = record.key;
    if (page.length === limit) break;
  }
  const remaining = limit > 0 && page.length === limit ? records.countAfter(last) : 0;
  if (remaining === 0) return { records: page, revision };
  const continueToken = renderContinueToken({ revision, after: last.slice(prefix.length) });
  return { records: page, revision, continueToken, ...(selection.everything ? { remainingItemCount: remaining } : {}) };
}
