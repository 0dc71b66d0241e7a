import type { KubeObject } from '@gotk/objects';
import { renderTime } from '../core/kube-time.js';
import type { DraftMeta, DraftObject } from '../drafts/draft.js';
import { badRequest } from '../errors/api-errors.js';
import { type ResourceRequest, requestName } from '../request/resource-request.js';

const MAX_GENERATED_BASE = 58;

/** Clears what only the server may set, before anything looks at a new object. */
export function wipeSystemMetadata(metadata: DraftMeta): void {
  delete metadata.creationTimestamp;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.uid;
  delete metadata.selfLink;
}

/** Gives a new object its namespace from the request, or refuses a different one. */
export function matchNamespace({ served, namespace }: ResourceRequest, metadata: DraftMeta): void {
  const expected = served.definition.namespaced ? (namespace ?? '') : '';
  const own = metadata.namespace ?? '';
  if (own !== '' && expected !== '' && own !== expected) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (expected === '') delete metadata.namespace;
  else metadata.namespace = expected;
}

/** Fills in identity, time and, where asked for, a generated name. */
export function fillSystemMetadata({ core }: ResourceRequest, metadata: DraftMeta): void {
  metadata.creationTimestamp = renderTime(core.clock.now());
  metadata.uid = core.ids.uuid();
  if ((metadata.generateName ?? '') !== '' && (metadata.name ?? '') === '') {
    metadata.name = (metadata.generateName ?? '').slice(0, MAX_GENERATED_BASE) + core.ids.nameSuffix();
  }
}

/** What an update may never change, carried over from the present object. */
export function keepSystemMetadata(draft: DraftObject, old: KubeObject): void {
  const { metadata } = draft;
  metadata.uid ??= old.metadata.uid ?? '';
  if (old.metadata.creationTimestamp !== undefined) metadata.creationTimestamp = old.metadata.creationTimestamp;
  if (old.metadata.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.metadata.deletionTimestamp;
  const grace = old.metadata.deletionGracePeriodSeconds;
  if (grace !== undefined) metadata.deletionGracePeriodSeconds ??= grace;
}

/** The object's name must be there and be the one in the path. */
export function requireSameName(request: ResourceRequest, { name = '' }: DraftMeta): void {
  const wanted = requestName(request);
  if (name === '') {
    throw badRequest(`the name of the object (${wanted} based on URL) was undeterminable: name must be provided`);
  }
  if (name !== wanted)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${wanted})`);
}
