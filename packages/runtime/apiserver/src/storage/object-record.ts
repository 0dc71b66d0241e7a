import type { KubeObject } from '@gotk/objects';

/** One stored object. Records and their objects are immutable: a write makes a new record. */
export interface ObjectRecord {
  /** `namespace/name`, or `name` for cluster-scoped objects. */
  readonly key: string;
  /** The store's revision at which this state was written; the object's `metadata.resourceVersion`. */
  readonly revision: number;
  readonly object: KubeObject;
}

/** One change of one object, as watchers see it. */
export interface ObjectChange {
  readonly type: 'created' | 'updated' | 'deleted';
  /** The collection's name: `group/resource`. */
  readonly collection: string;
  /** The state after the change; for a deletion the last state, at the revision of the deletion. */
  readonly record: ObjectRecord;
  /** The state before; absent for a creation. */
  readonly previous?: ObjectRecord;
}

/** The key of an object in its collection. */
export function recordKey(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}
