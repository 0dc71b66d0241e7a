import type { Identity } from '@gotk/kube-client';
import { checkPathSegmentName, exactFieldValue, parseFieldSelector } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import type { ApiRequest } from '../request/api-request.js';
import type { RequestInfo } from '../request/request-info.js';
import { type AccessAttributes, pathAccess, resourceAccess } from './authorizer.js';
import { forbiddenAccess } from './forbidden-access.js';
import { impersonate } from './impersonate.js';

/** Anybody may ask whether the server lives. */
const OPEN_PATHS = ['/healthz', '/livez', '/readyz'];

/** The request under the identity that it acts for. @throws ApiError when that may not do what it asks. */
export function authorizeRequest({ access }: ApiCore, request: ApiRequest, info: RequestInfo): ApiRequest {
  const { user: requester, impersonate: wanted } = request;
  const user =
    wanted === undefined
      ? requester
      : impersonate({
          authorizer: access.authorizer,
          lastWays: access.lastWays,
          requester,
          wanted,
          request: attributesOf(request, requester, info),
        });
  const attributes = attributesOf(request, user, info);
  if (!info.isResource && OPEN_PATHS.includes(request.path)) return { ...request, user };
  const decision = access.authorizer.authorize(attributes);
  request.trail?.decided(user, decision);
  const { allowed, reason } = decision;
  if (!allowed) throw forbiddenAccess(attributes, reason);
  return user === requester ? request : { ...request, user };
}

function attributesOf(request: ApiRequest, user: Identity, info: RequestInfo): AccessAttributes {
  if (!info.isResource) return pathAccess(user, info.verb, request.path);
  const { verb, group, version, resource, subresource, namespace, name } = info;
  return resourceAccess(user, verb, {
    group,
    version,
    resource,
    subresource,
    namespace,
    name: name === '' ? selectedName(request) : name,
  });
}

/** A list of one name by field selector asks for that object. */
function selectedName({ query, method }: ApiRequest): string {
  const selector = query.get('fieldSelector');
  if (selector === undefined || selector === '' || (method !== 'GET' && method !== 'DELETE')) return '';
  try {
    const name = exactFieldValue(parseFieldSelector(selector), 'metadata.name') ?? '';
    return checkPathSegmentName(name).length === 0 ? name : '';
  } catch {
    return ''; // The list itself refuses the selector.
  }
}
