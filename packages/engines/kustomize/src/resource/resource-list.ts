import { buildError } from '../errors/build-error.js';
import { currentId, currentIdKey, isPresent, previousIds, type Resource } from './resource.js';
import { idKey, type ResourceId, renderId } from './resource-id.js';

type Index = Map<string, Resource[]>;

/**
 * The resources of a build in their order, no two with the same id.
 *
 * Lookups go through indexes, which are made when first needed and forgotten when a step may have changed ids: a step costs
 * what the resources are, never their square.
 */
export class ResourceList {
  #resources: Resource[];
  #positions: Map<Resource, number> | undefined;
  #byCurrentId: Index | undefined;
  #byAnyId: Index | undefined;
  #byAnyName: Index | undefined;

  constructor(resources: readonly Resource[] = []) {
    this.#resources = [...resources];
  }

  get all(): readonly Resource[] {
    return this.#resources;
  }

  /**
   * Adds a resource at the end.
   * @throws LocatedError `kustomize-duplicate-id` when there is one with its id.
   */
  append(resource: Resource): void {
    const id = currentId(resource);
    const key = currentIdKey(resource);
    const index = this.#currentIndex();
    const other = index.get(key)?.[0];
    if (other !== undefined) throw duplicateError(id, resource, other);
    this.#positions?.set(resource, this.#resources.length);
    this.#resources.push(resource);
    index.set(key, [resource]);
    if (this.#byAnyId !== undefined) addToIndex(this.#byAnyId, resource, anyIdKeys(resource));
    if (this.#byAnyName !== undefined) addToIndex(this.#byAnyName, resource, anyNames(resource));
  }

  appendAll(resources: Iterable<Resource>): void {
    for (const resource of resources) this.append(resource);
  }

  /** Puts `replacement`, which has the same id, where `resource` stands. */
  replace(resource: Resource, replacement: Resource): void {
    this.#positions ??= new Map(this.#resources.map((item, index) => [item, index]));
    const position = this.#positions.get(resource);
    if (position === undefined) throw new Error('indexing problem');
    this.#positions.delete(resource);
    this.#positions.set(replacement, position);
    this.#resources[position] = replacement;
    this.#byCurrentId?.set(currentIdKey(replacement), [replacement]);
    this.#forgetOldIds();
  }

  /** Replaces all resources without looking at their ids. */
  reset(resources: readonly Resource[]): void {
    this.#resources = [...resources];
    this.#positions = undefined;
    this.forgetIds();
  }

  /** Drops what a step has deleted. */
  dropDeleted(): void {
    if (this.#resources.every(isPresent)) return;
    this.reset(this.#resources.filter(isPresent));
  }

  /** To be called when ids may have changed. */
  forgetIds(): void {
    this.#byCurrentId = undefined;
    this.#forgetOldIds();
  }

  /** Those whose id of now is the same. */
  withCurrentId(id: ResourceId): readonly Resource[] {
    return this.#currentIndex().get(idKey(id)) ?? [];
  }

  /** Those whose id is or was the same, deleted ones left out. */
  withAnyId(id: ResourceId): readonly Resource[] {
    this.#byAnyId ??= indexBy(this.#resources, anyIdKeys);
    return (this.#byAnyId.get(idKey(id)) ?? []).filter(isPresent);
  }

  /** Those whose name is or was the same, deleted ones left out. Where earlier names cannot be told, all. */
  withAnyName(name: string): readonly Resource[] {
    this.#byAnyName ??= indexBy(this.#resources, anyNames);
    const candidates = this.#byAnyName.has(UNKNOWN_NAME) ? this.#resources : (this.#byAnyName.get(name) ?? []);
    return candidates.filter(isPresent);
  }

  /** Whether several resources have the same id, as steps that do not look may leave it. */
  get hasRepeatedIds(): boolean {
    return this.#currentIndex().size < this.#resources.length;
  }

  #currentIndex(): Index {
    this.#byCurrentId ??= indexBy(this.#resources, (resource) => [currentIdKey(resource)]);
    return this.#byCurrentId;
  }

  #forgetOldIds(): void {
    this.#byAnyId = undefined;
    this.#byAnyName = undefined;
  }
}

/** The ids an object has or has had. */
export function allIds(resource: Resource): readonly ResourceId[] {
  return [...previousIds(resource), currentId(resource)];
}

/**
 * The one resource that has or had an id.
 * @throws LocatedError `kustomize-no-match` or `kustomize-many-matches`.
 */
export function requireById(list: ResourceList, id: ResourceId): Resource {
  const [first, second] = list.withAnyId(id);
  if (first !== undefined && second === undefined) return first;
  const what = first === undefined ? 'no' : 'multiple';
  throw buildError(
    first === undefined ? 'kustomize-no-match' : 'kustomize-many-matches',
    `${what} matches for Id ${renderId(id)}; failed to find unique target for patch ${renderId(id)}`,
    {
      hint:
        first === undefined
          ? `Check kind, name and namespace of the patch; nothing in this build is called ${JSON.stringify(id.name)} and matches them.`
          : 'Give the patch a target that selects only one of them.',
    },
  );
}

function indexBy(resources: readonly Resource[], keysOf: (resource: Resource) => readonly string[]): Index {
  const index: Index = new Map();
  for (const resource of resources) {
    addToIndex(index, resource, keysOf(resource));
  }
  return index;
}

function addToIndex(index: Index, resource: Resource, keys: readonly string[]): void {
  for (const key of keys) {
    const bucket = index.get(key);
    if (bucket === undefined) index.set(key, [resource]);
    else if (bucket.at(-1) !== resource) bucket.push(resource);
  }
}

function anyIdKeys(resource: Resource): readonly string[] {
  return [...previousIds(resource).map(idKey), currentIdKey(resource)];
}

/** No name, since names come from lists that a comma ends. */
const UNKNOWN_NAME = ',';

function anyNames(resource: Resource): readonly string[] {
  try {
    return allIds(resource).map(({ name }) => name);
  } catch {
    return [UNKNOWN_NAME];
  }
}

function duplicateError(id: ResourceId, resource: Resource, other: Resource): Error {
  return buildError('kustomize-duplicate-id', `may not add resource with an already registered id: ${renderId(id)}`, {
    at: resource.origin,
    hint:
      other.origin === undefined
        ? 'Remove one of the two, or give one another name or namespace.'
        : `It is also in ${other.origin.file}:${other.origin.line}; remove one of the two, or give one another name or namespace.`,
  });
}
