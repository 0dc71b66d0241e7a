import { jsonEqual } from '@gotk/json';
import {
  asJson,
  invalidField,
  type KubeObject,
  nameIsPathSegment,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@gotk/objects';
import type { AdmissionReview } from '../admission/admission-chain.js';
import { requireAccess } from '../auth/require-access.js';
import { asWritten } from '../builtin/empty-collections.js';
import type { DraftObject } from '../drafts/draft.js';
import { draftOf, sealDraft } from '../drafts/draft.js';
import { conflict, failure, notFound, staleWrite } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import { sameOwnership } from '../managed-fields/same-ownership.js';
import type { Allocation } from '../registry/resource-strategy.js';
import {
  groupResourceOf,
  type ResourceRequest,
  requestKey,
  requestName,
  strategyContext,
} from '../request/resource-request.js';
import type { WriteOptions } from '../request/write-options.js';
import type { ObjectRecord } from '../storage/object-record.js';
import { toStored, toWorkOn } from './convert-stored.js';
import { insertObject, refuse, stamped } from './create-object.js';
import { dedupeOwners } from './dedupe-owners.js';
import { keepSystemMetadata, matchNamespace } from './object-metadata.js';
import { runUpdateStrategy } from './run-update-strategy.js';
import { reviewOf } from './write-review.js';

const MAX_ATTEMPTS = 5;

/** How an update computes the new object. */
export interface Update {
  /**
   * The new object from the present one (absent when there is none), both in the version that writes of the kind work in.
   * Called again when somebody else was faster.
   */
  readonly compute: (present: KubeObject | undefined) => DraftObject | Promise<DraftObject>;
  /** Create the object when it is not there. Default: as the kind's strategy says. */
  readonly createIfAbsent?: boolean;
  /** The uid that a whole new object names: it must be the present one. Patches have no such expectation. */
  readonly expectedUid?: string | undefined;
  /**
   * For subresources of another kind: the object as they show it. What is admitted and checked is that; `compute` lets admission
   * change it.
   */
  readonly shown?: (object: KubeObject) => KubeObject;
  /** Try again with the newer object when somebody else was faster. */
  readonly retry: boolean;
  readonly options: WriteOptions;
}

export interface UpdateResult {
  readonly object: KubeObject;
  readonly created: boolean;
}

/** Changes one object: computes, admits, checks and stores, again when somebody else was faster. */
export async function updateObject(request: ResourceRequest, update: Update): Promise<UpdateResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await tryUpdate(request, update);
    if (result !== 'raced') return result;
    if (!update.retry || attempt === MAX_ATTEMPTS) throw staleWrite(groupResourceOf(request), requestName(request));
  }
}

async function tryUpdate(request: ResourceRequest, update: Update): Promise<UpdateResult | 'raced'> {
  const { core, served } = request;
  const present = core.store.get(served.definition.collection, requestKey(request));
  checkUid(request, update, present);
  if (present === undefined) return createInstead(request, update);
  const old = await toWorkOn(request, present.object);
  const draft = await update.compute(old);
  const changed = { draft, old, present, options: update.options };
  if (update.shown === undefined) await core.admission.admit(updateReview(request, changed));
  dedupeOwners(draft.metadata, 'after-admission', request.warnings);
  authorizeChange(request, changed);
  checkVersion(request, draft, present);
  const allocation = allocate(request, changed);
  try {
    runUpdateRules(request, changed);
    sameOwnership(draft, old);
    await core.admission.validate(shownReview(updateReview(request, changed), update));
    return await storeChanged(request, changed);
  } finally {
    allocation?.settle();
  }
}

function updateReview(request: ResourceRequest, { draft: object, old: oldObject, options }: Changed): AdmissionReview {
  return reviewOf(request, options, { operation: 'UPDATE', name: requestName(request), object, oldObject });
}

function shownReview(review: AdmissionReview, { shown }: Update): AdmissionReview {
  const { object, oldObject } = review;
  if (shown === undefined || object === undefined || oldObject === undefined) return review;
  return { ...review, object: draftOf(shown(sealDraft(object))), oldObject: shown(oldObject) };
}

async function createInstead(request: ResourceRequest, update: Update): Promise<UpdateResult> {
  const { strategy } = request.served.definition;
  if (!(update.createIfAbsent ?? strategy.allowCreateOnUpdate === true)) {
    throw notFound(groupResourceOf(request), requestName(request));
  }
  requireAccess(request, 'create');
  const draft = await update.compute(undefined);
  refuseForeignUid(request, draft);
  matchNamespace(request, draft.metadata);
  return { object: await insertObject(request, draft, update.options), created: true };
}

/** Who patches an object of a certain uid means that one and no new one. */
function refuseForeignUid(request: ResourceRequest, { metadata: { uid = '' } }: DraftObject): void {
  if (uid === '') return;
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  throw conflict(groupResourceOf(request), requestName(request), why);
}

/** The uid that the writer believed in must be the present one. */
function checkUid(request: ResourceRequest, { expectedUid = '' }: Update, present: ObjectRecord | undefined): void {
  const uid = present?.object.metadata.uid ?? '';
  if (expectedUid === '' || expectedUid === uid) return;
  const problem = `Precondition failed: UID in precondition: ${expectedUid}, UID in object meta: ${uid}`;
  const why =
    present === undefined
      ? problem
      : `StorageError: invalid object, Code: 4, Key: ${storageKey(request)}, ResourceVersion: 0, AdditionalErrorMsg: ${problem}`;
  throw conflict(groupResourceOf(request), requestName(request), why);
}

/** Resources that the real server keeps under other names than their own. */
const STORED_AS: Readonly<Record<string, string>> = {
  '/endpoints': 'services/endpoints',
  '/nodes': 'minions',
  '/replicationcontrollers': 'controllers',
  '/services': 'services/specs',
  'networking.k8s.io/ingresses': 'ingress',
  'apiextensions.k8s.io/customresourcedefinitions': 'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices': 'apiregistration.k8s.io/apiservices',
};

/** Where the real server would keep the object, as its errors tell. */
function storageKey(request: ResourceRequest): string {
  const { group, resource, custom } = request.served.definition;
  const own = STORED_AS[`${group}/${resource}`] ?? (custom ? `${group}/${resource}` : resource);
  return `/registry/${own}/${requestKey(request)}`;
}

/** The version that the writer started from must be the present one; without any, it takes the present one. */
function checkVersion(request: ResourceRequest, { metadata }: DraftObject, { object }: ObjectRecord): void {
  const { resourceVersion = '' } = metadata;
  const present = object.metadata.resourceVersion ?? '';
  if (resourceVersion === '' || resourceVersion === '0') {
    requireUnconditional(request);
    metadata.resourceVersion = present;
  } else if (!/^\d+$/.test(resourceVersion)) {
    throw failure(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  } else if (resourceVersion !== present) throw staleWrite(groupResourceOf(request), requestName(request));
}

function requireUnconditional(request: ResourceRequest): void {
  const { definition } = request.served;
  if (definition.strategy.allowUnconditionalUpdate !== false) return;
  const kind = { group: definition.group, kind: definition.resource };
  throw invalidObject(kind, requestName(request), [
    invalidField('metadata.resourceVersion', 0, 'must be specified for an update'),
  ]);
}

interface Changed {
  readonly draft: DraftObject;
  /** What the draft was made from. */
  readonly old: KubeObject;
  readonly present: ObjectRecord;
  readonly options: WriteOptions;
}

function authorizeChange(request: ResourceRequest, { draft, old, options }: Changed): void {
  const { strategy } = request.served.definition;
  if (strategy.authorize === undefined || request.subresource !== undefined) return;
  strategy.authorize(draft, draftOf(old), strategyContext(request, options.dryRun));
}

function allocate(request: ResourceRequest, { draft, old, options }: Changed): Allocation | undefined {
  const { strategy } = request.served.definition;
  if (strategy.allocate === undefined || request.subresource !== undefined) return undefined;
  return strategy.allocate(draft, draftOf(old), strategyContext(request, options.dryRun));
}

function runUpdateRules(request: ResourceRequest, { draft, old, options }: Changed): void {
  const { namespaced, strategy } = request.served.definition;
  const context = strategyContext(request, options.dryRun);
  matchNamespace(request, draft.metadata);
  const oldDraft = draftOf(old);
  const strategyErrors = runUpdateStrategy({ request, draft, old: oldDraft, context }, () =>
    keepSystemMetadata(draft, old),
  );
  refuse(request, draft, [
    ...validateObjectMeta(draft.metadata, { namespaced, nameRule: nameIsPathSegment }),
    ...validateObjectMetaUpdate(draft.metadata, old.metadata),
    ...strategyErrors(),
  ]);
  if (request.subresource === undefined) request.warnings.push(...(strategy.warn?.(draft, oldDraft) ?? []));
}

async function storeChanged(request: ResourceRequest, changed: Changed): Promise<UpdateResult | 'raced'> {
  const { draft, present, options } = changed;
  const { core, served } = request;
  const { collection } = served.definition;
  const target = { collection, key: present.key, expected: present };
  draft.metadata.resourceVersion = present.object.metadata.resourceVersion ?? '';
  const { mayGo } = served.definition.strategy;
  if (isLastFinalizerGone(draft, present.object) && (mayGo?.(draft) ?? true)) return deleteInstead(request, changed);
  const stored = await toStored(request, draft);
  if (jsonEqual(asJson(sealDraft(stored)), asJson(present.object))) {
    if (core.store.get(collection, present.key) !== present) return 'raced';
    return { object: present.object, created: false };
  }
  if (options.dryRun) return { object: sealDraft(stored), created: false };
  const outcome = await core.store.put(target, (revision) => stamped(stored, revision));
  return outcome.kind === 'raced' ? 'raced' : { object: outcome.record.object, created: false };
}

/** An object under deletion goes when its last finalizer goes. */
function isLastFinalizerGone({ metadata }: DraftObject, old: KubeObject): boolean {
  if ((metadata.finalizers ?? []).length > 0 || metadata.deletionTimestamp === undefined) return false;
  if ((metadata.deletionGracePeriodSeconds ?? 0) !== 0) return false;
  return old.metadata.deletionTimestamp !== undefined && (old.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

async function deleteInstead(
  request: ResourceRequest,
  { draft, present, options }: Changed,
): Promise<UpdateResult | 'raced'> {
  const { core, served } = request;
  const object = sealDraft(asWritten(draft));
  if (options.dryRun) return { object, created: false };
  const target = { collection: served.definition.collection, key: present.key, expected: present };
  const outcome = await core.store.delete(target, (revision) => stamped(draftOf(present.object), revision));
  if (outcome.kind === 'raced') return 'raced';
  // The writer sees the object as it asked for it, under the revision it was based on.
  return { object, created: false };
}
