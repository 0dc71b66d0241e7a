import { type Lister, type ReconcileKey, reconcileKeyOf } from '@gotk/controller-runtime';
import { type Dependent, dependenciesOf } from './dependencies-of.js';

const MAX_VISITED = 10_000;

/**
 * The way along `dependsOn` that leads from an object back to itself, as `namespace/name` texts that begin and end with
 * it; `undefined` when there is none.
 */
export function findDependencyCycle(
  start: Dependent,
  objects: Pick<Lister<Dependent>, 'get'>,
): readonly string[] | undefined {
  const goal = nameOf(reconcileKeyOf(start));
  const cameFrom = new Map<string, string>();
  const open: ReconcileKey[] = [];
  const visit = (object: Dependent, from: string): boolean => {
    for (const dependency of dependenciesOf(object)) {
      const name = nameOf(dependency);
      if (cameFrom.has(name)) continue;
      cameFrom.set(name, from);
      if (name === goal) return true;
      open.push(dependency);
    }
    return false;
  };
  if (visit(start, goal)) return pathTo(goal, cameFrom);
  for (let next = open.pop(); next !== undefined && cameFrom.size < MAX_VISITED; next = open.pop()) {
    const object = objects.get(next);
    if (object !== undefined && visit(object, nameOf(next))) return pathTo(goal, cameFrom);
  }
  return undefined;
}

function pathTo(goal: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [goal];
  for (let step = cameFrom.get(goal); step !== undefined && step !== goal; step = cameFrom.get(step))
    path.unshift(step);
  return [goal, ...path];
}

function nameOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}
