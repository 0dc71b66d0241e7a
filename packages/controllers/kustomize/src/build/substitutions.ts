import type { KubeObject } from '@gotk/objects';

/** An object with its variables replaced. */
export interface Substituted {
  readonly object: KubeObject;
  readonly yaml: string;
}

interface Kept extends Substituted {
  readonly key: string;
}

/** Remembers what became of objects that later builds have again: an unchanged object is the same one, if builds share a cache. */
export class Substitutions {
  readonly #kept = new WeakMap<KubeObject, Kept>();
  /** There are few sets of variables at a time, and each is asked for again and again. */
  readonly #keys = new WeakMap<ReadonlyMap<string, string>, string>();

  find(object: KubeObject, variables: ReadonlyMap<string, string>, strict: boolean): Substituted | undefined {
    const kept = this.#kept.get(object);
    return kept?.key === this.#keyOf(variables, strict) ? kept : undefined;
  }

  keep(object: KubeObject, variables: ReadonlyMap<string, string>, strict: boolean, result: Substituted): void {
    this.#kept.set(object, { ...result, key: this.#keyOf(variables, strict) });
  }

  #keyOf(variables: ReadonlyMap<string, string>, strict: boolean): string {
    const known = this.#keys.get(variables) ?? JSON.stringify([...variables].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#keys.set(variables, known);
    return `${strict} ${known}`;
  }
}
