import { type JsonNode, listOf, tableOf } from './json-node.js';
import type { Schema } from './schema.js';

/** The members of a value that no keyword has looked at yet, as far as anybody wants to know. */
export class Unevaluated {
  readonly keys: Set<string>;
  readonly items: Set<number>;

  /** @param isWanted whether the schema around asks */
  constructor(node: JsonNode, { parts: { keywords, draft } }: Schema, isWanted: boolean) {
    const takesAllKeys = keywords.additionalProperties !== undefined;
    const wantsKeys = !takesAllKeys && (isWanted || keywords.unevaluatedProperties !== undefined);
    this.keys = new Set(wantsKeys ? tableOf(node)?.keys() : []);
    const takesAllItems = keywords.items !== undefined;
    const wantsItems = !takesAllItems && (isWanted || keywords.unevaluatedItems !== undefined);
    const first = draft < 2019 ? 0 : (keywords.prefixItems?.length ?? 0);
    const items = wantsItems ? (listOf(node) ?? []).map((_, index) => index).slice(first) : [];
    this.items = new Set(items);
  }

  get isEmpty(): boolean {
    return this.keys.size === 0 && this.items.size === 0;
  }

  /** Keeps only what a further schema has left over too. */
  keepWithin(other: Unevaluated): void {
    for (const key of this.keys) if (!other.keys.has(key)) this.keys.delete(key);
    for (const item of this.items) if (!other.items.has(item)) this.items.delete(item);
  }
}
