import { isApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { expired } from '../errors/api-errors.js';
import type { Representation } from '../representation/negotiate.js';
import { renderTable } from '../representation/render-table.js';
import { partial } from '../representation/represent.js';
import type { ListOptions } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import type { Selection } from '../selection/selection.js';
import type { ObjectChange } from '../storage/object-record.js';
import type { WatchItem, WatchStream } from '../storage/watch-stream.js';
import { needsPreparation, prepareToShow } from './convert-stored.js';

const BOOKMARK_INTERVAL_MS = 60_000;

export interface WatchParts {
  readonly stream: WatchStream;
  readonly selection: Selection;
  readonly options: ListOptions;
  readonly timeoutMs: number;
  readonly representation: Representation;
}

/** One event as it goes to the client. */
export interface WireEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** Shows the events of one watch in the wanted representation; tables name their columns once. */
function eventPresenter(request: ResourceRequest, { as }: Representation): (event: WireEvent) => WireEvent {
  if (as === undefined) return (event) => event;
  const apiVersion = `${as.group}/${as.version}`;
  let withColumns = true;
  return ({ type, object }) => {
    if (type === 'ERROR') return { type, object };
    const shown = object as KubeObject; // All other events carry objects.
    if (as.kind !== 'Table') return { type, object: partial(shown, apiVersion) };
    const { resourceVersion } = shown.metadata;
    const table = renderTable(request, {
      apiVersion,
      objects: [whole(request, shown)],
      metadata: { resourceVersion },
      withColumns,
    });
    withColumns = false;
    return { type, object: table };
  };
}

/** Bookmarks carry little more than a version; their cells are those of an empty object. */
function whole({ served }: ResourceRequest, object: KubeObject): KubeObject {
  return { ...served.version.codec.emptyObject?.(), ...object };
}

/** The events of one watch until it times out, the client goes or the resource is no longer served. */
export async function* watchEvents(request: ResourceRequest, parts: WatchParts): AsyncIterable<WireEvent> {
  const { stream, timeoutMs, options } = parts;
  const show = eventPresenter(request, parts.representation);
  const { signal } = request.http;
  const end = (): void => stream.end();
  const timer = setTimeout(end, timeoutMs);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  let bookmarkAt = performance.now() + BOOKMARK_INTERVAL_MS;
  try {
    for (;;) {
      for (let item = stream.take(); item !== undefined; item = stream.take()) {
        const problem = needsPreparation(request) ? await prepareItem(request, item) : undefined;
        const event = problem ?? render(request, parts, item);
        if (event !== undefined) yield show(event);
        if (item.kind === 'expired' || problem !== undefined) return;
      }
      if (stream.ended) return;
      await ready(stream, options.allowWatchBookmarks ? bookmarkAt - performance.now() : undefined);
      if (options.allowWatchBookmarks && performance.now() >= bookmarkAt) {
        bookmarkAt += BOOKMARK_INTERVAL_MS;
        yield show(bookmark(request, request.core.store.revision, false));
      }
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Prepares the objects of an event; what cannot be shown ends the watch with an error. */
async function prepareItem(request: ResourceRequest, item: WatchItem): Promise<WireEvent | undefined> {
  try {
    await prepareToShow(request, objectsOf(item));
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return { type: 'ERROR', object: error.status };
  }
}

function objectsOf(item: WatchItem): readonly KubeObject[] {
  if (item.kind === 'initial') return [item.record.object];
  if (item.kind !== 'change') return [];
  const { record, previous } = item.change;
  return previous === undefined ? [record.object] : [record.object, previous.object];
}

/** Waits until the stream has something, or at most the given time. */
function ready(stream: WatchStream, maxMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = maxMs === undefined ? undefined : setTimeout(resolve, Math.max(0, maxMs));
    stream.onReady(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function render(request: ResourceRequest, { selection, options }: WatchParts, item: WatchItem): WireEvent | undefined {
  switch (item.kind) {
    case 'initial':
      return selection.matches(item.record.object) ? objectEvent(request, 'ADDED', item.record.object) : undefined;
    case 'initial-end':
      return options.allowWatchBookmarks ? bookmark(request, item.revision, true) : undefined;
    case 'expired':
      return {
        type: 'ERROR',
        object: expired(`too old resource version: ${options.resourceVersion} (${item.oldest})`).status,
      };
    case 'change':
      return changeEvent(request, selection, item.change);
  }
}

/** A change as the selection sees it: objects that come into it are added, those that leave it deleted. */
function changeEvent(
  request: ResourceRequest,
  selection: Selection,
  { type, record, previous }: ObjectChange,
): WireEvent | undefined {
  const before = previous !== undefined && selection.matches(previous.object);
  const after = type !== 'deleted' && selection.matches(record.object);
  if (after) return objectEvent(request, before ? 'MODIFIED' : 'ADDED', record.object);
  if (!before) return undefined;
  if (type === 'deleted') return objectEvent(request, 'DELETED', record.object);
  // The state in which it was last selected, at the revision of the change.
  const { resourceVersion } = record.object.metadata;
  const last = request.served.version.codec.fromStorage(previous.object);
  const metadata = { ...last.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return { type: 'DELETED', object: { ...last, metadata } };
}

function objectEvent(request: ResourceRequest, type: WireEvent['type'], object: KubeObject): WireEvent {
  return { type, object: request.served.version.codec.fromStorage(object) };
}

function bookmark({ served }: ResourceRequest, revision: number, initialEventsEnd: boolean): WireEvent {
  const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(revision), ...annotations };
  return { type: 'BOOKMARK', object: { kind: served.definition.kind, apiVersion: served.apiVersion, metadata } };
}
