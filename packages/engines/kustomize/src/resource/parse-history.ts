import type { ResourceId } from './resource-id.js';

/** What a build has noted of the ids that an object had before, between commas, and what of its id never changes. */
export interface IdHistory {
  readonly group: string;
  readonly version: string;
  readonly names: string | undefined;
  readonly namespaces: string | undefined;
  readonly kinds: string | undefined;
}

/**
 * The ids that an object has had, oldest first.
 * @throws when the object came with annotations of a build that contradict one another.
 */
export function parseHistory({ group, version, ...notes }: IdHistory): readonly ResourceId[] {
  if (notes.names === undefined) return [];
  const names = notes.names.split(',');
  const namespaces = (notes.namespaces ?? '').split(',');
  const kinds = (notes.kinds ?? '').split(',');
  if (names.length !== namespaces.length || names.length !== kinds.length) {
    throw new Error('number of previous names, number of previous namespaces, number of previous kinds not equal');
  }
  return names.map((name, index) => ({
    group,
    version,
    kind: kinds[index] ?? '',
    name,
    namespace: namespaces[index] ?? '',
    clusterScoped: false,
  }));
}
