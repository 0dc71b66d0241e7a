import { BUILTIN_CLUSTER_KINDS, BUILTIN_NAMESPACED_KINDS } from './builtin-schema.generated.js';

/** Whether the built-in kinds are without namespaces, by apiVersion and kind. */
const scopes = new Map<string, Map<string, boolean>>();
addScopes(BUILTIN_CLUSTER_KINDS, true);
addScopes(BUILTIN_NAMESPACED_KINDS, false);

function addScopes(names: readonly string[], clusterScoped: boolean): void {
  for (const name of names) {
    const slash = name.lastIndexOf('/');
    const apiVersion = name.slice(0, slash);
    const kinds = scopes.get(apiVersion) ?? new Map<string, boolean>();
    scopes.set(apiVersion, kinds.set(name.slice(slash + 1), clusterScoped));
  }
}

/** Whether a built-in kind is without namespaces; `undefined` for a kind that is not built in. */
export function builtinScope(apiVersion: string, kind: string): boolean | undefined {
  return scopes.get(apiVersion)?.get(kind);
}
