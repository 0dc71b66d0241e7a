import { type FieldError, invalidField, type KubeObject } from '@gotk/objects';
import { API_AUDIENCE } from '../auth/authentication.js';
import { issueToken, type TokenBinding } from '../auth/service-accounts/issue-token.js';
import { renderTime } from '../core/kube-time.js';
import type { DraftObject } from '../drafts/draft.js';
import { conflict, notFound } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import type { SubresourceDefinition } from '../registry/resource-definition.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import { decodeRequestObject } from '../request/decode-object.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../request/resource-request.js';
import { parseWriteOptions } from '../request/write-options.js';
import { matchNamespace } from '../rest/object-metadata.js';
import { managerOf } from '../rest/user-agent-manager.js';
import { reviewOf } from '../rest/write-review.js';
import { subresourceKind } from './subresource-kind.js';
import { findBoundObject } from './token-binding.js';

/** A TokenRequest under way. */
export interface TokenRequestDraft extends DraftObject {
  spec: {
    audiences?: string[] | null;
    expirationSeconds?: number;
    boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string } | null;
  };
  status: { token: string; expirationTimestamp: string | null };
}

const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;
const GROUP_KIND = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

/** `POST` to `serviceaccounts/NAME/token`: a token for the service account. */
export async function createToken(
  verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
): Promise<ApiResponse> {
  void verb;
  const { core, served } = request;
  const tokenRequest = { ...request, served: subresourceKind(served, own) };
  const options = parseWriteOptions(request.http.query, 'CreateOptions');
  const draft = decodeRequestObject(tokenRequest, options.fieldValidation) as TokenRequestDraft; // By its codec.
  matchNamespace(request, draft.metadata);
  const manager = managerOf(request, options.fieldManager);
  trackUpdate(
    { served: tokenRequest.served, live: undefined, manager, subresource: 'token', nowMs: core.clock.now() },
    draft,
  );
  const review = reviewOf(request, options, { operation: 'CREATE', name: requestName(request), object: draft });
  await core.admission.admit(review);
  matchAccount(request, draft);
  const account = core.store.get(served.definition.collection, requestKey(request))?.object;
  if (account === undefined) throw notFound(groupResourceOf(request), requestName(request));
  const answered = answer(request, draft, account);
  await core.admission.validate({ ...review, object: { ...draft, metadata: answered.metadata } });
  return jsonResponse(201, answered);
}

/** A name and namespace in the body must be those of the path. */
function matchAccount(request: ResourceRequest, { metadata }: DraftObject): void {
  const wanted = { name: requestName(request), namespace: request.namespace ?? '' };
  const errors: FieldError[] = [];
  for (const field of ['name', 'namespace'] as const) {
    const given = metadata[field] ?? '';
    if (given === '' || given === wanted[field]) continue;
    errors.push(invalidField(`metadata.${field}`, given, `must match the service account ${field} if specified`));
  }
  const [first] = errors;
  if (first !== undefined) throw invalidObject(GROUP_KIND, wanted.name, [first]);
}

function answer(request: ResourceRequest, draft: TokenRequestDraft, account: KubeObject): TokenRequestDraft {
  const { core } = request;
  const { name = '', namespace = '', uid = '' } = account.metadata;
  refuseForeignUid(draft, account);
  const nowMs = core.clock.now();
  const audiences = (draft.spec.audiences ?? []).length === 0 ? [API_AUDIENCE] : (draft.spec.audiences ?? []);
  const seconds = draft.spec.expirationSeconds ?? 0;
  checkSeconds(seconds);
  const binding: TokenBinding = findBoundObject(request, draft.spec.boundObjectRef ?? undefined);
  const id = core.ids.uuid();
  const token = issueToken(core, { account: { name, namespace, uid }, audiences, seconds, binding, id });
  request.http.trail?.annotate('authentication.kubernetes.io/issued-credential-id', `JTI=${id}`);
  return {
    ...draft,
    metadata: { ...draft.metadata, name, namespace, uid, creationTimestamp: renderTime(nowMs) },
    spec: { ...draft.spec, audiences },
    status: { token, expirationTimestamp: renderTime(nowMs + seconds * 1000) },
  };
}

function refuseForeignUid({ metadata }: DraftObject, account: KubeObject): void {
  const given = metadata.uid ?? '';
  const { name = '', uid = '' } = account.metadata;
  if (given === '' || given === uid) return;
  const why = `the UID in the token request (${given}) does not match the UID of the service account (${uid})`;
  throw conflict({ group: GROUP_KIND.group, resource: GROUP_KIND.kind }, name, why);
}

function checkSeconds(seconds: number): void {
  const refuse = (detail: string): never => {
    throw invalidObject(GROUP_KIND, '', [invalidField('spec.expirationSeconds', seconds, detail)]);
  };
  if (seconds < MIN_SECONDS) refuse('may not specify a duration less than 10 minutes');
  if (seconds > MAX_SECONDS) refuse('may not specify a duration larger than 2^32 seconds');
}
