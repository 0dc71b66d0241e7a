import { goQuote } from '@gotk/json';
import { buildError } from '../errors/build-error.js';
import { field } from '../node/fields.js';
import { resolveScalar } from '../node/resolve-scalar.js';
import type { YamlNode } from '../node/yaml-node.js';
import { type Gvk, gvkSelected } from '../resource/gvk.js';
import { affixesOf, currentId, originalId, previousIds, type Resource } from '../resource/resource.js';
import { effectiveNamespace, type ResourceId, renderId } from '../resource/resource-id.js';
import { kindText } from '../resource/type-fields.js';

/** A name in a field of an object. */
export interface NameQuery {
  readonly name: string;
  /** Where the reference names one. */
  readonly namespace: string | undefined;
  /** The field. */
  readonly path: string;
  /** The kind of object that the field refers to. */
  readonly target: Gvk;
}

/** An object that refers to others, with what decides to which ones it can. */
export interface Referrer {
  readonly resource: Resource;
  readonly id: ResourceId;
  /** Namespaces of the service accounts that a role binding names. */
  readonly bindings: ReadonlySet<string>;
}

/** A resource with its ids, which references do not change. */
interface Candidate {
  readonly resource: Resource;
  readonly id: ResourceId;
  readonly previous: readonly ResourceId[];
  readonly originalNamespace: string;
}

type Sieve = (candidate: Candidate) => boolean;

/** Where the objects are now that came with one namespace. */
interface NamespaceMembers {
  clusterScoped: boolean;
  readonly effective: Set<string>;
  readonly written: Set<string>;
}

/** An object as a referrer. @throws LocatedError for a role binding whose accounts have a namespace that is no text. */
export function asReferrer(resource: Resource): Referrer {
  const id = currentId(resource);
  return { resource, id, bindings: id.clusterScoped ? NO_NAMESPACES : serviceAccountNamespaces(resource) };
}

/** Stands for all names among those that were asked for. */
const ALL_NAMES = '\0all';

/** All resources whose name has changed, by each name that they have had. */
export class TargetIndex {
  readonly #byName = new Map<string, Candidate[]>();
  readonly #all: readonly Resource[];
  /** The names that were asked for since somebody began to note them. */
  #asked: Set<string> | undefined;
  #members: ReadonlyMap<string, NamespaceMembers> | undefined;

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

  /** Runs something, and tells the names that it asked for. */
  noteAsked(run: () => void): readonly string[] {
    const asked = new Set<string>();
    this.#asked = asked;
    run();
    this.#asked = undefined;
    return [...asked];
  }

  /** All that the answer to a question for this name can depend on, besides who asks. */
  resourcesNamed(name: string): readonly Resource[] {
    if (name === ALL_NAMES) return this.#all;
    return this.#byName.get(name)?.map(({ resource }) => resource) ?? [];
  }

  /** The resources that a name may mean: one at most, unless nothing tells them apart. */
  candidates(referrer: Referrer, query: NameQuery): readonly Resource[] {
    this.#asked?.add(query.name);
    if (query.namespace !== undefined) this.#asked?.add(ALL_NAMES);
    const named = this.#byName.get(query.name);
    if (named === undefined) return [];
    const { namespace, target } = query;
    let found = named.filter(({ id }) => canReferTo(referrer, id));
    if (namespace !== undefined) found = found.filter(this.#inNamespace(namespace, referrer));
    found = found.filter(({ previous }) => previous.some((earlier) => gvkSelected(earlier, target)));
    found = found.filter(roleReference(query, referrer)).filter(inNamespaceOf(referrer.id));
    return narrow(found, referrer.resource).map(({ resource }) => resource);
  }

  /**
   * Objects that came with the namespace; where none did, those that have it now.
   * Whether any did is asked of all that the referrer can refer to, whatever they are called.
   */
  #inNamespace(namespace: string, referrer: Referrer): Sieve {
    this.#members ??= membersByNamespace(this.#all);
    const members = this.#members.get(namespace);
    const reachable = members !== undefined && canReferToAny(referrer, members);
    return (candidate) => (reachable ? candidate.originalNamespace : effectiveNamespace(candidate.id)) === namespace;
  }
}

function membersByNamespace(resources: readonly Resource[]): ReadonlyMap<string, NamespaceMembers> {
  const byNamespace = new Map<string, NamespaceMembers>();
  for (const resource of resources) {
    const id = currentId(resource);
    const original = effectiveNamespace(originalId(resource));
    const members = byNamespace.get(original) ?? { clusterScoped: false, effective: new Set(), written: new Set() };
    byNamespace.set(original, members);
    members.clusterScoped ||= id.clusterScoped;
    members.effective.add(effectiveNamespace(id));
    members.written.add(id.namespace);
  }
  return byNamespace;
}

function canReferToAny({ id, bindings }: Referrer, members: NamespaceMembers): boolean {
  if (id.clusterScoped || members.clusterScoped || members.effective.has(effectiveNamespace(id))) return true;
  return [...bindings].some((namespace) => members.written.has(namespace));
}

/** Objects refer to objects in their own namespace, to those without one, and role bindings to the accounts they name. */
function canReferTo({ id: own, bindings }: Referrer, id: ResourceId): boolean {
  if (own.clusterScoped || id.clusterScoped) return true;
  return effectiveNamespace(id) === effectiveNamespace(own) || bindings.has(id.namespace);
}

const NO_NAMESPACES: ReadonlySet<string> = new Set();

function serviceAccountNamespaces(referrer: Resource): ReadonlySet<string> {
  if (kindText(referrer.view) !== 'RoleBinding') return NO_NAMESPACES;
  const subjects = field(referrer.view, 'subjects');
  if (subjects?.kind !== 'sequence') return NO_NAMESPACES;
  const namespaces = new Set<string>();
  for (const subject of subjects.items) {
    const namespace = field(subject, 'namespace');
    if (namespace === undefined || field(subject, 'kind')?.value !== 'ServiceAccount') continue;
    if (typeof resolveScalar(namespace) !== 'string') throw noNamespace(referrer);
    namespaces.add(namespace.value);
  }
  return namespaces;
}

function noNamespace(referrer: Resource): Error {
  const message = `Invalid Input: namespace is blank for resource ${goQuote(renderId(currentId(referrer)))}\n`;
  return buildError('kustomize-bad-object', message, {
    at: referrer.origin,
    hint: 'Give the service account a namespace that is text, or leave the field out.',
  });
}

/** A role reference says of which kind the role is. */
function roleReference({ path }: NameQuery, { resource }: Referrer): Sieve {
  const role = path.endsWith('roleRef/name') ? field(resource.view, 'roleRef') : undefined;
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
  return ({ id }) =>
    id.clusterScoped || id.kind === 'ServiceAccount' || effectiveNamespace(id) === effectiveNamespace(referrer);
}

/** Of several, those that got the same prefixes and suffixes as the referrer: they were in the same layers. */
function narrow(candidates: readonly Candidate[], referrer: Resource): readonly Candidate[] {
  if (candidates.length <= 1) return candidates;
  const loose = candidates.filter(({ resource }) => sameAffixes(resource, referrer, true));
  return loose.length > 1 ? loose.filter(({ resource }) => sameAffixes(resource, referrer, false)) : loose;
}

function sameAffixes(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  const others = affixesOf(b);
  return affixesOf(a).every((left, index) => {
    const right = others[index] ?? [];
    return (allowEmpty && (left.length === 0 || right.length === 0)) || sameEnding(left, right);
  });
}

function sameEnding(left: readonly string[], right: readonly string[]): boolean {
  const [shorter, longer] = left.length > right.length ? [right, left] : [left, right];
  if (shorter.length === 0) return longer.length === 0;
  const offset = longer.length - shorter.length;
  return shorter.every((text, index) => text === longer[index + offset]);
}
