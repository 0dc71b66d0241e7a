import { LocatedError } from '@gotk/located-error';
import { goTypeOfValue } from './go-type-of-value.js';
import type { SopsBranch, SopsComment, SopsField, SopsForeign, SopsLeaf, SopsValue } from './sops-tree.js';
import { isBranch, isComment, isKind, isList, printableText } from './sops-tree.js';

/** Where a leaf stands. Both arrays change as the walk goes on. */
export interface LeafPlace {
  /** Keys from the root; lists add none. */
  readonly path: readonly string[];
  /** For each level from the root, the comments since the last value on it. */
  readonly comments: readonly (readonly string[])[];
}

/** Gives the value to put in place of a leaf. */
export type LeafVisitor = (leaf: SopsLeaf, place: LeafPlace) => SopsValue;

/** Deeper nesting is refused. */
const MAX_DEPTH = 1000;

/** Replaces every leaf of a branch, in order. @throws LocatedError `sops-tree` for what SOPS does not know. */
export function walkTree(branch: SopsBranch, visit: LeafVisitor): SopsBranch {
  return new TreeWalk(visit).branch(branch);
}

class TreeWalk {
  readonly #path: string[] = [];
  readonly #comments: string[][] = [];

  constructor(readonly visit: LeafVisitor) {}

  branch({ entries }: SopsBranch): SopsBranch {
    return this.#level(() => ({
      kind: 'branch',
      entries: entries.map((entry) => (entry.kind === 'comment' ? this.#branchComment(entry) : this.#field(entry))),
    }));
  }

  #level<T>(walk: () => T): T {
    if (this.#comments.length >= MAX_DEPTH) throw treeError(`exceeded max depth of ${MAX_DEPTH}`);
    this.#comments.push([]);
    const walked = walk();
    this.#comments.pop();
    return walked;
  }

  #branchComment(comment: SopsComment): SopsComment {
    this.#note(comment);
    const value = this.#visit(comment);
    if (isComment(value)) return value;
    if (typeof value === 'string' || value instanceof Uint8Array) return { ...comment, text: value };
    throw treeError(`walkValue of Comment should be either Comment or string, was ${goTypeOfValue(value)}`);
  }

  #field({ key, value }: SopsField): SopsField {
    if (typeof key !== 'string') throw foreignKey(key);
    this.#path.push(key);
    const walked = this.#value(value);
    this.#path.pop();
    this.#forgetComments();
    return { kind: 'field', key, value: walked };
  }

  #value(value: SopsValue): SopsValue {
    if (value === null) return null;
    if (isBranch(value)) return this.branch(value);
    if (isList(value)) return this.#list(value);
    if (isKind(value, 'foreign')) throw treeError(`Cannot walk value, unknown type: ${value.goType}`);
    return this.#visit(value);
  }

  #list(items: readonly SopsValue[]): readonly SopsValue[] {
    return this.#level(() =>
      items.map((item) => {
        if (isComment(item)) this.#note(item);
        const walked = this.#value(item);
        if (!isComment(item)) this.#forgetComments();
        return walked;
      }),
    );
  }

  #visit(leaf: SopsLeaf): SopsValue {
    return this.visit(leaf, { path: this.#path, comments: this.#comments });
  }

  #note({ text }: SopsComment): void {
    this.#comments.at(-1)?.push(printableText(text));
  }

  #forgetComments(): void {
    const comments = this.#comments.at(-1);
    if (comments !== undefined && comments.length > 0) comments.length = 0;
  }
}

function foreignKey({ goType, shown }: SopsForeign): LocatedError {
  return treeError(
    `Tree contains a non-string key (type ${goType}): ${shown}. Only string keys are supported`,
    'Put the key in quotes.',
  );
}

function treeError(message: string, hint?: string): LocatedError {
  return new LocatedError({ code: 'sops-tree', message, hint });
}
