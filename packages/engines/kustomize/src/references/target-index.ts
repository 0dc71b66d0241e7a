import { field } from '../node/fields.js';
import type { YamlNode } from '../node/yaml-node.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { type Gvk, gvkSelected } from '../resource/gvk.js';
import { metadataText } from '../resource/metadata-fields.js';
import { currentId, originalId, previousIds, type Resource, readList } from '../resource/resource.js';
import { effectiveNamespace, type ResourceId } from '../resource/resource-id.js';
import { kindText } from '../resource/type-fields.js';

/** A name in a field of an object. */
export interface NameQuery {
  readonly name: string;
  /** Where the reference names one. */
  readonly namespace: string | undefined;
  readonly referrer: Resource;
  /** The field. */
  readonly path: string;
  /** The kind of object that the field refers to. */
  readonly target: Gvk;
}

/** A resource with its ids, which references do not change. */
interface Candidate {
  readonly resource: Resource;
  readonly id: ResourceId;
  readonly previous: readonly ResourceId[];
  readonly originalNamespace: string;
}

type Sieve = (candidate: Candidate) => boolean;

/** All resources whose name has changed, by each name that they have had. */
export class TargetIndex {
  readonly #byName = new Map<string, Candidate[]>();
  readonly #all: readonly Resource[];
  #namespaces: { readonly original: ReadonlySet<string>; readonly current: ReadonlySet<string> } | undefined;

  constructor(resources: readonly Resource[]) {
    this.#all = resources;
    for (const resource of resources) this.#add(resource);
  }

  #add(resource: Resource): void {
    const previous = previousIds(resource);
    if (previous.length === 0) return;
    const candidate: Candidate = {
      resource,
      id: currentId(resource),
      previous,
      originalNamespace: effectiveNamespace(originalId(resource)),
    };
    for (const name of new Set(previous.map((id) => id.name))) {
      const known = this.#byName.get(name);
      if (known === undefined) this.#byName.set(name, [candidate]);
      else known.push(candidate);
    }
  }

  /** The resources that a name may mean: one at most, unless nothing tells them apart. */
  candidates(query: NameQuery): readonly Resource[] {
    const named = this.#byName.get(query.name);
    if (named === undefined) return [];
    const { referrer, target } = query;
    const id = currentId(referrer);
    const bindings = serviceAccountNamespaces(referrer);
    let found = named.filter((candidate) => canBeReferredTo(candidate, id, bindings));
    if (query.namespace !== undefined) found = found.filter(this.#inNamespace(query.namespace, id, bindings));
    found = found.filter(({ previous }) => previous.some((earlier) => gvkSelected(earlier, target)));
    found = found.filter(roleReference(query)).filter(inNamespaceOf(id));
    return narrow(found, referrer).map(({ resource }) => resource);
  }

  /**
   * Objects that came with the namespace; where none did, those that have it now.
   * Whether any did is asked of all that the referrer can refer to, whatever they are called.
   */
  #inNamespace(namespace: string, id: ResourceId, bindings: ReadonlySet<string>): Sieve {
    const reachable = this.#isOriginalNamespace(namespace, id, bindings);
    return (candidate) => (reachable ? candidate.originalNamespace : effectiveNamespace(candidate.id)) === namespace;
  }

  #isOriginalNamespace(namespace: string, id: ResourceId, bindings: ReadonlySet<string>): boolean {
    this.#namespaces ??= {
      original: new Set(this.#all.map((resource) => effectiveNamespace(originalId(resource)))),
      current: new Set(),
    };
    if (!this.#namespaces.original.has(namespace)) return false;
    return this.#all.some((resource) => {
      const candidate: Candidate = {
        resource,
        id: currentId(resource),
        previous: [],
        originalNamespace: effectiveNamespace(originalId(resource)),
      };
      return candidate.originalNamespace === namespace && canBeReferredTo(candidate, id, bindings);
    });
  }
}

/** Objects refer to objects in their own namespace, to those without one, and role bindings to the accounts they name. */
function canBeReferredTo({ resource, id }: Candidate, referrer: ResourceId, bindings: ReadonlySet<string>): boolean {
  if (referrer.clusterScoped || id.clusterScoped) return true;
  if (effectiveNamespace(id) === effectiveNamespace(referrer)) return true;
  return bindings.has(metadataText(resource.node, 'namespace'));
}

const NO_NAMESPACES: ReadonlySet<string> = new Set();

function serviceAccountNamespaces({ node }: Resource): ReadonlySet<string> {
  if (kindText(node) !== 'RoleBinding') return NO_NAMESPACES;
  const subjects = field(node, 'subjects');
  if (subjects?.kind !== 'sequence') return NO_NAMESPACES;
  const namespaces = new Set<string>();
  for (const subject of subjects.items) {
    const namespace = field(subject, 'namespace');
    if (namespace !== undefined && field(subject, 'kind')?.value === 'ServiceAccount') namespaces.add(namespace.value);
  }
  return namespaces;
}

/** A role reference says of which kind the role is. */
function roleReference({ path, referrer }: NameQuery): Sieve {
  const role = path.endsWith('roleRef/name') ? field(referrer.node, 'roleRef') : undefined;
  const group = text(role, 'apiGroup');
  const kind = text(role, 'kind');
  if (group === undefined || kind === undefined) return () => true;
  return ({ previous }) => previous.some((earlier) => gvkSelected(earlier, { group, kind, version: '' }));
}

function text(node: YamlNode | undefined, name: string): string | undefined {
  return field(node, name)?.value;
}

function inNamespaceOf(referrer: ResourceId): Sieve {
  if (referrer.clusterScoped) return () => true;
  return ({ resource, id }) =>
    id.clusterScoped ||
    kindText(resource.node) === 'ServiceAccount' ||
    effectiveNamespace(id) === effectiveNamespace(referrer);
}

/** Of several, those that got the same prefixes and suffixes as the referrer: they were in the same layers. */
function narrow(candidates: readonly Candidate[], referrer: Resource): readonly Candidate[] {
  if (candidates.length <= 1) return candidates;
  const loose = candidates.filter(({ resource }) => sameAffixes(resource, referrer, true));
  return loose.length > 1 ? loose.filter(({ resource }) => sameAffixes(resource, referrer, false)) : loose;
}

function sameAffixes(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  return [buildAnnotation.prefixes, buildAnnotation.suffixes].every((name) => {
    const left = readList(a, name);
    const right = readList(b, name);
    return (allowEmpty && (left.length === 0 || right.length === 0)) || sameEnding(left, right);
  });
}

function sameEnding(left: readonly string[], right: readonly string[]): boolean {
  const [shorter, longer] = left.length > right.length ? [right, left] : [left, right];
  if (shorter.length === 0) return longer.length === 0;
  const offset = longer.length - shorter.length;
  return shorter.every((text, index) => text === longer[index + offset]);
}
