import { type ReconcileKey, reconcileKeyOf } from '@gotk/controller-runtime';
import { type Dependent, dependenciesOf } from './dependencies-of.js';

/** The keys of the objects, dependencies before their dependents; members of a cycle come in their given order. */
export function sortByDependencies(objects: readonly Dependent[]): readonly ReconcileKey[] {
  const byName = new Map(objects.map((object) => [nameOf(reconcileKeyOf(object)), object]));
  const sorted: ReconcileKey[] = [];
  const entered = new Set<string>();
  // An explicit stack: chains may be longer than the call stack is deep.
  for (const root of objects) {
    const stack = [{ object: root, expanded: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const key = reconcileKeyOf(top.object);
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

function nameOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}
