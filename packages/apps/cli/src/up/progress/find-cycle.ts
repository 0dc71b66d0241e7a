import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';
import { nodeId } from './progress-node.js';

/** A chain of dependencies that leads back to its beginning: the first object stands at the end again. */
export type DependencyCycle = readonly KubeObject[];

/** The first cycle in `spec.dependsOn` of these objects, or `undefined`. */
export function findDependencyCycle(objects: readonly KubeObject[]): DependencyCycle | undefined {
  const byId = new Map(objects.map((object) => [idOf(object), object]));
  const done = new Set<string>();
  for (const object of objects) {
    const cycle = visit(object, [], { byId, done });
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

interface Search {
  readonly byId: ReadonlyMap<string, KubeObject>;
  /** Objects that lead to no cycle. */
  readonly done: Set<string>;
}

function visit(object: KubeObject, trail: readonly KubeObject[], search: Search): DependencyCycle | undefined {
  const start = trail.indexOf(object);
  if (start !== -1) return [...trail.slice(start), object];
  if (search.done.has(idOf(object))) return undefined;
  for (const id of dependencyIds(object)) {
    const dependency = search.byId.get(id);
    const cycle = dependency === undefined ? undefined : visit(dependency, [...trail, object], search);
    if (cycle !== undefined) return cycle;
  }
  search.done.add(idOf(object));
  return undefined;
}

function dependencyIds(object: KubeObject): readonly string[] {
  const dependsOn = fieldOf(object, 'spec', 'dependsOn');
  return (Array.isArray(dependsOn) ? dependsOn : []).map((entry) =>
    nodeId({
      kind: object.kind,
      namespace: textAt(entry, 'namespace') || (object.metadata.namespace ?? ''),
      name: textAt(entry, 'name'),
    }),
  );
}

function idOf({ kind, metadata }: KubeObject): string {
  return nodeId({ kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
}
