import { ApiError } from '@gotk/kube-client';
import { failure } from '../errors/api-errors.js';
import { representationOf } from '../representation/represent.js';
import type { ApiResponse } from '../request/api-response.js';
import { type ListOptions, parseListOptions } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseSelection, type Selection } from '../selection/selection.js';
import { WatchStream } from '../storage/watch-stream.js';
import { prefixOf } from './list-objects.js';
import { awaitRevision, parseResourceVersion } from './resource-version.js';
import { watchEvents } from './watch-events.js';

const MIN_TIMEOUT_SECONDS = 1800;

/** `GET` of a collection with `watch`. */
export async function watchObjects(request: ResourceRequest): Promise<ApiResponse> {
  const { core, http, served } = request;
  const options = parseListOptions(http.query, true);
  const selection = ofOneName(parseSelection(http.query, served), request.name);
  const representation = representationOf(request);
  const since = startRevision(options);
  if (since === 'initial') {
    const unreached = await unreachedRevision(request, options);
    if (unreached !== undefined) return unreached;
  }
  await core.store.settled();
  const stream = new WatchStream({
    log: core.store.log(served.definition.collection),
    records: () => core.store.scan(served.definition.collection, prefixOf(request)),
    revision: () => core.store.revision,
    prefix: prefixOf(request),
    since,
  });
  const timeoutMs = (options.timeoutSeconds ?? defaultTimeoutSeconds()) * 1000;
  const events = watchEvents(request, { stream, selection, options, timeoutMs, representation });
  return { kind: 'stream', status: 200, headers: { 'content-type': representation.contentType }, events };
}

/** The old form of a watch has the name of its one object in the path. */
function ofOneName(selection: Selection, name: string | undefined): Selection {
  if (name === undefined) return selection;
  return {
    everything: false,
    name,
    matches: (object) => object.metadata.name === name && selection.matches(object),
  };
}

/** The initial events must be at least as new as the client says; a version that does not come ends the watch with an error. */
async function unreachedRevision(
  request: ResourceRequest,
  { resourceVersion }: ListOptions,
): Promise<ApiResponse | undefined> {
  const { core, http } = request;
  try {
    await awaitRevision(core.store, Number(resourceVersion), http.signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { contentType } = representationOf(request);
    const events = single({ type: 'ERROR', object: error.status });
    return { kind: 'stream', status: 200, headers: { 'content-type': contentType }, events };
  }
}

async function* single<T>(event: T): AsyncIterable<T> {
  yield event;
}

/** The revision after which events are wanted; `initial`: the present objects first. */
function startRevision({ resourceVersion, sendInitialEvents }: ListOptions): number | 'initial' {
  if (resourceVersion === '' || resourceVersion === '0')
    return sendInitialEvents === false ? Number.MAX_SAFE_INTEGER : 'initial';
  const wanted = parseResourceVersion(resourceVersion);
  if (typeof wanted !== 'number') throw failure(500, '', wanted.problem);
  return sendInitialEvents === true ? 'initial' : wanted;
}

/** Watches without a timeout end after half an hour to an hour, so that their load spreads. */
function defaultTimeoutSeconds(): number {
  return MIN_TIMEOUT_SECONDS * (1 + Math.random());
}
