import { matchElement } from './elements.js';
import { requireField, setField } from './fields.js';
import { requireKind } from './require-kind.js';
import { emptyNode, mappingNode, type NodeKind, scalarNode, type YamlNode } from './yaml-node.js';

const INTEGER = /^[-+]?[0-9]+$/;

/**
 * Follows a path of field names, `[key=value]` selectors, list indexes and `-` (the last item).
 *
 * @returns the node, or `undefined` where a part is absent.
 * @throws WrongKindError when the path leads through something that cannot have such a part.
 */
export function lookupPath(node: YamlNode, path: readonly string[]): YamlNode | undefined {
  return followPath(node, path, 'none');
}

/** The same, making what is absent: mappings and lists on the way, and a node of `kind` at the end. */
export function lookupOrCreatePath(node: YamlNode, path: readonly string[], kind: NodeKind): YamlNode | undefined {
  return followPath(node, path, kind);
}

function followPath(node: YamlNode, path: readonly string[], create: NodeKind): YamlNode | undefined {
  const parts = path.map((part) => part.trim()).filter((part) => part !== '');
  let current: YamlNode | undefined = node;
  for (const [index, part] of parts.entries()) {
    current = followPart(current, part, parts[index + 1] ?? '', create);
    if (current === undefined) return undefined;
  }
  return current;
}

function followPart(node: YamlNode, part: string, next: string, create: NodeKind): YamlNode | undefined {
  if (isInteger(part)) return elementAt(node, Number(part));
  if (part === '-') return lastElement(node);
  if (part === '*') throw new Error('wildcard is not supported in PathGetter');
  if (isSelector(part)) return followSelector(node, part, create);
  return requireField(node, part) ?? (create === 'none' ? undefined : createField(node, part, kindFor(next, create)));
}

function elementAt(node: YamlNode, index: number): YamlNode | undefined {
  if (index < 0) throw new Error(`array index ${index} cannot be negative`);
  requireKind(node, 'sequence');
  return node.items[index];
}

function lastElement(node: YamlNode): YamlNode | undefined {
  requireKind(node, 'sequence');
  return node.items.at(-1);
}

function followSelector(node: YamlNode, part: string, create: NodeKind): YamlNode | undefined {
  const [key, value] = splitSelector(part);
  const found = matchElement(node, [key], [value]);
  if (found !== undefined || create === 'none') return found;
  const made = key === '' ? scalarNode(value) : mappingNode([key], [scalarNode(value)]);
  node.items.push(made);
  return made;
}

function createField(node: YamlNode, name: string, kind: NodeKind): YamlNode | undefined {
  return setField(node, name, emptyNode(kind));
}

/** The kind of node that must stand before the part `next` of a path. */
export function kindFor(next: string, last: NodeKind): NodeKind {
  if (isSelector(next) || isIndex(next)) return 'sequence';
  return next === '' ? last : 'mapping';
}

/** Whether a part of a path is a number as Go's `Atoi` takes one. */
export function isInteger(part: string): boolean {
  return INTEGER.test(part);
}

/** Whether a part of a path is the index of a list item. */
export function isIndex(part: string): boolean {
  return isInteger(part) && Number(part) >= 0;
}

/** Whether a part of a path selects list items: `[name=nginx]`, `[=-jar]`. */
export function isSelector(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']') && part.length > 1;
}

/** Key and value of a selector; the key is empty where the items themselves are compared. */
export function splitSelector(part: string): readonly [string, string] {
  const inner = part.replace(/\]$/, '').replace(/^\[/, '');
  const equals = inner.indexOf('=');
  if (equals === -1) throw new Error('list path element must contain fieldName=fieldValue for element to match');
  return [inner.slice(0, equals), inner.slice(equals + 1)];
}
