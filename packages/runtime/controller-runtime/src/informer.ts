import type { KindRef, KubeObject, ObjectKey } from '@gotk/objects';
import type { ObjectChange } from './controller.js';

/** What one watch covers. Two equal targets share one watch and one cache. */
export interface WatchTarget {
  readonly kind: KindRef;
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** `metadata` watches PartialObjectMetadata only. Default `object`. */
  readonly as?: 'object' | 'metadata';
}

/** Reads the objects an informer has seen. They are shared: never change one. */
export interface Lister<T extends KubeObject = KubeObject> {
  get(key: { readonly namespace?: string | undefined; readonly name: string }): T | undefined;
  list(): readonly T[];
  /** The objects that an index files under `value`. @throws when there is no such index. */
  byIndex(index: string, value: string): readonly T[];
}

/** A running list-and-watch with its cache. */
export interface Informer<T extends KubeObject = KubeObject> {
  readonly target: WatchTarget;
  readonly lister: Lister<T>;
  /** Whether the first list is in the cache. */
  readonly hasSynced: boolean;
  /** Resolves when the first list is in the cache. */
  whenSynced(signal?: AbortSignal): Promise<void>;
  /** Calls `listener` for each present object (as an addition) and for every later change, until the returned function is called. */
  onChange(listener: (change: ObjectChange<T>) => void): () => void;
}

/** One watch per target, shared by everybody in the process. */
export interface Informers {
  /** The informer of a target, started when it is asked for the first time. */
  get<T extends KubeObject = KubeObject>(target: WatchTarget): Informer<T>;
  /** Indexes further values of a target's objects; a name is taken once. */
  addIndex(target: WatchTarget, name: string, valuesOf: (object: KubeObject) => readonly string[]): void;
}

/** Reads single objects, from a synced informer over the whole kind where one is running, else from the API. */
export interface ObjectCache {
  find<T extends KubeObject = KubeObject>(key: ObjectKey, signal?: AbortSignal): Promise<T | undefined>;
}
