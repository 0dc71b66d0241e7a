import { buildError } from '../errors/build-error.js';
import { gvkEquals } from '../resource/gvk.js';
import type { Resource } from '../resource/resource.js';
import { effectiveNamespace, type ResourceId } from '../resource/resource-id.js';
import { allIds, type ResourceList } from '../resource/resource-list.js';
import { renderVar, type Variable, type VarSet } from './var-set.js';

/**
 * Takes the vars of a layer, and marks the resources that they get their values from: later their names may have changed.
 * @throws LocatedError when a var fits more than one resource, or its name is taken.
 */
export function mergeVars(list: ResourceList, vars: VarSet, incoming: readonly Variable[]): void {
  for (const variable of incoming) {
    const [match, ...more] = list.withAnyName(variable.objectName).filter((resource) => fits(resource, variable));
    if (more.length > 0) throw ambiguous(variable, more.length + 1);
    if (match !== undefined) match.varNames = [...match.varNames, variable.name];
  }
  for (const variable of incoming) vars.add(variable);
}

function fits(resource: Resource, variable: Variable): boolean {
  return allIds(resource).some((id) => idFits(id, variable));
}

/** A var without a namespace fits objects in any. */
function idFits(id: ResourceId, variable: Variable): boolean {
  if (id.name !== variable.objectName || !gvkEquals(id, variable)) return false;
  const { objectNamespace } = variable;
  return objectNamespace === '' || effectiveNamespace(id) === objectNamespace;
}

function ambiguous(variable: Variable, count: number): Error {
  return buildError(
    'kustomize-var',
    `found ${count} resId matches for var ${renderVar(variable)} (unable to disambiguate)`,
    { hint: 'Give the objref of the var a namespace, or make the names of the objects different.' },
  );
}
