import { notSupportedField, renderFieldError, requiredField } from '@gotk/objects';
import type { PodDraft } from '../../builtin/core/pod-draft.js';
import { renderTime } from '../../core/kube-time.js';
import { type DraftObject, draftOf, sealDraft } from '../../drafts/draft.js';
import { badRequest, conflict, failure, notFound } from '../../errors/api-errors.js';
import { trackUpdate } from '../../managed-fields/field-tracker.js';
import type { AnswerContext } from '../../registry/kind-answer.js';
import type { SubresourceDefinition } from '../../registry/resource-definition.js';
import { type ApiResponse, jsonResponse } from '../../request/api-response.js';
import { decodeRequestObject } from '../../request/decode-object.js';
import { type ResourceRequest, requestName } from '../../request/resource-request.js';
import { parseWriteOptions } from '../../request/write-options.js';
import { matchNamespace } from '../../rest/object-metadata.js';
import { managerOf } from '../../rest/user-agent-manager.js';
import { reviewOf } from '../../rest/write-review.js';
import { recordKey } from '../../storage/object-record.js';
import { subresourceKind } from '../subresource-kind.js';
import { setPodCondition } from './set-pod-condition.js';

/** A Binding: a pod and the node it is to run on. */
export interface BindingDraft extends DraftObject {
  target: { kind?: string; name?: string };
}

const SUCCESS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

/** `POST` to `pods/NAME/binding`: gives a pod to a node. */
export async function bindPod(
  verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
): Promise<ApiResponse> {
  void verb;
  const bindingRequest = { ...request, served: subresourceKind(request.served, own) };
  const options = parseWriteOptions(request.http.query, 'CreateOptions');
  const binding = decodeRequestObject(bindingRequest, options.fieldValidation) as BindingDraft; // By its codec.
  if (binding.metadata.name !== requestName(request))
    throw badRequest('name in URL does not match name in Binding object');
  const { core: server, served, subresource } = bindingRequest;
  matchNamespace(request, binding.metadata);
  const manager = managerOf(request, options.fieldManager);
  trackUpdate({ served, live: undefined, manager, subresource, nowMs: server.clock.now() }, binding);
  const review = reviewOf(request, options, { operation: 'CREATE', name: requestName(request), object: binding });
  await request.core.admission.admit(review);
  await request.core.admission.validate(review);
  const { core, namespace } = request;
  await assignNode({ core, namespace, dryRun: options.dryRun }, binding);
  return jsonResponse(201, SUCCESS);
}

/** `POST` to `bindings`: the same, with the pod's name in the body alone. */
export async function answerBinding(binding: BindingDraft, context: AnswerContext): Promise<DraftObject> {
  await assignNode(context, binding);
  return { ...SUCCESS };
}

type Assignment = Pick<AnswerContext, 'core' | 'namespace' | 'dryRun'>;

async function assignNode({ core, namespace, dryRun }: Assignment, binding: BindingDraft): Promise<void> {
  checkTarget(binding);
  const { name = '' } = binding.metadata;
  for (;;) {
    const key = recordKey(namespace, name);
    const present = core.store.get('/pods', key);
    if (present === undefined) throw notFound({ group: '', resource: 'pods' }, name);
    const pod = draftOf(present.object) as PodDraft; // By the collection's codec.
    checkPreconditions(binding, pod, key);
    refuseUnbindable(pod);
    place(pod, binding, renderTime(core.clock.now()));
    if (dryRun) return;
    const outcome = await core.store.put({ collection: '/pods', key, expected: present }, (revision) => {
      pod.metadata.resourceVersion = String(revision);
      return sealDraft(pod);
    });
    if (outcome.kind === 'written') return;
  }
}

function checkTarget({ target }: BindingDraft): void {
  const { kind = '', name = '' } = target;
  const errors = [
    ...(kind === '' || kind === 'Node' ? [] : [notSupportedField('target.kind', kind, ['Node', '<empty>'])]),
    ...(name === '' ? [requiredField('target.name', '')] : []),
  ];
  const texts = errors.map(renderFieldError);
  if (texts.length > 0) throw failure(500, '', texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
}

function checkPreconditions({ metadata }: BindingDraft, pod: PodDraft, key: string): void {
  const refuse = (what: string, expected: string, actual: string): never => {
    const problem = `Precondition failed: ${what} in precondition: ${expected}, ${what} in object meta: ${actual}`;
    const why = `StorageError: invalid object, Code: 4, Key: /registry/pods/${key}, ResourceVersion: 0, AdditionalErrorMsg: ${problem}`;
    throw conflict({ group: '', resource: 'pods' }, pod.metadata.name ?? '', why);
  };
  const { uid = '', resourceVersion = '' } = metadata;
  if (uid !== '' && uid !== pod.metadata.uid) refuse('UID', uid, pod.metadata.uid ?? '');
  if (resourceVersion !== '' && resourceVersion !== pod.metadata.resourceVersion)
    refuse('ResourceVersion', resourceVersion, pod.metadata.resourceVersion ?? '');
}

function refuseUnbindable({ metadata, spec }: PodDraft): void {
  const { name = '' } = metadata;
  const refuse = (why: string): never => {
    throw conflict({ group: '', resource: 'pods/binding' }, name, why);
  };
  const { nodeName = '', schedulingGates = [] } = spec;
  if (metadata.deletionTimestamp !== undefined) refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (nodeName !== '') refuse(`pod ${name} is already assigned to node ${JSON.stringify(nodeName)}`);
  if (schedulingGates.length > 0) refuse(`pod ${name} has non-empty .spec.schedulingGates`);
}

function place(pod: PodDraft, { metadata, target }: BindingDraft, now: string): void {
  pod.spec.nodeName = target.name ?? '';
  if (metadata.annotations !== undefined)
    pod.metadata.annotations = { ...pod.metadata.annotations, ...metadata.annotations };
  if (metadata.labels !== undefined) pod.metadata.labels = { ...pod.metadata.labels, ...metadata.labels };
  setPodCondition(pod, { type: 'PodScheduled', status: 'True' }, now);
}
