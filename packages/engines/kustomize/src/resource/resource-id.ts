import { type Gvk, renderGvk } from './gvk.js';

/** What names a resource in a build: kind, name and the namespace as written. */
export interface ResourceId extends Gvk {
  readonly name: string;
  /** As written; empty and `default` are the same namespace. */
  readonly namespace: string;
  /** Whether the schema says that the kind has no namespaces. */
  readonly clusterScoped: boolean;
}

const NOT_A_NAMESPACE = '_non_namespaceable_';

/** The namespace that counts when ids are compared. */
export function effectiveNamespace({ clusterScoped, namespace }: ResourceId): string {
  if (clusterScoped) return NOT_A_NAMESPACE;
  return namespace === '' ? 'default' : namespace;
}

/** A text that is the same for ids that name the same resource. */
export function idKey(id: ResourceId): string {
  return `${id.kind}\0${id.name}\0${effectiveNamespace(id)}\0${id.group}\0${id.version}`;
}

/** A text that is the same for ids that are the same in every field. */
export function exactIdKey(id: ResourceId): string {
  return `${id.kind}\0${id.name}\0${id.namespace}\0${id.group}\0${id.version}\0${id.clusterScoped}`;
}

/** `Deployment.v1.apps/name.namespace`, as messages name a resource. */
export function renderId(id: Omit<ResourceId, 'clusterScoped'>): string {
  return `${renderGvk(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}
