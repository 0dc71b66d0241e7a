import type { Mark } from '../scan/problem.js';
import type { ScalarStyle } from '../scan/token.js';

/** What every node has. */
interface NodeBase {
  /** The tag as the document gives it, in full (`tag:yaml.org,2002:str`, `!custom`); empty where it gives none. */
  readonly tag: string;
  /** Name by which aliases point to the node; empty for none. */
  readonly anchor: string;
  /** Where the node begins; all numbers are 0-based. */
  readonly start: Mark;
  /** Comment lines before the node. */
  readonly headComment: string;
  /** Comment behind the node on its line. */
  readonly lineComment: string;
  /** Comment lines after the node. */
  readonly footComment: string;
}

/** A scalar, unquoted and unescaped but not yet resolved to a type. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string;
  readonly style: ScalarStyle;
}

/** A list. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

/** One key of a mapping with its value. */
export interface MappingEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** A mapping; entries stand in the order of the text, repeated keys included. */
export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly entries: readonly MappingEntry[];
}

/** A reference to a node with an anchor. */
export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  /** Name of the anchor. */
  readonly name: string;
  /** The node meant. May contain the alias itself. */
  readonly target: YamlNode;
}

/** A node of a document as it stands in the text: with styles, comments, tags and places. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

/** A whole document. */
export interface YamlNodeDocument {
  readonly root: YamlNode;
  readonly headComment: string;
  readonly footComment: string;
}
