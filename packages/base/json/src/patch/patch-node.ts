import { compareUtf8 } from '../go/compare-utf8.js';
import { renderGoJsonString } from '../go/render-go-json.js';
import type { JsonValue } from '../json-value.js';
import type { RawJson } from './raw-json.js';

/**
 * A value under patching. It is opened, level by level, only where the patch looks into it, so that the rest keeps its
 * spelling and its identity.
 */
export class PatchNode {
  readonly raw: RawJson;
  #members: Map<string, PatchNode> | undefined;
  #items: PatchNode[] | undefined;

  constructor(raw: RawJson) {
    this.raw = raw;
  }

  get isNull(): boolean {
    return this.raw.kind === 'null';
  }

  get isArray(): boolean {
    return this.raw.kind === 'array';
  }

  /** The members, to read and to change; `undefined` when this is no object. */
  openObject(): Map<string, PatchNode> | undefined {
    if (this.raw.kind !== 'object') return undefined;
    if (this.#members === undefined) {
      this.#members = new Map();
      for (const [key, member] of this.raw.members()) this.#members.set(key, new PatchNode(member));
    }
    return this.#members;
  }

  /** The items, to read and to change; `undefined` when this is no array. */
  openArray(): PatchNode[] | undefined {
    if (this.raw.kind !== 'array') return undefined;
    this.#items ??= this.raw.items().map((item) => new PatchNode(item));
    return this.#items;
  }

  /** A node of its own with the present content. */
  clone(): PatchNode {
    const copy = new PatchNode(this.raw);
    if (this.#items !== undefined) copy.#items = this.#items.map((item) => item.clone());
    if (this.#members !== undefined)
      copy.#members = new Map(Array.from(this.#members, ([key, member]) => [key, member.clone()]));
    return copy;
  }

  /** The present value. What was not opened is the value it came from, not a copy. */
  toValue(): JsonValue {
    if (this.#items !== undefined) return this.#items.map((item) => item.toValue());
    if (this.#members === undefined) return this.raw.value();
    return Object.fromEntries(Array.from(this.#members, ([key, member]) => [key, member.toValue()]));
  }

  /** The present text. `sortKeys` sorts the members of what was opened. */
  toText(sortKeys: boolean): string {
    if (this.#items !== undefined) return `[${this.#items.map((item) => item.toText(sortKeys)).join(',')}]`;
    if (this.#members === undefined) return this.raw.text();
    const members = Array.from(this.#members);
    if (sortKeys) members.sort(([a], [b]) => compareUtf8(a, b));
    return `{${members.map(([key, member]) => `${renderGoJsonString(key)}:${member.toText(sortKeys)}`).join(',')}}`;
  }

  /** Whether both hold the same now. Objects and arrays are opened by the comparison. */
  equals(other: PatchNode, sameScalar: (a: RawJson, b: RawJson) => boolean): boolean {
    const members = this.openObject();
    if (members !== undefined) return equalMembers(members, other.openObject(), sameScalar);
    const items = this.openArray();
    if (items !== undefined) return equalItems(items, other.openArray(), sameScalar);
    return this.raw.kind === other.raw.kind && sameScalar(this.raw, other.raw);
  }
}

type SameScalar = (a: RawJson, b: RawJson) => boolean;
type Members = ReadonlyMap<string, PatchNode>;

function equalMembers(members: Members, others: Members | undefined, sameScalar: SameScalar): boolean {
  if (members.size !== others?.size) return false;
  for (const [key, member] of members) {
    const other = others.get(key);
    if (other === undefined || !member.equals(other, sameScalar)) return false;
  }
  return true;
}

function equalItems(
  items: readonly PatchNode[],
  others: readonly PatchNode[] | undefined,
  sameScalar: SameScalar,
): boolean {
  return (
    items.length === others?.length &&
    items.every((item, index) => {
      const other = others[index];
      return other !== undefined && item.equals(other, sameScalar);
    })
  );
}
