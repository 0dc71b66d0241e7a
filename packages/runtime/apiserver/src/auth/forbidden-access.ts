import type { ApiError } from '@gotk/kube-client';
import { failure, forbidden } from '../errors/api-errors.js';
import type { AccessAttributes } from './authorizer.js';

/** The answer to somebody who may not do what they want to. */
export function forbiddenAccess(access: AccessAttributes, reason: string): ApiError {
  const message = escapeMarkup(describe(access));
  const why = reason === '' ? message : `${message}: ${reason}`;
  if (!access.isResource) return failure(403, 'Forbidden', `forbidden: ${why}`, {});
  return forbidden({ group: access.group, resource: access.resource }, access.name, why);
}

function describe({ user: { user }, verb, isResource, path, ...access }: AccessAttributes): string {
  const who = `User ${JSON.stringify(user)} cannot ${verb}`;
  if (!isResource) return `${who} path ${JSON.stringify(path)}`;
  const { group, resource, subresource, namespace } = access;
  const what = JSON.stringify(subresource === '' ? resource : `${resource}/${subresource}`);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}

/** Browsers must not take an error for a page. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
