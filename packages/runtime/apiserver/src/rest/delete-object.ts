import { jsonEqual } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { renderTime } from '../core/kube-time.js';
import { type DraftObject, draftOf, sealDraft } from '../drafts/draft.js';
import { conflict, notFound, staleWrite } from '../errors/api-errors.js';
import type { ApiResponse } from '../request/api-response.js';
import { jsonResponse } from '../request/api-response.js';
import { type DeleteOptions, parseDeleteOptions } from '../request/delete-options.js';
import {
  groupResourceOf,
  type ResourceRequest,
  requestKey,
  requestName,
  strategyContext,
} from '../request/resource-request.js';
import type { ObjectRecord } from '../storage/object-record.js';
import { toWorkOn } from './convert-stored.js';
import { stamped } from './create-object.js';
import { planDeletion } from './plan-deletion.js';
import { respondObject } from './respond-object.js';
import { reviewOf } from './write-review.js';

const MAX_ATTEMPTS = 5;

/** How a deletion ended: the object is gone, or it lives on, marked, until its finalizers or its grace period end. */
export interface Deletion {
  readonly kind: 'gone' | 'marked';
  readonly object: KubeObject;
}

/** `DELETE` of one object. */
export async function deleteObject(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseDeleteOptions(request.http);
  warnOfDependents(request, options);
  const deletion = await runDeletion(request, options);
  const { definition } = request.served;
  if (deletion.kind === 'gone' && definition.strategy.returnsDeleted !== true)
    return goneResponse(request, deletion.object);
  const accepted = deletion.kind === 'marked' && options.orphanDependents === false;
  return respondObject(request, deletion.object, accepted ? 202 : 200);
}

/** Some kinds tell what becomes of dependents when nobody said. */
export function warnOfDependents({ served, warnings }: ResourceRequest, options: DeleteOptions): void {
  const { deletionWarning } = served.definition.strategy;
  const isUnsaid = options.propagationPolicy === undefined && options.orphanDependents === undefined;
  if (deletionWarning !== undefined && isUnsaid) warnings.push(deletionWarning);
}

function goneResponse(request: ResourceRequest, { metadata }: KubeObject): ApiResponse {
  const { group, resource } = groupResourceOf(request);
  return jsonResponse(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: metadata.name, ...(group === '' ? {} : { group }), kind: resource, uid: metadata.uid },
  });
}

/**
 * Deletes or marks one object, again when somebody else changed it meanwhile.
 * @param reviewedName the name that admission sees: the deletion of a collection names none; null: admission is not asked
 */
export async function runDeletion(
  request: ResourceRequest,
  options: DeleteOptions,
  reviewedName: string | null = requestName(request),
): Promise<Deletion> {
  for (let attempt = 1; ; attempt++) {
    const result = await tryDeletion(request, options, reviewedName);
    if (result !== 'raced') return result;
    if (attempt === MAX_ATTEMPTS) throw staleWrite(groupResourceOf(request), requestName(request));
  }
}

async function tryDeletion(
  request: ResourceRequest,
  options: DeleteOptions,
  reviewedName: string | null,
): Promise<Deletion | 'raced'> {
  const { core, served } = request;
  const present = core.store.get(served.definition.collection, requestKey(request));
  if (present === undefined) throw notFound(groupResourceOf(request), requestName(request));
  checkPreconditions(request, present.object, options);
  if (reviewedName !== null) await reviewDeletion(request, { present, options, name: reviewedName });
  return carryOut(request, present, options);
}

async function reviewDeletion(
  request: ResourceRequest,
  {
    present: { object },
    options,
    name,
  }: { readonly present: ObjectRecord; readonly options: DeleteOptions; readonly name: string },
): Promise<void> {
  const { admission } = request.core;
  // A namespace that is deleted is always a certain one.
  const isSpace = request.served.definition.collection === '/namespaces';
  const shown = isSpace
    ? { ...options, preconditions: { uid: object.metadata.uid ?? '', ...options.preconditions } }
    : options;
  const oldObject = await toWorkOn(request, object);
  const review = reviewOf(request, shown, { operation: 'DELETE', name, oldObject });
  await admission.admit(review);
  await admission.validate(review);
}

async function carryOut(
  request: ResourceRequest,
  present: ObjectRecord,
  options: DeleteOptions,
): Promise<Deletion | 'raced'> {
  const { core, served } = request;
  const draft = draftOf(present.object);
  const { strategy } = served.definition;
  const begun = strategy.beginDeletion?.(draft, strategyContext(request, options.dryRun), options);
  if (begun === 'wait') return { kind: 'marked', object: present.object };
  if (begun === 'mark') return storeMarked(request, { draft, present, options });
  const plan = planDeletion(draft, { options, nowMs: core.clock.now(), strategy });
  if (plan === 'pending') return { kind: 'marked', object: present.object };
  if (plan === 'mark') return storeMarked(request, { draft, present, options });
  // Without finalizers the plan changes nothing but the time of the end, which watchers see before the end itself.
  if (plan === 'mark-and-remove' && options.dryRun) return { kind: 'gone', object: sealDraft(draft) };
  if (plan === 'mark-and-remove') return markAndRemove(request, { draft, present, options });
  return removeNow(request, present, options);
}

async function markAndRemove(request: ResourceRequest, marking: Marking): Promise<Deletion | 'raced'> {
  const marked = await storeMarked(request, marking);
  if (marked === 'raced') return 'raced';
  const present = request.core.store.get(request.served.definition.collection, marking.present.key);
  if (present === undefined) return { kind: 'gone', object: marked.object };
  return removeNow(request, present, marking.options);
}

interface Marking {
  readonly draft: DraftObject;
  readonly present: ObjectRecord;
  readonly options: DeleteOptions;
}

async function storeMarked(
  { core, served }: ResourceRequest,
  { draft, present, options }: Marking,
): Promise<Deletion | 'raced'> {
  if (options.dryRun || jsonEqual(asJson(sealDraft(draft)), asJson(present.object)))
    return { kind: 'marked', object: sealDraft(draft) };
  const target = { collection: served.definition.collection, key: present.key, expected: present };
  const outcome = await core.store.put(target, (revision) => stamped(draft, revision));
  return outcome.kind === 'raced' ? 'raced' : { kind: 'marked', object: outcome.record.object };
}

async function removeNow(
  request: ResourceRequest,
  present: ObjectRecord,
  options: DeleteOptions,
): Promise<Deletion | 'raced'> {
  const { core, served } = request;
  if (options.dryRun) return { kind: 'gone', object: present.object };
  const target = { collection: served.definition.collection, key: present.key, expected: present };
  const outcome = await core.store.delete(target, (revision) => stamped(draftOf(present.object), revision));
  if (outcome.kind === 'raced') return 'raced';
  return { kind: 'gone', object: outcome.record.object };
}

function checkPreconditions(
  request: ResourceRequest,
  { metadata }: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  const { group, kind } = request.served.definition;
  const resource = { group, resource: kind };
  const { uid, resourceVersion } = preconditions ?? {};
  if (request.served.definition.collection === '/namespaces') return checkNamespace(request, metadata, preconditions);
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(resource, requestName(request), why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict(resource, requestName(request), why);
  }
}

type Preconditions = NonNullable<DeleteOptions['preconditions']>;

/** Namespaces have words of their own. */
function checkNamespace(request: ResourceRequest, present: KubeObject['metadata'], wanted: Preconditions = {}): void {
  for (const [field, label] of [['uid', 'UID'] as const, ['resourceVersion', 'ResourceVersion'] as const]) {
    if (wanted[field] === undefined || wanted[field] === present[field]) continue;
    const why = `Precondition failed: ${label} in precondition: ${wanted[field]}, ${label} in object meta: ${present[field]}`;
    throw conflict(groupResourceOf(request), requestName(request), why);
  }
}

/** Marks a draft as being deleted since `nowMs`. */
export function markDeleted(draft: DraftObject, nowMs: number, graceSeconds: number): void {
  const { metadata } = draft;
  if (metadata.deletionTimestamp === undefined && (metadata.generation ?? 0) > 0) {
    metadata.generation = (metadata.generation ?? 0) + 1;
  }
  metadata.deletionTimestamp = renderTime(nowMs + graceSeconds * 1000);
  metadata.deletionGracePeriodSeconds = graceSeconds;
}
