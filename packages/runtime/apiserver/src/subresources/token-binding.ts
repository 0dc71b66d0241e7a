import { type KubeObject, parseApiVersion } from '@gotk/objects';
import type { TokenBinding } from '../auth/service-accounts/issue-token.js';
import { badRequest, conflict, notFound } from '../errors/api-errors.js';
import { type ResourceRequest, requestName } from '../request/resource-request.js';
import { recordKey } from '../storage/object-record.js';

/** A reference to the object whose life limits a token's. */
export interface BoundObjectRef {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** The objects that a token is to be bound to. @throws ApiError when they are not there or of the wrong kind. */
export function findBoundObject(request: ResourceRequest, ref: BoundObjectRef | undefined): TokenBinding {
  if (ref === undefined) return {};
  const { kind = '', apiVersion = '', name = '', uid = '' } = ref;
  const { group, version } = parseApiVersion(apiVersion);
  const { namespace = '' } = request;
  const isCore = group === '';
  if (!isCore || !['Pod', 'Secret', 'Node'].includes(kind))
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const resource = `${kind.toLowerCase()}s`;
  const key = kind === 'Node' ? name : recordKey(namespace, name);
  const object = request.core.store.get(`/${resource}`, key)?.object;
  if (object === undefined) throw notFound({ group: '', resource }, name);
  if (uid !== '' && uid !== object.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: kind }, name, why);
  }
  return bindingTo(request, kind, object);
}

function bindingTo(request: ResourceRequest, kind: string, object: KubeObject): TokenBinding {
  const { name = '', uid = '' } = object.metadata;
  const ref = { name, uid };
  if (kind === 'Secret') return { secret: ref };
  if (kind === 'Node') return { node: ref };
  const spec = object['spec'] as { readonly serviceAccountName?: string; readonly nodeName?: string };
  const account = requestName(request);
  if (spec.serviceAccountName !== account) {
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
    );
  }
  const { nodeName = '' } = spec;
  if (nodeName === '') return { pod: ref };
  const nodeUid = request.core.store.get('/nodes', nodeName)?.object.metadata.uid;
  return { pod: ref, node: { name: nodeName, ...(nodeUid === undefined ? {} : { uid: nodeUid }) } };
}
