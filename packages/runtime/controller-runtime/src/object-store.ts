import type { KubeObject } from '@gotk/objects';
import type { Lister } from './informer.js';

type ValuesOf = (object: KubeObject) => readonly string[];

interface Index {
  readonly valuesOf: ValuesOf;
  /** Value → keys of the objects filed under it. */
  readonly keys: Map<string, Set<string>>;
}

/** The objects of one informer by key, with its indexes. */
export class ObjectStore implements Lister {
  readonly #objects = new Map<string, KubeObject>();
  readonly #indexes = new Map<string, Index>();

  /** Takes an object in. @returns the one it replaces. */
  set(object: KubeObject): KubeObject | undefined {
    const key = storeKey(object.metadata);
    const old = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const index of this.#indexes.values()) {
      if (old !== undefined) unfile(index, key, old);
      file(index, key, object);
    }
    return old;
  }

  /** Drops an object. @returns the one that was there. */
  delete(object: KubeObject): KubeObject | undefined {
    const key = storeKey(object.metadata);
    const old = this.#objects.get(key);
    this.#objects.delete(key);
    if (old !== undefined) for (const index of this.#indexes.values()) unfile(index, key, old);
    return old;
  }

  get<T extends KubeObject>(key: { readonly namespace?: string | undefined; readonly name: string }): T | undefined {
    // An informer's objects are of the kind it was asked for.
    return this.#objects.get(storeKey(key)) as T | undefined;
  }

  list<T extends KubeObject>(): readonly T[] {
    return [...this.#objects.values()] as unknown as readonly T[];
  }

  /** @throws when there is no such index. */
  byIndex<T extends KubeObject>(name: string, value: string): readonly T[] {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`no index ${JSON.stringify(name)}`);
    const keys = index.keys.get(value) ?? [];
    return [...keys].flatMap((key) => this.#objects.get(key) ?? []) as unknown as readonly T[];
  }

  /** Files all objects under further values. A name that is taken stays as it is. */
  addIndex(name: string, valuesOf: ValuesOf): void {
    if (this.#indexes.has(name)) return;
    const index: Index = { valuesOf, keys: new Map() };
    this.#indexes.set(name, index);
    for (const [key, object] of this.#objects) file(index, key, object);
  }
}

/** `namespace/name`. */
export function storeKey({
  namespace = '',
  name = '',
}: {
  readonly namespace?: string | undefined;
  readonly name?: string;
}): string {
  return `${namespace}/${name}`;
}

/** An object that cannot be read is filed nowhere; who it is about still gets to see it, and says what is wrong. */
function valuesOrNone(valuesOf: ValuesOf, object: KubeObject): readonly string[] {
  try {
    return valuesOf(object);
  } catch {
    return [];
  }
}

function file({ valuesOf, keys }: Index, key: string, object: KubeObject): void {
  for (const value of valuesOrNone(valuesOf, object)) {
    const filed = keys.get(value);
    if (filed === undefined) keys.set(value, new Set([key]));
    else filed.add(key);
  }
}

function unfile({ valuesOf, keys }: Index, key: string, object: KubeObject): void {
  for (const value of valuesOrNone(valuesOf, object)) {
    const filed = keys.get(value);
    filed?.delete(key);
    if (filed?.size === 0) keys.delete(value);
  }
}
