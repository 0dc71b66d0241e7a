/** What a node is. `none` is a node that was made without content, as an edit may leave behind. */
export type NodeKind = 'scalar' | 'mapping' | 'sequence' | 'none';

/** How a node was written; bits, because a tag may stand beside a quote. */
export const style = { plain: 0, tagged: 1, double: 2, single: 4, literal: 8, folded: 16, flow: 32 } as const;

/** The short tags that the engine itself gives or asks for. An empty tag stands for whatever the text resolves to. */
export const tag = {
  none: '',
  null: '!!null',
  string: '!!str',
  integer: '!!int',
  float: '!!float',
  boolean: '!!bool',
  mapping: '!!map',
  sequence: '!!seq',
  merge: '!!merge',
  binary: '!!binary',
  timestamp: '!!timestamp',
} as const;

/** A key is a bare string where it is an unquoted string anyway (nearly always), else the node it was written as. */
export type MappingKey = string | YamlNode;

/** What was around a node in the text that it was read from, and what else no output shows. */
export interface NodeNotes {
  /** Comments, `#` included; empty where there was none. */
  readonly head: string;
  readonly line: string;
  readonly foot: string;
  /** 1-based place in its document; 0 for what no document held. */
  readonly row: number;
  readonly column: number;
  /** Whether it is a mapping whose last field was taken away. */
  readonly emptied: boolean;
}

/** The notes of a node that nothing is known about. */
export const NO_NOTES: NodeNotes = { head: '', line: '', foot: '', row: 0, column: 0, emptied: false };

/**
 * A YAML value that edits change in place.
 *
 * kustomize edits a tree of YAML nodes, not of JSON values, and it shows: a value set without a tag is read again when it is
 * printed (`123` becomes a number unless the place was quoted before), and a node put in two places is changed in both.
 * Hence nodes with text, tag and style, shared where kustomize shares them. One shape for all kinds, since an edit may turn
 * one kind into another in place.
 */
export interface YamlNode {
  kind: NodeKind;
  tag: string;
  /** Text of a scalar, without quotes and escapes. */
  value: string;
  style: number;
  /** Keys of a mapping, in step with `items`. */
  keys: MappingKey[];
  /** Values of a mapping or items of a sequence. */
  items: YamlNode[];
  /** Only complete when a build is run again because of what no output shows: see `BuildState.exact`. */
  notes: NodeNotes | undefined;
}

// Shared by all nodes without content, and frozen: an edit that would write to them is a mistake.
const NO_KEYS = Object.freeze<MappingKey[]>([]) as MappingKey[];
const NO_ITEMS = Object.freeze<YamlNode[]>([]) as YamlNode[];

/** A scalar with a tag, plain unless told otherwise. */
export function scalarNode(value: string, scalarTag: string = tag.none, scalarStyle: number = style.plain): YamlNode {
  return {
    kind: 'scalar',
    tag: scalarTag,
    value,
    style: scalarStyle,
    keys: NO_KEYS,
    items: NO_ITEMS,
    notes: undefined,
  };
}

/** A string: always printed as one. */
export function stringNode(value: string): YamlNode {
  return scalarNode(value, tag.string, value.includes('\n') ? style.literal : style.plain);
}

/** An empty mapping unless given content. */
export function mappingNode(
  keys: MappingKey[] = [],
  items: YamlNode[] = [],
  mappingTag: string = tag.none,
  mappingStyle: number = style.plain,
): YamlNode {
  return { kind: 'mapping', tag: mappingTag, value: '', style: mappingStyle, keys, items, notes: undefined };
}

/** An empty sequence unless given items. */
export function sequenceNode(
  items: YamlNode[] = [],
  sequenceTag: string = tag.none,
  sequenceStyle: number = style.plain,
): YamlNode {
  return {
    kind: 'sequence',
    tag: sequenceTag,
    value: '',
    style: sequenceStyle,
    keys: NO_KEYS,
    items,
    notes: undefined,
  };
}

/** An empty node of a kind that is known only now. */
export function emptyNode(kind: NodeKind): YamlNode {
  if (kind === 'mapping') return mappingNode();
  if (kind === 'sequence') return sequenceNode();
  return { kind, tag: tag.none, value: '', style: style.plain, keys: NO_KEYS, items: NO_ITEMS, notes: undefined };
}

/**
 * Turns `node` into what `other` is, in place: whoever shares `node` sees it. The two then hold the same children, but each
 * in a list of its own.
 */
export function overwriteNode(node: YamlNode, other: YamlNode): void {
  node.kind = other.kind;
  node.tag = other.tag;
  node.value = other.value;
  node.style = other.style;
  node.keys = other.kind === 'mapping' ? other.keys.slice() : other.keys;
  node.items = isCollection(other) ? other.items.slice() : other.items;
  node.notes = other.notes;
}

/** Turns an empty (null) node into an empty one of `kind`, in place. */
export function convertEmptyNode(node: YamlNode, kind: NodeKind, newTag: string): void {
  node.kind = kind;
  node.tag = newTag;
  if (kind === 'mapping') node.keys = [];
  if (kind === 'mapping' || kind === 'sequence') node.items = [];
}

/** A copy that shares nothing. */
export function copyNode(node: YamlNode): YamlNode {
  return {
    kind: node.kind,
    tag: node.tag,
    value: node.value,
    style: node.style,
    keys: node.kind === 'mapping' ? node.keys.map(copyKey) : node.keys,
    items: isCollection(node) ? node.items.map(copyNode) : node.items,
    notes: node.notes,
  };
}

function copyKey(key: MappingKey): MappingKey {
  return typeof key === 'string' ? key : copyNode(key);
}

function isCollection(node: YamlNode): boolean {
  return node.kind === 'mapping' || node.kind === 'sequence';
}

/** The text of a key. */
export function keyText(key: MappingKey): string {
  return typeof key === 'string' ? key : key.value;
}
