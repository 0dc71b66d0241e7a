import type { KubeObject } from '@gotk/objects';
import { type FieldError, nameIsPathSegment, validateObjectMeta } from '@gotk/objects';
import { asWritten } from '../builtin/empty-collections.js';
import type { DraftObject } from '../drafts/draft.js';
import { sealDraft } from '../drafts/draft.js';
import { hasEmptyCollections, markEmptyCollections } from '../drafts/empty-collections.js';
import { alreadyExists, notFound } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import { decodeRequestObject } from '../request/decode-object.js';
import { groupResourceOf, type ResourceRequest, strategyContext } from '../request/resource-request.js';
import { parseWriteOptions, type WriteOptions } from '../request/write-options.js';
import { recordKey } from '../storage/object-record.js';
import { toStored } from './convert-stored.js';
import { dedupeOwners } from './dedupe-owners.js';
import { fillSystemMetadata, matchNamespace, wipeSystemMetadata } from './object-metadata.js';
import { respondObject } from './respond-object.js';
import { managerOf } from './user-agent-manager.js';
import { reviewOf } from './write-review.js';

/** `POST` to a collection. */
export async function createObject(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseWriteOptions(request.http.query, 'CreateOptions');
  const draft = decodeRequestObject(request, options.fieldValidation);
  wipeSystemMetadata(draft.metadata);
  matchNamespace(request, draft.metadata);
  dedupeOwners(draft.metadata, 'as-sent', request.warnings);
  const manager = managerOf(request, options.fieldManager);
  const { served, subresource } = request;
  trackUpdate({ served, live: undefined, manager, subresource, nowMs: request.core.clock.now() }, draft);
  if (served.definition.answer !== undefined) return answerObject(request, draft, options);
  const stored = await insertObject(request, served.version.codec.toStorage(draft), options);
  return respondObject(request, stored, 201);
}

/** Creating an object of a kind that is not stored asks a question. */
async function answerObject(request: ResourceRequest, draft: DraftObject, options: WriteOptions): Promise<ApiResponse> {
  const { core, http, served, namespace } = request;
  const review = reviewOf(request, options, { operation: 'CREATE', name: draft.metadata.name ?? '', object: draft });
  await core.admission.admit(review);
  await core.admission.validate(review);
  const answer = await served.definition.answer?.(draft, { core, user: http.user, namespace, dryRun: options.dryRun });
  if (answer?.kind === 'Status') return jsonResponse(201, answer);
  // The answer is made of what was sent.
  if (answer !== undefined && hasEmptyCollections(draft)) markEmptyCollections(answer);
  return respondObject(request, sealDraft(asWritten(answer ?? draft)), 201);
}

/** Takes a decoded new object (in the version that writes of the kind work in) through admission and the kind's rules into the store. */
export async function insertObject(
  request: ResourceRequest,
  draft: DraftObject,
  options: WriteOptions,
): Promise<KubeObject> {
  const { core } = request;
  const review = reviewOf(request, options, { operation: 'CREATE', name: draft.metadata.name ?? '', object: draft });
  await core.admission.admit(review);
  dedupeOwners(draft.metadata, 'after-admission', request.warnings);
  // Admission may have moved it.
  matchNamespace(request, draft.metadata);
  fillSystemMetadata(request, draft.metadata);
  const { strategy } = request.served.definition;
  const context = strategyContext(request, options.dryRun);
  strategy.authorize?.(draft, undefined, context);
  const allocation = strategy.allocate?.(draft, undefined, context);
  try {
    runCreateRules(request, draft, options);
    await core.admission.validate({ ...review, name: draft.metadata.name ?? '' });
    return await storeNew(request, draft, options);
  } finally {
    allocation?.settle();
  }
}

function runCreateRules(request: ResourceRequest, draft: DraftObject, options: WriteOptions): void {
  const { strategy, namespaced } = request.served.definition;
  const context = strategyContext(request, options.dryRun);
  if (strategy.generation === true) draft.metadata.generation = 1;
  delete draft.metadata.resourceVersion;
  strategy.prepareForCreate?.(draft, context);
  refuse(request, draft, strategy.validate?.(draft, context) ?? []);
  refuse(request, draft, validateObjectMeta(draft.metadata, { namespaced, nameRule: nameIsPathSegment }));
  request.warnings.push(...(strategy.warn?.(draft, undefined) ?? []));
}

/** @throws the 422 answer when there are errors. */
export function refuse(request: ResourceRequest, draft: DraftObject, errors: readonly FieldError[]): void {
  const { kindGroup: group, kind } = request.served.definition;
  if (errors.length > 0) throw invalidObject({ group, kind }, draft.metadata.name ?? '', errors);
}

async function storeNew(request: ResourceRequest, draft: DraftObject, options: WriteOptions): Promise<KubeObject> {
  const { core, served } = request;
  const name = draft.metadata.name ?? '';
  const key = recordKey(draft.metadata.namespace, name);
  const { collection } = served.definition;
  const stored = await toStored(request, draft);
  const present = core.store.get(collection, key);
  if (present !== undefined) throw exists(request, name, present.object);
  if (options.dryRun) return sealDraft(stored);
  requireNamespace(request, draft);
  const outcome = await core.store.put({ collection, key, expected: undefined }, (revision) =>
    stamped(stored, revision),
  );
  if (outcome.kind === 'raced') throw alreadyExists(groupResourceOf(request), name);
  return outcome.record.object;
}

/** The namespace may have gone while admission was waiting for a webhook. */
function requireNamespace({ core }: ResourceRequest, { metadata }: DraftObject): void {
  const { namespace } = metadata;
  if (namespace === undefined || core.store.get('/namespaces', namespace) !== undefined) return;
  throw notFound({ group: '', resource: 'namespaces' }, namespace);
}

function exists(request: ResourceRequest, name: string, present: KubeObject): Error {
  const error = alreadyExists(groupResourceOf(request), name);
  if (present.metadata.deletionTimestamp === undefined) return error;
  return alreadyExists(groupResourceOf(request), name, 'object is being deleted: ');
}

/** The draft as it is stored at `revision`. */
export function stamped(draft: DraftObject, revision: number): KubeObject {
  draft.metadata.resourceVersion = String(revision);
  return sealDraft(draft);
}
