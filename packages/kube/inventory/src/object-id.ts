import { type KindRef, type KubeObject, type ObjectKey, parseApiVersion, renderApiVersion } from '@gotk/objects';

/** What names an object in an inventory: its kind without the version. */
export interface ObjectId {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

/** The id of an object or of its key. */
export function objectIdOf({
  apiVersion,
  kind,
  namespace = '',
  name,
}: KindRef & { readonly namespace?: string | undefined; readonly name: string }): ObjectId {
  return { group: parseApiVersion(apiVersion).group, kind, namespace, name };
}

/** The id of an object. */
export function objectIdOfObject({ apiVersion, kind, metadata }: KubeObject): ObjectId {
  return objectIdOf({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name ?? '' });
}

/** `<namespace>_<name>_<group>_<kind>`; colons, which names of RBAC objects may hold, become `__`. */
export function renderObjectId({ namespace, name, group, kind }: ObjectId): string {
  return [namespace, name.replaceAll(':', '__'), group, kind].join('_');
}

/**
 * Reads the text of {@link renderObjectId}.
 *
 * @throws SyntaxError when it has too few parts.
 */
export function parseObjectId(text: string): ObjectId {
  const first = text.indexOf('_');
  const kindAt = text.lastIndexOf('_');
  const groupAt = text.lastIndexOf('_', kindAt - 1);
  if (first === -1 || groupAt <= first - 1 || groupAt === first || kindAt <= groupAt)
    throw new SyntaxError(`unable to parse stored object metadata: ${text}`);
  const name = text.slice(first + 1, groupAt).replaceAll('__', ':');
  return {
    namespace: text.slice(0, first),
    name,
    group: text.slice(groupAt + 1, kindAt),
    kind: text.slice(kindAt + 1),
  };
}

/** The key of the object in a version of its group. */
export function objectKeyOf({ group, kind, namespace, name }: ObjectId, version: string): ObjectKey {
  return { apiVersion: renderApiVersion(group, version), kind, name, ...(namespace === '' ? {} : { namespace }) };
}
