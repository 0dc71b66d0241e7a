import type { ReconcileKey } from '@gotk/controller-runtime';

/** Remembers who waits for whom, so that a dependency that becomes ready wakes its dependents at once. */
export class WaitingDependents {
  readonly #dependents = new Map<string, Map<string, ReconcileKey>>();
  readonly #dependencies = new Map<string, readonly string[]>();

  /** Notes that `dependent` waits; before its dependencies are looked at, so that no change of theirs is missed. */
  wait(dependent: ReconcileKey, dependencies: readonly ReconcileKey[]): void {
    this.done(dependent);
    const id = idOf(dependent);
    this.#dependencies.set(id, dependencies.map(idOf));
    for (const dependency of dependencies.map(idOf)) {
      const waiting = this.#dependents.get(dependency) ?? new Map<string, ReconcileKey>();
      waiting.set(id, dependent);
      this.#dependents.set(dependency, waiting);
    }
  }

  /** Notes that `dependent` waits no more. */
  done(dependent: ReconcileKey): void {
    const id = idOf(dependent);
    for (const dependency of this.#dependencies.get(id) ?? []) {
      const waiting = this.#dependents.get(dependency);
      waiting?.delete(id);
      if (waiting?.size === 0) this.#dependents.delete(dependency);
    }
    this.#dependencies.delete(id);
  }

  /** Who waits for `dependency`. */
  of(dependency: ReconcileKey): readonly ReconcileKey[] {
    return [...(this.#dependents.get(idOf(dependency))?.values() ?? [])];
  }
}

function idOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}
