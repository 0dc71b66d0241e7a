import type { ExactValue } from '@gotk/yaml';
import { copyNode, type MappingKey, type YamlNode } from '../node/yaml-node.js';
import { Identity } from './identity.js';

/** What an edit made of a state of an object, and what it had to say about it. */
export interface Edited {
  /** `undefined` once the edit has deleted the object. */
  readonly snapshot: Snapshot | undefined;
  readonly note: unknown;
}

/** The printed form of an object at the end of a build. */
export interface Printed {
  readonly key: number;
  readonly value: ExactValue;
  readonly yaml: string;
}

/** An object is kept for this many ways to go on: overlays over one base, say. */
const MAX_EDITS = 6;

/**
 * A state of an object that no edit changes any more: an edit starts from a copy, and its result is the next state. States
 * hang on what was read from a file, so that a later build goes from state to state as long as the same edits come.
 */
export class Snapshot {
  #node: YamlNode | undefined;
  #edits: Map<number, Edited> | undefined;
  #asked: { readonly key: number; readonly names: readonly string[] } | undefined;
  #identity: Identity | undefined;
  identityNumber: number | undefined;
  printed: Printed | undefined;
  #isLast = false;

  /** @param isTree whether no node stands in two places, as in what was just read. */
  constructor(
    node: YamlNode,
    readonly isTree = false,
  ) {
    this.#node = node;
  }

  get identity(): Identity {
    this.#identity ??= new Identity(this.node);
    return this.#identity;
  }

  /** Only to be read. @throws Error when it was let go; the build is then run again without what is kept. */
  get node(): YamlNode {
    if (this.#node === undefined) throw new Error('the state of an object was let go');
    return this.#node;
  }

  /** Notes that nothing but printing comes after this state, so that its content need not be kept. */
  markLast(): void {
    this.#isLast = true;
  }

  /** Keeps the printed form, and lets go of the content where that was the last use of it. */
  print(printed: Printed): void {
    this.printed = printed;
    if (!this.#isLast) return;
    this.#identity ??= new Identity(this.node);
    this.#node = undefined;
  }

  /** The names that the references of the object asked for, when they were last written by what `key` stands for. */
  asked(key: number): readonly string[] | undefined {
    return this.#asked?.key === key ? this.#asked.names : undefined;
  }

  setAsked(key: number, names: readonly string[]): void {
    this.#asked = { key, names };
  }

  edited(key: number): Edited | undefined {
    const found = this.#edits?.get(key);
    if (found === undefined || this.#edits === undefined || this.#edits.size === 1) return found;
    // What was taken last goes last.
    this.#edits.delete(key);
    this.#edits.set(key, found);
    return found;
  }

  addEdited(key: number, edited: Edited): void {
    this.#edits ??= new Map();
    this.#edits.set(key, edited);
    if (this.#edits.size <= MAX_EDITS) return;
    for (const oldest of this.#edits.keys()) {
      this.#edits.delete(oldest);
      break;
    }
  }
}

/** A copy that shares nothing with the original; a node that stands in two places of it stands in two places of the copy. */
export function copyState({ node, isTree }: Snapshot): YamlNode {
  return isTree ? copyNode(node) : copyWithin(node, new Map());
}

function copyWithin(node: YamlNode, copies: Map<YamlNode, YamlNode>): YamlNode {
  const known = copies.get(node);
  if (known !== undefined) return known;
  const { kind, tag, value, style, notes } = node;
  const isMapping = kind === 'mapping';
  const copy: YamlNode = {
    kind,
    tag,
    value,
    style,
    keys: isMapping
      ? node.keys.map((key): MappingKey => (typeof key === 'string' ? key : copyWithin(key, copies)))
      : node.keys,
    items: node.items,
    notes,
  };
  copies.set(node, copy);
  if (isMapping || kind === 'sequence') copy.items = node.items.map((item) => copyWithin(item, copies));
  return copy;
}
