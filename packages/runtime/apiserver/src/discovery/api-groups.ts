import { createHash } from 'node:crypto';
import { renderApiVersion } from '@gotk/objects';
import type { ResourceDefinition, SubresourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { compareVersions } from './compare-versions.js';

/** A group with its versions, the preferred one first. */
export interface ApiGroup {
  readonly name: string;
  readonly versions: readonly string[];
}

/** A resource in one version of its group. */
export interface GroupResourceVersion {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
}

/** All groups but the core one: the built-in ones in their order, then those of custom resources by name. */
export function apiGroups(registry: ResourceRegistry): readonly ApiGroup[] {
  const definitions = registry.definitions().filter(({ group }) => group !== '');
  const namesOf = (custom: boolean): readonly string[] => [
    ...new Set(definitions.filter((definition) => definition.custom === custom).map(({ group }) => group)),
  ];
  const builtin = namesOf(false);
  const custom = namesOf(true).filter((name) => !builtin.includes(name));
  return [...builtin, ...custom.toSorted()]
    .map((name) => apiGroup(registry, name))
    .filter(({ versions }) => versions.length > 0);
}

/** One group; without versions when nobody serves it. */
export function apiGroup(registry: ResourceRegistry, name: string): ApiGroup {
  const own = registry.definitions().filter(({ group }) => group === name);
  const versions = new Set(
    own.flatMap((definition) => definition.versions.filter(({ served }) => served).map(({ version }) => version)),
  );
  const inOrder = own.every(({ custom }) => custom) ? [...versions].sort(compareVersions) : [...versions];
  return { name, versions: inOrder };
}

/** The resources that a version of a group serves, by name. */
export function resourcesIn(
  registry: ResourceRegistry,
  group: string,
  version: string,
): readonly GroupResourceVersion[] {
  return registry
    .definitions()
    .filter((definition) => definition.group === group)
    .sort((a, b) => (a.resource < b.resource ? -1 : 1))
    .flatMap((definition) => {
      const own = definition.versions.find((item) => item.version === version && item.served);
      return own === undefined ? [] : [{ definition, version: own }];
    });
}

/** The group and version of a subresource's kind, where they are not the resource's own. */
export function foreignKind(
  { definition, version }: GroupResourceVersion,
  subresource: SubresourceDefinition,
): { readonly group: string; readonly version: string } | undefined {
  const own = subresource.group === definition.group && subresource.version === version.version;
  return own ? undefined : { group: subresource.group, version: subresource.version };
}

const HASH_BYTES = 8;
/** Kinds that are read from elsewhere than the store. */
const COMPUTED = ['/componentstatuses'];

/** Resources that Kubernetes still stores in an older version, where this server has none. */
const STORED_AS: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/mutatingadmissionpolicies': 'v1beta1',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': 'v1beta1',
  'apiextensions.k8s.io/customresourcedefinitions': 'v1beta1',
};

/** Tells clients when the stored form of a resource changes; absent for resources that are not stored. */
export function storageVersionHash({ definition }: GroupResourceVersion): string | undefined {
  const { group, kind, collection } = definition;
  const storageVersion = STORED_AS[`${group}/${definition.resource}`] ?? definition.storageVersion;
  if (definition.answer !== undefined || COMPUTED.includes(collection)) return undefined;
  // Events of both groups are stored as those of the core one.
  const storedGroup = collection === '/events' ? '' : group;
  const stored = `${renderApiVersion(storedGroup, storageVersion)}/${kind}`;
  return createHash('sha256')
    .update(storedGroup === '' ? `/${stored}` : stored)
    .digest()
    .subarray(0, HASH_BYTES)
    .toString('base64');
}
