import { hasValue, isStringNode } from './node-state.js';
import { readsAsNonString } from './reads-as-non-string.js';
import { requireKind } from './require-kind.js';
import { resolveTag } from './resolve-scalar.js';
import {
  keyText,
  type MappingKey,
  NO_NOTES,
  overwriteNode,
  scalarNode,
  style,
  tag,
  type YamlNode,
} from './yaml-node.js';

/** Where the field stands in a mapping, or -1. Of keys that stand twice, the first one counts. */
export function fieldIndex(node: YamlNode, name: string): number {
  const { keys } = node;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    if (key === name || (typeof key === 'object' && key.value === name)) return index;
  }
  return -1;
}

/** The value of a field; `undefined` where there is none or `node` is no mapping. */
export function field(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node === undefined || node.kind !== 'mapping') return undefined;
  const index = fieldIndex(node, name);
  return index === -1 ? undefined : node.items[index];
}

/**
 * The same for an edit that counts on a mapping; a null node has no fields.
 * @throws WrongKindError when `node` is something else.
 */
export function requireField(node: YamlNode, name: string): YamlNode | undefined {
  if (!hasValue(node)) return undefined;
  requireKind(node, 'mapping');
  return field(node, name);
}

/** How {@link setField} sets. */
export interface SetFieldOptions {
  /** Whether a null value is set rather than taken as a removal. Default false. */
  readonly keepNull?: boolean;
  /** Style of the key, where it is new. Default plain. */
  readonly keyStyle?: number;
}

/**
 * Sets a field of a mapping. A field that exists keeps its style (quotes), and its node changes in place;
 * `undefined` and null remove the field. Without a name it is the node itself that is set, as {@link setScalar} does.
 *
 * @returns the node that now holds the value.
 * @throws WrongKindError when `node` is neither a mapping nor null; without a name, when it is one.
 */
export function setField(
  node: YamlNode,
  name: string,
  value: YamlNode | undefined,
  options: SetFieldOptions = {},
): YamlNode | undefined {
  if (name === '') return setNameless(node, value);
  if (value !== undefined) quoteIfAmbiguous(value);
  if (value === undefined || (value.tag === tag.null && options.keepNull !== true)) {
    removeField(node, name);
    return undefined;
  }
  const existing = requireField(node, name);
  if (existing !== undefined) {
    value.style = existing.style;
    if (existing !== value) overwriteNode(existing, value);
    return existing;
  }
  if (node.kind !== 'mapping') return value;
  node.keys.push(newKey(name, options.keyStyle ?? style.plain));
  node.items.push(value);
  return value;
}

function setNameless(node: YamlNode, value: YamlNode | undefined): YamlNode {
  if (value === undefined) requireKind(node, 'scalar');
  else setScalar(node, value);
  return node;
}

/** Gives a scalar the text, tag and content of `value`; it keeps its own style (quotes). */
export function setScalar(node: YamlNode, value: YamlNode): void {
  quoteIfAmbiguous(value);
  requireKind(node, 'scalar');
  if (!hasValue(value)) return;
  value.style = node.style;
  overwriteNode(node, value);
}

/**
 * Removes a field.
 * @throws WrongKindError when `node` is neither a mapping nor null.
 */
export function removeField(node: YamlNode, name: string): void {
  requireKind(node, 'mapping');
  if (node.kind !== 'mapping') return;
  const index = fieldIndex(node, name);
  if (index === -1) return;
  node.keys.splice(index, 1);
  node.items.splice(index, 1);
  if (node.items.length === 0) node.notes = { ...(node.notes ?? NO_NOTES), emptied: true };
}

/** Text that YAML 1.1 would not read as a string is quoted, where nothing was said about its style. */
function quoteIfAmbiguous(value: YamlNode): void {
  if (value.style === style.plain && isStringNode(value) && readsAsNonString(value.value)) value.style = style.double;
}

/** A new key has no tag, so that a key such as `1` will be read again as a number. */
function newKey(name: string, keyStyle: number): MappingKey {
  if (keyStyle !== style.plain) return scalarNode(name, tag.none, keyStyle);
  return resolveTag(name) === tag.string ? name : scalarNode(name);
}

/** The texts of a mapping's keys, in order. */
export function fieldNames(node: YamlNode | undefined): readonly string[] {
  return node === undefined ? [] : node.keys.map(keyText);
}
