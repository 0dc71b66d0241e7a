import type { ObjectChange, ObjectOrigin } from '../built-object.js';
import { affixTexts } from '../memo/identity.js';
import { copyState, type Edited, Snapshot } from '../memo/snapshot.js';
import { hasContent } from '../node/node-state.js';
import { copyNode, emptyNode, type YamlNode } from '../node/yaml-node.js';
import type { BuildSchema } from '../schema/build-schema.js';
import { buildAnnotation, ENABLED } from './build-annotations.js';
import { splitApiVersion } from './gvk.js';
import { annotation, setAnnotation } from './metadata-fields.js';
import { idOfNode } from './node-id.js';
import { parseHistory } from './parse-history.js';
import { effectiveNamespace, idKey, type ResourceId } from './resource-id.js';
import { apiVersionText } from './type-fields.js';

/** An object of a build with what the build knows about it. */
export class Resource {
  #node: YamlNode | undefined;
  #snapshot: Snapshot | undefined;
  /** Says which kinds have namespaces. */
  readonly schema: BuildSchema;
  /** Names of the vars that take their value from this object. */
  varNames: readonly string[] = [];
  /** Where it was written; `undefined` for what a plugin made. */
  origin: ObjectOrigin | undefined;
  /** What changed it, where the build is asked to explain. */
  changes: readonly ObjectChange[] = [];

  constructor(content: YamlNode | Snapshot, schema: BuildSchema, origin?: ObjectOrigin) {
    if (content instanceof Snapshot) this.#snapshot = content;
    else this.#node = content;
    this.schema = schema;
    this.origin = origin;
  }

  /** The object itself, for edits; a node without content once a patch has deleted it. */
  get node(): YamlNode {
    if (this.#node === undefined)
      this.node = this.#snapshot === undefined ? emptyNode('none') : copyState(this.#snapshot);
    return this.#node ?? emptyNode('none');
  }

  set node(node: YamlNode) {
    this.#node = node;
    this.#snapshot = undefined;
  }

  /** The object only to be read: an edit of it would change what is kept for later builds. */
  get view(): YamlNode {
    return this.#node ?? this.#snapshot?.node ?? emptyNode('none');
  }

  /** The state in which the object was kept, as long as nothing has edited it since. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /**
   * Runs an edit that depends on nothing but the object and what `key` stands for; where it has been run on the same state
   * before, its result is taken instead.
   *
   * @param key `undefined` when nothing is kept.
   * @returns what the edit says about the object.
   */
  edit<Note>(key: number | undefined, run: () => Note): Note {
    const before = this.#snapshot;
    if (key === undefined || before === undefined) return run();
    const known = this.take(key);
    // Only edits with this key have written it, and they all say the same kind of thing.
    if (known !== undefined) return known.note as Note;
    const note = run();
    this.keep(before, key, note);
    return note;
  }

  /** Becomes what an edit made of the same state before. @returns `undefined` where none has. */
  take(key: number): Edited | undefined {
    const known = this.#snapshot?.edited(key);
    if (known === undefined) return undefined;
    this.#snapshot = known.snapshot;
    this.#node = known.snapshot === undefined ? emptyNode('none') : undefined;
    return known;
  }

  /** Keeps what an edit has made of a state. */
  keep(before: Snapshot, key: number, note: unknown): void {
    before.addEdited(key, { snapshot: isPresent(this) ? this.#keep() : undefined, note });
  }

  /** Makes what the object is now a state of its own. */
  #keep(): Snapshot | undefined {
    if (this.#node !== undefined) {
      this.#snapshot = new Snapshot(this.#node);
      this.#node = undefined;
    }
    return this.#snapshot;
  }
}

/** A resource that has had no part in a build yet. */
export function newResource(content: YamlNode | Snapshot, schema: BuildSchema, origin?: ObjectOrigin): Resource {
  return new Resource(content, schema, origin);
}

/** A copy that shares nothing that an edit may change. */
export function copyResource(resource: Resource): Resource {
  const { snapshot, schema, origin, varNames, changes } = resource;
  const copy = new Resource(snapshot ?? copyNode(resource.view), schema, origin);
  copy.varNames = varNames;
  copy.changes = changes;
  return copy;
}

/** Whether anything is left of the object. */
export function isPresent(resource: Resource): boolean {
  // A state is only kept of an object that is there.
  return resource.snapshot !== undefined || hasContent(resource.view);
}

/** Marks the object as deleted; it leaves the build at the end of the step. */
export function deleteResource(resource: Resource): void {
  resource.node = emptyNode('none');
}

/** The id that the object has now. */
export function currentId(resource: Resource): ResourceId {
  const { schema, snapshot } = resource;
  if (snapshot === undefined) return idOfNode(resource.view, schema);
  return snapshot.identity.id((apiVersion, kind) => schema.isClusterScoped(apiVersion, kind));
}

/** A text that is the same for objects whose id of now names the same resource. */
export function currentIdKey(resource: Resource): string {
  const id = currentId(resource);
  return resource.snapshot?.identity.keyOf(id) ?? idKey(id);
}

/**
 * The ids that the object has had, oldest first. Their namespaces are the effective ones.
 * @throws when the object came with annotations of a build that contradict one another.
 */
export function previousIds(resource: Resource): readonly ResourceId[] {
  return resource.snapshot?.identity.previous ?? previousIdsOf(resource.view);
}

/** The same for an object as it stands in its node. */
export function previousIdsOf(node: YamlNode): readonly ResourceId[] {
  const names = annotation(node, buildAnnotation.previousNames);
  if (names === undefined) return [];
  const [group, version] = splitApiVersion(apiVersionText(node));
  const namespaces = annotation(node, buildAnnotation.previousNamespaces);
  return parseHistory({ group, version, names, namespaces, kinds: annotation(node, buildAnnotation.previousKinds) });
}

/** The id that the object came with. */
export function originalId(resource: Resource): ResourceId {
  return previousIds(resource)[0] ?? currentId(resource);
}

/** Notes the id of now as a previous one, before an edit changes it. */
export function storePreviousId(resource: Resource): void {
  const id = currentId(resource);
  appendToList(resource, buildAnnotation.previousNames, id.name);
  appendToList(resource, buildAnnotation.previousNamespaces, effectiveNamespace(id));
  appendToList(resource, buildAnnotation.previousKinds, id.kind);
}

/** Adds to a list that an annotation keeps between commas; an empty text is left out. */
export function appendToList(resource: Resource, name: string, value: string): void {
  if (value === '') return;
  const { node } = resource;
  const current = annotation(node, name);
  setAnnotation(node, name, current === undefined ? value : `${current},${value}`);
}

/** The prefixes and the suffixes that the object has got, in order. */
export function affixesOf(resource: Resource): readonly (readonly string[])[] {
  const texts = resource.snapshot?.identity.affixes ?? affixTexts(resource.view);
  return texts.map((text) => text?.split(',') ?? []);
}

/** Whether one of the build's flags stands at the object. */
export function isEnabled({ view }: Resource, name: string): boolean {
  return annotation(view, name) === ENABLED;
}
