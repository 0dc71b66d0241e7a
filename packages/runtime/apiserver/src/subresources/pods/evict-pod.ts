import type { JsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import type { ObjectMeta } from '@gotk/objects';
import type { PodDraft } from '../../builtin/core/pod-draft.js';
import { renderTime } from '../../core/kube-time.js';
import { type DraftObject, draftOf, sealDraft } from '../../drafts/draft.js';
import { badRequest, conflict, notFound } from '../../errors/api-errors.js';
import { trackUpdate } from '../../managed-fields/field-tracker.js';
import type { SubresourceDefinition } from '../../registry/resource-definition.js';
import { type ApiResponse, jsonResponse } from '../../request/api-response.js';
import { decodeRequestObject } from '../../request/decode-object.js';
import { type DeleteOptions, readDeleteOptions } from '../../request/delete-options.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../../request/resource-request.js';
import { parseWriteOptions } from '../../request/write-options.js';
import { runDeletion } from '../../rest/delete-object.js';
import { matchNamespace } from '../../rest/object-metadata.js';
import { managerOf } from '../../rest/user-agent-manager.js';
import { reviewOf } from '../../rest/write-review.js';
import { subresourceKind } from '../subresource-kind.js';
import { takeFromBudget } from './disruption-budget.js';
import { setPodCondition } from './set-pod-condition.js';

interface EvictionDraft extends DraftObject {
  deleteOptions?: JsonObject;
}

const MAX_ATTEMPTS = 20;
/** Pods in these phases disrupt nothing when they go. */
const UNGUARDED = ['Succeeded', 'Failed', 'Pending'];
const SUCCESS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

/** `POST` to `pods/NAME/eviction`: deletes a pod if its disruption budget allows that. */
export async function evictPod(
  verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
): Promise<ApiResponse> {
  void verb;
  const evictionRequest = { ...request, served: subresourceKind(request.served, own) };
  const options = parseWriteOptions(request.http.query, 'CreateOptions');
  const eviction = decodeRequestObject(evictionRequest, options.fieldValidation) as EvictionDraft; // By its codec.
  if (eviction.metadata.name !== requestName(request))
    throw badRequest('name in URL does not match name in Eviction object');
  matchNamespace(request, eviction.metadata);
  const manager = managerOf(request, options.fieldManager);
  const { served } = evictionRequest;
  trackUpdate({ served, live: undefined, manager, subresource: 'eviction', nowMs: request.core.clock.now() }, eviction);
  const deletion = readDeleteOptions(eviction.deleteOptions ?? {});
  const wanted = { ...deletion, dryRun: deletion.dryRun || options.dryRun };
  const review = reviewOf(request, options, { operation: 'CREATE', name: requestName(request), object: eviction });
  await request.core.admission.admit(review);
  await request.core.admission.validate(review);
  await evict(request, wanted);
  return jsonResponse(201, SUCCESS);
}

async function evict(request: ResourceRequest, options: DeleteOptions): Promise<void> {
  const { status, metadata } = presentPod(request);
  const guarded = !UNGUARDED.includes(status.phase ?? '') && metadata.deletionTimestamp === undefined;
  if (guarded) await takeFromBudget(request, presentPod(request), options.dryRun);
  for (let attempt = 1; ; attempt++) {
    try {
      await markAndDelete(request, options);
      return;
    } catch (error) {
      const retry = options.preconditions?.resourceVersion === undefined && isApiError(error, 'Conflict');
      if (!retry || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

function presentPod(request: ResourceRequest): PodDraft {
  const record = request.core.store.get('/pods', requestKey(request));
  if (record === undefined) throw notFound(groupResourceOf(request), requestName(request));
  return record.object as unknown as PodDraft; // By the collection's codec.
}

async function markAndDelete(request: ResourceRequest, options: DeleteOptions): Promise<void> {
  const { subresource: _none, ...rest } = request;
  const deletion = { ...rest, subresource: undefined };
  if (options.dryRun) {
    await runDeletion(deletion, options, null);
    return;
  }
  const revision = await markDisrupted(request, options);
  const expected = options.preconditions?.resourceVersion === undefined ? {} : { resourceVersion: revision };
  const preconditions = { ...options.preconditions, ...expected };
  await runDeletion(deletion, { ...options, preconditions }, null);
}

/** Says on the pod why it goes. @returns the pod's version after that. */
async function markDisrupted(request: ResourceRequest, { preconditions }: DeleteOptions): Promise<string> {
  const { core, served } = request;
  const present = core.store.get('/pods', requestKey(request));
  if (present === undefined) throw notFound(groupResourceOf(request), requestName(request));
  checkPreconditions(present.object.metadata, preconditions);
  const pod = draftOf(present.object) as PodDraft; // By the collection's codec.
  const now = renderTime(core.clock.now());
  setPodCondition(
    pod,
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    },
    now,
  );
  const manager = managerOf(request, '');
  trackUpdate({ served, live: present.object, manager, subresource: 'eviction', nowMs: core.clock.now() }, pod);
  const target = { collection: '/pods', key: present.key, expected: present };
  const outcome = await core.store.put(target, (revision) => {
    pod.metadata.resourceVersion = String(revision);
    return sealDraft(pod);
  });
  if (outcome.kind === 'written') return String(outcome.record.revision);
  throw conflict(groupResourceOf(request), requestName(request), 'the pod has been modified');
}

function checkPreconditions(
  { name = '', uid = '', resourceVersion = '' }: ObjectMeta,
  preconditions: DeleteOptions['preconditions'],
): void {
  const resource = { group: '', resource: 'Pod' };
  const wantedUid = preconditions?.uid ?? '';
  const wantedVersion = preconditions?.resourceVersion ?? '';
  if (wantedUid !== '' && wantedUid !== uid) {
    const why = `the UID in the precondition (${wantedUid}) does not match the UID in record (${uid})`;
    throw conflict(resource, name, `${why}. The object might have been deleted and then recreated`);
  }
  if (wantedVersion !== '' && wantedVersion !== resourceVersion) {
    const why = `the ResourceVersion in the precondition (${wantedVersion}) does not match the ResourceVersion in record (${resourceVersion})`;
    throw conflict(resource, name, `${why}. The object might have been modified`);
  }
}
