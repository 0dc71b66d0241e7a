import type { MappingEntry, MappingNode, YamlNode as ParsedNode, ScalarNode } from '@gotk/yaml';
import { buildError } from '../errors/build-error.js';
import { resolveTag } from '../node/resolve-scalar.js';
import {
  copyNode,
  keyText,
  type MappingKey,
  mappingNode,
  NO_NOTES,
  type NodeNotes,
  scalarNode,
  sequenceNode,
  style,
  tag,
  type YamlNode,
} from '../node/yaml-node.js';

/** How a document is turned into nodes. */
export interface NodeBudget {
  /** How many nodes it may still grow to. */
  nodes: number;
  /** Whether all nodes note where they stood; keys are nodes then, too. Default false. */
  readonly places?: boolean;
}

const STYLES = {
  plain: style.plain,
  single: style.single,
  double: style.double,
  literal: style.literal,
  folded: style.folded,
} as const;

const TAG_PREFIX = 'tag:yaml.org,2002:';

/**
 * Turns what the parser read into nodes that edits can change: aliases become copies of what they stand for, merge keys
 * become the fields they bring.
 *
 * @throws LocatedError `kustomize-limit` when aliases make the document too large; an error for a bad merge key.
 */
export function fromYamlNodes(parsed: ParsedNode, budget: NodeBudget): YamlNode {
  spend(budget);
  switch (parsed.kind) {
    case 'alias':
      return fromYamlNodes(parsed.target, budget);
    case 'scalar':
      return withNotes(fromScalar(parsed), parsed, budget);
    case 'sequence': {
      const items = parsed.items.map((item) => fromYamlNodes(item, budget));
      const node = sequenceNode(items, shortTag(parsed.tag) || tag.sequence, collectionStyle(parsed));
      return withNotes(node, parsed, budget);
    }
    case 'mapping':
      return withNotes(fromMapping(parsed, budget), parsed, budget);
  }
}

function spend(budget: NodeBudget): void {
  if (--budget.nodes >= 0) return;
  throw buildError('kustomize-limit', 'document contains excessive aliasing', {
    hint: 'Write out what the aliases stand for.',
  });
}

function fromScalar(parsed: ScalarNode): YamlNode {
  const { value } = parsed;
  const written = STYLES[parsed.style];
  const given = shortTag(parsed.tag);
  if (given !== '' && given !== '!') return scalarNode(value, given, written | style.tagged);
  if (written !== style.plain) return scalarNode(value, tag.string, written);
  return scalarNode(value, value === '<<' ? tag.merge : resolveTag(value));
}

function fromMapping(parsed: MappingNode, budget: NodeBudget): YamlNode {
  const keys: MappingKey[] = [];
  const items: YamlNode[] = [];
  const merges = parsed.entries.filter(({ key }) => isMergeKey(key));
  if (merges.length > 1) throw new Error('duplicate merge key');
  for (const entry of parsed.entries) {
    if (isMergeKey(entry.key)) continue;
    keys.push(fromKey(entry.key, budget));
    items.push(fromYamlNodes(entry.value, budget));
  }
  const node = mappingNode(keys, items, shortTag(parsed.tag) || tag.mapping, collectionStyle(parsed));
  const nullKeys = keys.flatMap((key, index) => (isTextualNull(key) ? [index] : []));
  for (const { value } of merges) mergeFields(node, mergedMappings(value), budget);
  for (const index of nullKeys) appendAgain(node, index);
  return node;
}

/** A key that is null and says so. */
function isTextualNull(key: MappingKey): boolean {
  return typeof key === 'object' && key.tag === tag.null && key.value !== '';
}

/** kustomize sets each field of a mapping once more, and does not find a null key again: the object becomes invalid. */
function appendAgain(node: YamlNode, index: number): void {
  const [key, value] = [node.keys[index], node.items[index]];
  if (key === undefined || value === undefined) return;
  node.keys.push(typeof key === 'object' ? copyNode(key) : key);
  node.items.push(copyNode(value));
}

/** Adds the fields that a mapping does not have itself; of the mappings, later ones win over earlier ones. */
function mergeFields(node: YamlNode, mappings: readonly MappingNode[], budget: NodeBudget): void {
  const own = new Set(node.keys.map(keyText));
  const merged = new Map<string, number>();
  for (const mapping of mappings) {
    const added = fromMapping(mapping, budget);
    for (const [index, key] of added.keys.entries()) {
      const text = keyText(key);
      const value = added.items[index];
      if ((own.has(text) && !isTextualNull(key)) || value === undefined) continue;
      const position = isTextualNull(key) ? node.keys.length : (merged.get(text) ?? node.keys.length);
      merged.set(text, position);
      node.keys[position] = key;
      node.items[position] = value;
    }
  }
}

/** The mappings that a merge key names, those that win last. */
function mergedMappings(value: ParsedNode): readonly MappingNode[] {
  if (value.kind === 'mapping') return [value];
  if (value.kind === 'alias') {
    if (value.target.kind === 'mapping') return [value.target];
    throw new Error('invalid map merge: received alias for a non-map value');
  }
  if (value.kind === 'scalar') throw new Error('map merge requires map or sequence of maps as the value');
  return value.items
    .flatMap((item) => {
      if (item.kind === 'sequence') throw new Error('invalid map merge: received a nested sequence');
      return mergedMappings(item);
    })
    .reverse();
}

function isMergeKey(key: ParsedNode): boolean {
  if (key.kind !== 'scalar') return false;
  return key.tag === `${TAG_PREFIX}merge` || (key.value === '<<' && key.style === 'plain' && key.tag === '');
}

function fromKey(parsed: MappingEntry['key'], budget: NodeBudget): MappingKey {
  const key = fromYamlNodes(parsed, budget);
  const isBare = key.kind === 'scalar' && key.tag === tag.string && key.style === style.plain;
  return isBare && key.notes === undefined ? key.value : key;
}

function collectionStyle({ flow, tag: given }: { readonly flow: boolean; readonly tag: string }): number {
  return (flow ? style.flow : 0) | (given === '' ? 0 : style.tagged);
}

function shortTag(given: string): string {
  return given.startsWith(TAG_PREFIX) ? `!!${given.slice(TAG_PREFIX.length)}` : given;
}

function withNotes(node: YamlNode, parsed: ParsedNode, { places = false }: NodeBudget): YamlNode {
  const { headComment: head, lineComment: line, footComment: foot, start } = parsed;
  const notes: NodeNotes = { ...NO_NOTES, head, line, foot };
  if (places) node.notes = { ...notes, row: start.line + 1, column: start.column + 1 };
  else if (head !== '' || line !== '' || foot !== '') node.notes = notes;
  return node;
}
