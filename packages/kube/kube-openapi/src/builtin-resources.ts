import { RESOURCES } from './generated/resources.generated.js';

/** A resource that Kubernetes 1.36 serves by default, as discovery lists it. */
export interface BuiltinResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly BuiltinSubresource[];
}

/** A subresource and the kind it speaks, which need not be of the resource's group. */
export interface BuiltinSubresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

let resources: readonly BuiltinResource[] | undefined;

/** Every built-in resource in every served version, in the order of discovery: preferred versions first within a group. */
export function builtinResources(): readonly BuiltinResource[] {
  resources ??= JSON.parse(RESOURCES) as readonly BuiltinResource[];
  return resources;
}
