import { hasErrorCode } from '@gotk/located-error';
import { parseYamlNodes } from '@gotk/yaml';
import { compileGoRegExp, type GoRegExp } from '../go-regexp/compile-go-regexp.js';
import { fromYamlNodes } from '../read/from-yaml-nodes.js';
import { field, requireField, setField } from './fields.js';
import { isIndex, isSelector, kindFor, splitSelector } from './lookup-path.js';
import { NotesNeeded } from './notes-needed.js';
import { renderNode } from './render-node.js';
import { requireKind } from './require-kind.js';
import { emptyNode, mappingNode, type NodeKind, scalarNode, style, tag, type YamlNode } from './yaml-node.js';

/** How a path is matched. */
export interface MatchPathOptions {
  /** The kind of node to make where the path leads to nothing; `none` makes nothing. */
  readonly create: NodeKind;
  /** Whether the nodes have all their notes: a selector for scalars sees the comments. */
  readonly exact: boolean;
}

/** Most nodes of a text inside a text. */
const EMBEDDED_NODES = 1_000_000;

/**
 * All nodes that a path leads to: through field names, indexes, `*`, and selectors whose value is a pattern.
 * A path may go on inside a scalar that holds YAML or JSON; the nodes are then of a copy.
 *
 * @returns an empty list where it leads to nothing.
 * @throws where a part of the path does not fit what it meets.
 */
export function matchPath(node: YamlNode, path: readonly string[], options: MatchPathOptions): readonly YamlNode[] {
  const [part, ...rest] = path;
  if (part === undefined) return [node];
  if (isIndex(part)) return matchIndex(node, Number(part), rest, options);
  if (isSelector(part)) return matchSelector(node, part, rest, options);
  if (part !== '*') return matchField(node, part, rest, options);
  requireKind(node, 'sequence');
  return node.items.flatMap((item) => matchPath(item, rest, options));
}

function matchField(
  node: YamlNode,
  name: string,
  rest: readonly string[],
  options: MatchPathOptions,
): readonly YamlNode[] {
  let found = requireField(node, name);
  if (found === undefined) {
    if (options.create === 'none') return [];
    found = emptyNode(kindFor(rest[0] ?? '', options.create));
    setField(node, name, found);
  }
  if (found.kind !== 'scalar' || rest.length === 0) return matchPath(found, rest, options);
  return matchPath(parseEmbedded(found.value), rest, options);
}

function matchIndex(
  node: YamlNode,
  index: number,
  rest: readonly string[],
  options: MatchPathOptions,
): readonly YamlNode[] {
  requireKind(node, 'sequence');
  if (node.items.length === index && options.create !== 'none')
    node.items.push(emptyNode(kindFor(rest[0] ?? '', options.create)));
  const item = node.items[index];
  if (item === undefined) throw new Error(`index ${index} specified but only ${node.items.length} elements found`);
  return matchPath(item, rest, options);
}

function matchSelector(
  node: YamlNode,
  part: string,
  rest: readonly string[],
  options: MatchPathOptions,
): readonly YamlNode[] {
  const [key, value] = splitSelector(part);
  requireKind(node, 'sequence');
  const pattern = node.items.length === 0 ? undefined : compileGoRegExp(value);
  const found = matchItems(node, { key, pattern, rest }, options);
  if (found.length > 0 || options.create === 'none') return found;
  node.items.push(key === '' ? scalarNode(value) : mappingNode([key], [scalarNode(value)]));
  return matchItems(node, { key, pattern: compileGoRegExp(value), rest }, options);
}

/** What items of a list are looked for. */
interface ItemSelector {
  /** The field that is looked at; empty: the item itself, a scalar. */
  readonly key: string;
  readonly pattern: GoRegExp | undefined;
  /** The path from the item on. */
  readonly rest: readonly string[];
}

function matchItems(
  node: YamlNode,
  { key, pattern, rest }: ItemSelector,
  options: MatchPathOptions,
): readonly YamlNode[] {
  if (pattern === undefined) return [];
  if (key === '') return node.items.filter((item) => pattern.test(scalarText(item, options)));
  return node.items.flatMap((item) => {
    const value = field(item, key);
    return value !== undefined && pattern.test(printed(value)) ? matchPath(item, rest, options) : [];
  });
}

function scalarText(item: YamlNode, { exact }: MatchPathOptions): string {
  if (!exact) throw new NotesNeeded('needs comments');
  return printed(item);
}

const PLAIN_WORD = /^[A-Za-z0-9_/][A-Za-z0-9_/.-]*$/;

/** A node as it is printed, quotes and comments included: that is what a pattern is matched against. */
function printed(node: YamlNode): string {
  const isPlain = node.kind === 'scalar' && node.style === style.plain && node.tag === tag.string;
  if (isPlain && node.notes === undefined && PLAIN_WORD.test(node.value)) return node.value;
  return renderNode(node).trim();
}

/** Reads a text inside a text. An empty one is a node without content. */
export function parseEmbedded(text: string): YamlNode {
  try {
    return fromYamlNodes(parseYamlNodes(text).root, { nodes: EMBEDDED_NODES });
  } catch (error) {
    if (hasErrorCode(error, 'yaml-empty')) return emptyNode('none');
    throw error;
  }
}
