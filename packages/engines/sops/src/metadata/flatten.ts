import { compareUtf8, goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { SopsBranch, SopsField, SopsValue } from '../tree/sops-tree.js';
import { isBranch, isComment, isList } from '../tree/sops-tree.js';

const MAP_MARK = '__map_';
const LIST_MARK = '__list_';
const MARKS = /(__map_|__list_)/;
/** Flattened metadata that is deeper, or lists that are longer, are no metadata. */
const MAX_DEPTH = 100;

/** A value under construction: a leaf, or parts by key, or parts by index. */
interface Node {
  value: SopsValue | undefined;
  readonly keys: Map<string, Node>;
  readonly indices: Map<number, Node>;
}

/** Makes `a__list_0__map_b: x` a mapping of lists of mappings again. @throws LocatedError `sops-metadata` */
export function unflatten({ entries }: SopsBranch): SopsBranch {
  const root = newNode();
  for (const entry of entries) {
    if (entry.kind === 'comment') continue;
    if (typeof entry.key !== 'string')
      throw flattenError(`Found non-string key ${goQuote(entry.key.shown)} when unflattening`);
    place(entry.key, entry.value, root);
  }
  const value = convert(root);
  if (!isBranch(value)) throw flattenError('Internal error: cannot find root');
  return value;
}

function newNode(): Node {
  return { value: undefined, keys: new Map(), indices: new Map() };
}

function place(path: string, value: SopsValue, root: Node): void {
  const [first = '', ...parts] = path.split(MARKS);
  if (parts.length > 2 * MAX_DEPTH) throw flattenError(`Error while unflattening ${goQuote(path)}: too deep`);
  let node = child(root.keys, first);
  for (let index = 0; index < parts.length; index += 2) {
    const name = parts[index + 1] ?? '';
    node = parts[index] === MAP_MARK ? child(node.keys, name) : child(node.indices, listIndex(name));
  }
  if (node.value !== undefined) throw flattenError(`Error while unflattening ${goQuote(path)}: Duplicate value`);
  node.value = value;
}

/** An index that is no number counts as 0. */
function listIndex(text: string): number {
  return /^[-+]?\d{1,15}$/.test(text) ? Number(text) : 0;
}

function child<K>(children: Map<K, Node>, key: K): Node {
  const known = children.get(key);
  if (known !== undefined) return known;
  const node = newNode();
  children.set(key, node);
  return node;
}

function convert({ value, keys, indices }: Node): SopsValue {
  const roles = [value !== undefined, keys.size > 0, indices.size > 0].filter((role) => role).length;
  if (roles > 1) throw flattenError('Error while unflattening: Type mismatch');
  if (value !== undefined) return value;
  if (indices.size > 0) return convertList(indices);
  const sorted = [...keys].sort(([a], [b]) => compareUtf8(a, b));
  return { kind: 'branch', entries: sorted.map(([key, node]) => ({ kind: 'field', key, value: convert(node) })) };
}

function convertList(indices: ReadonlyMap<number, Node>): SopsValue {
  const items: SopsValue[] = [];
  for (let index = 0; index < indices.size; index++) {
    const node = indices.get(index);
    if (node === undefined) throw flattenError('Error while unflattening: Incomplete list');
    items.push(convert(node));
  }
  return items;
}

/** Makes nested metadata one level of fields, their names being the way to each value. */
export function flatten({ entries }: SopsBranch, prefix: string): SopsBranch {
  return { kind: 'branch', entries: entries.flatMap((entry) => flattenEntry(entry, prefix)) };
}

function flattenEntry(entry: SopsBranch['entries'][number], prefix: string): SopsField[] {
  if (entry.kind === 'comment' || typeof entry.key !== 'string') return [];
  return flattenValue(entry.value, prefix + entry.key);
}

function flattenValue(value: SopsValue, key: string): SopsField[] {
  if (isBranch(value)) return value.entries.flatMap((entry) => flattenEntry(entry, key + MAP_MARK));
  if (!isList(value)) return [{ kind: 'field', key, value }];
  const items = value.filter((item) => !isComment(item));
  return items.flatMap((item, index) => flattenValue(item, `${key}${LIST_MARK}${index}`));
}

function flattenError(message: string): LocatedError {
  return new LocatedError({ code: 'sops-metadata', message });
}
