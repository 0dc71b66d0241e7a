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
  const marking = { draft: draftOf(present.object), present, options };
  const review: ReviewStep = async (reviewed, shown = options) => {
    if (reviewedName !== null) await reviewDeletion(request, { present: reviewed, options: shown, name: reviewedName });
  };
  return served.definition.strategy.beginDeletion === undefined
    ? carryOut(request, marking, review)
    : begin(request, marking, review);
}

/** Asks admission about the end of an object, with the options as they are by then. */
type ReviewStep = (reviewed: ObjectRecord, shown?: DeleteOptions) => Promise<void>;

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

/** Kinds that end in steps of their own. */
async function begin(request: ResourceRequest, marking: Marking, review: ReviewStep): Promise<Deletion | 'raced'> {
  const { draft, present, options } = marking;
  await review(present);
  const { strategy } = request.served.definition;
  const begun = strategy.beginDeletion?.(draft, strategyContext(request, options.dryRun), options);
  if (begun === 'wait') return { kind: 'marked', object: present.object };
  if (begun === 'mark') return storeMarked(request, marking);
  return carryOut(request, marking, () => Promise.resolve());
}

async function carryOut(request: ResourceRequest, marking: Marking, review: ReviewStep): Promise<Deletion | 'raced'> {
  const { draft, present, options } = marking;
  const { strategy } = request.served.definition;
  const plan = planDeletion(draft, { options, nowMs: request.core.clock.now(), strategy });
  // What ends already is not reviewed again.
  if (plan === 'pending') return { kind: 'marked', object: present.object };
  const shown = strategy.gracePeriodSeconds === undefined ? options : withGracePeriod(marking);
  await review(present, shown);
  if (plan === 'mark') return storeMarked(request, marking);
  if (plan === 'remove') return removeNow(request, present, options);
  return markAndRemove(request, marking, (reviewed) => review(reviewed, shown));
}

/** The options with the time that the object was given in the end. */
function withGracePeriod({ draft, present, options }: Marking): DeleteOptions {
  const { deletionTimestamp, deletionGracePeriodSeconds: gracePeriodSeconds } = draft.metadata;
  const { metadata } = present.object;
  const isGiven =
    deletionTimestamp !== metadata.deletionTimestamp || gracePeriodSeconds !== metadata.deletionGracePeriodSeconds;
  return isGiven && gracePeriodSeconds !== undefined ? { ...options, gracePeriodSeconds } : options;
}

/** Without finalizers the plan changes nothing but the time of the end, which watchers see before the end itself. */
async function markAndRemove(
  request: ResourceRequest,
  marking: Marking,
  review: ReviewStep,
): Promise<Deletion | 'raced'> {
  if (marking.options.dryRun) return { kind: 'gone', object: sealDraft(marking.draft) };
  const marked = await storeMarked(request, marking);
  if (marked === 'raced') return 'raced';
  const { collection } = request.served.definition;
  const present = request.core.store.get(collection, marking.present.key);
  if (present === undefined) return { kind: 'gone', object: marked.object };
  await review(present);
  // A webhook may have taken its time.
  const last = request.core.store.get(collection, marking.present.key);
  return last === undefined ? { kind: 'gone', object: marked.object } : removeNow(request, last, marking.options);
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
