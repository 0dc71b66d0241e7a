import { invalidField, type KubeObject, renderApiVersion } from '@gotk/objects';
import { type DraftObject, draftOf, sealDraft } from '../../drafts/draft.js';
import { badRequest, failure, internalError, methodNotAllowed, notFound } from '../../errors/api-errors.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { ScalePaths, ServedResource, SubresourceDefinition } from '../../registry/resource-definition.js';
import type { ApiResponse } from '../../request/api-response.js';
import { groupResourceOf, type ResourceRequest, requestKey, requestName } from '../../request/resource-request.js';
import { prepareToShow } from '../../rest/convert-stored.js';
import { isApplication, patching } from '../../rest/patch-object.js';
import { replacement } from '../../rest/replace-object.js';
import { respondObject } from '../../rest/respond-object.js';
import { type Update, updateObject } from '../../rest/update-object.js';
import { reviewOf } from '../../rest/write-review.js';
import { scaleColumns } from '../../table/scale-columns.js';
import { pathSegments, setValueAt } from '../dotted-path.js';
import { subresourceKind } from '../subresource-kind.js';
import { managersAfterScale, managersOfScale, type ReplicasPaths } from './scale-managers.js';
import { type ScaleDraft, scaleOf, wantedReplicas } from './scale-of.js';

/** Stands for "was not set" while a Scale is computed. */
const UNSET = -2147483648;

/** The parts that all verbs need. */
interface Scaling {
  readonly request: ResourceRequest;
  /** The request as one for the Scale. */
  readonly scaleRequest: ResourceRequest;
  readonly paths: ScalePaths;
}

/** Serves `scale`: the replicas of an object as an object of their own. */
export function serveScale(verb: string, request: ResourceRequest, own: SubresourceDefinition): Promise<ApiResponse> {
  const { served } = request;
  const paths = served.version.scale;
  if (paths === undefined) throw methodNotAllowed();
  const scaleRequest = { ...request, served: subresourceKind(served, own, scaleColumns(served.definition.custom)) };
  const scaling = { request, scaleRequest, paths };
  switch (verb) {
    case 'get':
      return getScale(scaling);
    case 'update':
      return changeScale(scaling, replacement(scaleRequest));
    case 'patch':
      return changeScale(scaling, patching(scaleRequest));
    default:
      throw methodNotAllowed();
  }
}

async function getScale({ request, scaleRequest, paths }: Scaling): Promise<ApiResponse> {
  const { core, served } = request;
  await core.store.settled();
  const record = core.store.get(served.definition.collection, requestKey(request));
  if (record === undefined) throw notFound(groupResourceOf(request), requestName(request));
  const object = await toShow(request, record.object);
  if (served.definition.custom && wantedReplicas(object, paths) === undefined) {
    throw internalError(`the spec replicas field ${JSON.stringify(paths.specReplicas)} does not exist`);
  }
  return respondObject(scaleRequest, sealDraft(scaleOf(object, paths)), 200);
}

/** A stored object in the version that was asked for. */
async function toShow(request: ResourceRequest, stored: KubeObject): Promise<KubeObject> {
  await prepareToShow(request, [stored]);
  return request.served.version.codec.fromStorage(stored);
}

async function changeScale(scaling: Scaling, update: Update): Promise<ApiResponse> {
  const { request, scaleRequest, paths } = scaling;
  const { object } = await updateObject(request, {
    ...update,
    createIfAbsent: false,
    shown: (stored) => sealDraft(scaleOf(request.served.version.codec.fromStorage(stored), paths)),
    compute: (present) => scaled(scaling, update, present),
  });
  const shown = await toShow(request, object);
  return respondObject(scaleRequest, sealDraft(scaleOf(shown, paths)), 200);
}

/** The object with the replicas that the written Scale asks for. */
async function scaled(
  { request, paths }: Scaling,
  update: Update,
  present: KubeObject | undefined,
): Promise<DraftObject> {
  if (present === undefined) throw notFound(groupResourceOf(request), requestName(request));
  const { served } = request;
  const object = served.version.codec.fromStorage(present);
  const pathIn = replicasPaths(served);
  const before = scaleOf(object, paths);
  if (served.definition.custom && wantedReplicas(object, paths) === undefined) before.spec.replicas = UNSET;
  const managers = managersOfScale(object.metadata.managedFields, pathIn);
  if (managers !== undefined) before.metadata.managedFields = [...managers];
  if (served.definition.custom && (managers ?? []).length === 0 && isApplication(request)) throw unapplicable();
  const scale = (await update.compute(sealDraft(before))) as ScaleDraft; // The codec made it one.
  const reviewed = {
    operation: 'UPDATE',
    name: requestName(request),
    object: scale,
    oldObject: sealDraft(before),
  } as const;
  await request.core.admission.admit(reviewOf(request, update.options, reviewed));
  checkScale(served, paths, scale);
  const draft = draftOf(object);
  setValueAt(draft, paths.specReplicas, scale.spec.replicas ?? 0);
  if ((scale.metadata.resourceVersion ?? '') !== '')
    draft.metadata.resourceVersion = scale.metadata.resourceVersion ?? '';
  const { apiVersion } = served;
  const after = managersAfterScale(object.metadata.managedFields, scale.metadata.managedFields, { pathIn, apiVersion });
  if (after === undefined) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = [...after];
  return served.version.codec.toStorage(draft);
}

/** Where nobody owns anything yet, the real server takes an empty Scale for a custom resource, and refuses to apply. */
function unapplicable(): Error {
  const step =
    'failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale)';
  return failure(
    500,
    '',
    `${step} to proper version: request to convert CR to an invalid group/version: autoscaling/v1`,
  );
}

function checkScale({ definition }: ServedResource, paths: ScalePaths, { metadata, spec }: ScaleDraft): void {
  const { replicas = 0 } = spec;
  if (replicas === UNSET)
    throw badRequest(`the spec replicas field ${JSON.stringify(paths.specReplicas)} cannot be empty`);
  if (definition.custom || replicas >= 0) return;
  throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, metadata.name ?? '', [
    invalidField('spec.replicas', replicas, 'must be greater than or equal to 0'),
  ]);
}

function replicasPaths({ definition }: ServedResource): ReplicasPaths {
  return (apiVersion) => {
    const version = definition.versions.find((item) => renderApiVersion(definition.group, item.version) === apiVersion);
    return version?.scale === undefined ? undefined : pathSegments(version.scale.specReplicas);
  };
}
