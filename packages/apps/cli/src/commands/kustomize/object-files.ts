import type { BuiltObject } from '@gotk/kustomize';
import { parseApiVersion } from '@gotk/objects';

/** A file for one object. */
export interface ObjectFile {
  readonly name: string;
  readonly yaml: string;
}

/** The files that kustomize writes into a folder: named after kind and name, and the namespace where there are several. */
export function objectFiles(objects: readonly BuiltObject[]): readonly ObjectFile[] {
  const namespaces = new Set(objects.map(namespaceOf).filter((namespace) => namespace !== undefined));
  return objects.map((built) => {
    const namespace = namespaceOf(built);
    const prefix = namespace === undefined || namespaces.size <= 1 ? '' : `${namespace.toLowerCase()}_`;
    return { name: prefix + fileName(built), yaml: built.yaml };
  });
}

/** `undefined` for an object of a kind that has none. */
function namespaceOf({ object, clusterScoped }: BuiltObject): string | undefined {
  return clusterScoped ? undefined : object.metadata?.namespace || 'default';
}

function fileName({ object: { apiVersion, kind, metadata } }: BuiltObject): string {
  const { group, version } = parseApiVersion(apiVersion);
  const type = [group, version, kind].filter((part) => part !== '').join('_');
  return `${type.toLowerCase()}_${(metadata.name ?? '').toLowerCase()}.yaml`;
}
