import type { KubeObject } from './kube-object.js';

/** A kind in a version of its group, as objects write it. */
export interface KindRef {
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** What names one object. Cluster-scoped objects have no namespace. */
export interface ObjectKey extends KindRef {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The key of `object`. */
export function keyOf({ apiVersion, kind, metadata }: KubeObject): ObjectKey {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name ?? '' };
}

/** `group` (empty for the core group) and `version` of an apiVersion. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  if (slash === -1) return { group: '', version: apiVersion };
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The apiVersion of a group (empty for core) and version. */
export function renderApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `Kind/namespace/name`, or `Kind/name` for cluster-scoped objects: how Flux's messages name objects. */
export function renderObjectName({ kind, namespace, name }: Omit<ObjectKey, 'apiVersion'>): string {
  return namespace === undefined || namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
