import type { ReconcileKey } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { dependenciesOf } from './dependencies-of.js';

/** The keys of the objects, dependencies before their dependents; members of a cycle come in their given order. */
export function sortByDependencies(objects: readonly Kustomization[]): readonly ReconcileKey[] {
  const byName = new Map(objects.map((object) => [nameOf(keyOf(object)), object]));
  const sorted: ReconcileKey[] = [];
  const entered = new Set<string>();
  // An explicit stack: chains may be longer than the call stack is deep.
  for (const root of objects) {
    const stack = [{ object: root, expanded: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const key = keyOf(top.object);
      if (top.expanded) {
        sorted.push(key);
        continue;
      }
      if (entered.has(nameOf(key))) continue;
      entered.add(nameOf(key));
      stack.push({ object: top.object, expanded: true });
      for (const dependency of dependenciesOf(top.object).toReversed()) {
        const object = byName.get(nameOf(dependency));
        if (object !== undefined) stack.push({ object, expanded: false });
      }
    }
  }
  return sorted;
}

function keyOf({ metadata }: Kustomization): ReconcileKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}

function nameOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}
