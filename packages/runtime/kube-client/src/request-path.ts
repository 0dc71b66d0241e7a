import { parseApiVersion } from '@gotk/objects';
import type { ApiResource } from './client.js';

/** What a path points at within a resource. */
export interface PathTarget {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/**
 * The path of a resource, a namespace's objects, one object or its subresource. A namespace is left out for
 * cluster-scoped resources. One object of a namespaced resource without a namespace has a path that no server knows:
 * the answer is its NotFound, as client-go's callers see it.
 *
 * @throws RangeError for a name that cannot stand in a path.
 */
export function renderRequestPath(resource: ApiResource, { namespace, name, subresource }: PathTarget): string {
  const segments = [groupVersionPath(resource.apiVersion)];
  const hasNamespace = namespace !== undefined && namespace !== '';
  if (resource.namespaced && hasNamespace) segments.push('namespaces', encodeURIComponent(namespace));
  segments.push(resource.plural);
  if (name !== undefined) segments.push(encodeName(name));
  if (subresource !== undefined) segments.push(subresource);
  return segments.join('/');
}

/** `/api/v1` or `/apis/group/version`. */
export function groupVersionPath(apiVersion: string): string {
  const { group, version } = parseApiVersion(apiVersion);
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

function encodeName(name: string): string {
  if (name === '') throw new RangeError('resource name may not be empty');
  if (name === '.' || name === '..') throw new RangeError(`invalid resource name ${JSON.stringify(name)}`);
  return encodeURIComponent(name);
}
