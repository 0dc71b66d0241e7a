import type { ResourceRequest } from '../request/resource-request.js';
import { resourceAccess } from './authorizer.js';
import { forbiddenAccess } from './forbidden-access.js';

/** @throws ApiError when the user of a request may not use a further verb on what it is about. */
export function requireAccess(request: ResourceRequest, verb: string): void {
  const { core, http, served, namespace = '', name = '', subresource = '' } = request;
  const { group, resource } = served.definition;
  const fields = { group, version: served.version.version, resource, subresource, namespace, name };
  const access = resourceAccess(http.user, verb, fields);
  const { allowed, reason } = core.access.authorizer.authorize(access);
  if (!allowed) throw forbiddenAccess(access, reason);
}
