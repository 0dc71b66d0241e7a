import type { KubeObject } from '@gotk/objects';
import { settleEmptyCollections } from '../builtin/empty-collections.js';
import type { DraftObject } from '../drafts/draft.js';
import type { ConversionCall } from '../registry/object-codec.js';
import type { ResourceRequest } from '../request/resource-request.js';

function callOf({ http, warnings }: ResourceRequest): ConversionCall {
  return { signal: http.signal, warnings };
}

/** Whether showing objects in the version that was asked for must be prepared: somebody else converts them. */
export function needsPreparation({ served }: ResourceRequest): boolean {
  return served.version.codec.prepare !== undefined;
}

/** Prepares showing objects of the stored version in the version that was asked for. @throws ApiError */
export async function prepareToShow(request: ResourceRequest, objects: readonly KubeObject[]): Promise<void> {
  await request.served.version.codec.prepare?.(objects, callOf(request));
}

/** A stored object as a write works on it: in the stored version, or in the one that was asked for. @throws ApiError */
export async function toWorkOn(request: ResourceRequest, stored: KubeObject): Promise<KubeObject> {
  const { codec } = request.served.version;
  if (codec.convertDraft === undefined) return stored;
  await codec.prepare?.([stored], callOf(request));
  return codec.fromStorage(stored);
}

/** What a write worked on, as it is stored. @throws ApiError */
export function toStored(request: ResourceRequest, draft: DraftObject): DraftObject | Promise<DraftObject> {
  settleEmptyCollections(draft);
  return request.served.version.codec.convertDraft?.(draft, callOf(request)) ?? draft;
}
