import type {
  AliasNode,
  MappingEntry,
  MappingNode,
  ScalarNode,
  SequenceNode,
  YamlNode,
  YamlNodeDocument,
} from '../parse/yaml-node.js';
import { shortTag, tagOf } from '../resolve/node-tag.js';
import type { ScalarStyle } from '../scan/token.js';
import type { ScalarAnalysis } from './analyze-scalar.js';
import { CommentWriter } from './comment-writer.js';
import { Emitter } from './emitter.js';

const LONGEST_SIMPLE_KEY = 128;
const YAML_TAG_PREFIX = 'tag:yaml.org,2002:';

/** How nodes are laid out. */
export interface NodeLayout {
  /** Columns of one level. @default 2 */
  readonly indent?: number | undefined;
  /** Whether a list under a key stands at the key's own column, as kustomize has it. @default true */
  readonly compactLists?: boolean | undefined;
}

/** Where a node stands. */
interface NodeContext {
  readonly inMapping: boolean;
  readonly simpleKey: boolean;
  /** It stands behind the `-` of a list. */
  readonly inItem: boolean;
}

const PART: NodeContext = { inMapping: false, simpleKey: false, inItem: false };
const ITEM: NodeContext = { inMapping: false, simpleKey: false, inItem: true };
const VALUE: NodeContext = { inMapping: true, simpleKey: false, inItem: false };
const SIMPLE_KEY: NodeContext = { inMapping: true, simpleKey: true, inItem: false };

/** Writes the nodes of a document with their styles, tags and comments, as go-yaml v3 does. */
export class NodeRenderer {
  readonly #emitter: Emitter;
  readonly #comments: CommentWriter;
  readonly #compactLists: boolean;
  #flowLevel = 0;

  constructor({ indent, compactLists = true }: NodeLayout = {}) {
    this.#emitter = new Emitter({ width: Number.POSITIVE_INFINITY, tabsAreSpecial: false, indent });
    this.#comments = new CommentWriter(this.#emitter);
    this.#compactLists = compactLists;
  }

  render(document: YamlNodeDocument): string {
    const emitter = this.#emitter;
    if (document.headComment !== '') {
      this.#comments.add({ headComment: document.headComment, lineComment: '', footComment: '' });
      this.#comments.writeHead();
      emitter.writeBreak();
    }
    this.#comments.addStart(document.root);
    this.#comments.writeHead();
    this.#writeNode(document.root, PART);
    this.#comments.add({ headComment: '', lineComment: '', footComment: document.footComment });
    emitter.footIndent = 0;
    this.#comments.writeFoot();
    emitter.footIndent = -1;
    emitter.writeIndent();
    return emitter.text;
  }

  /** Writes a node whose start comments have been added; its line and foot comments with it. */
  #writeNode(node: YamlNode, context: NodeContext): void {
    this.#emitter.inItem = context.inItem;
    switch (node.kind) {
      case 'alias':
        this.#writeAlias(node);
        return this.#comments.writeLineAndFoot();
      case 'scalar':
        this.#writeScalar(node, context);
        return this.#comments.writeLineAndFoot();
      case 'sequence':
        this.#writeProperties(node, tagOf(node));
        this.#comments.writeLineAndFoot();
        return this.#writeSequence(node, context);
      case 'mapping':
        this.#writeProperties(node, tagOf(node));
        this.#comments.writeLineAndFoot();
        return this.#writeMapping(node);
    }
  }

  #writeAlias(node: AliasNode): void {
    this.#emitter.writeIndicator('*', { before: true });
    this.#emitter.write(node.name);
    this.#emitter.indention = false;
  }

  #writeProperties(node: YamlNode, tag: string): void {
    const emitter = this.#emitter;
    if (node.anchor !== '') {
      emitter.writeIndicator('&', { before: true });
      emitter.write(node.anchor);
      emitter.indention = false;
    }
    if (tag !== '') emitter.writeIndicator(tagText(tag), { before: true });
  }

  #writeScalar(node: ScalarNode, { simpleKey }: NodeContext): void {
    const { style, tag } = this.#styleOf(node, simpleKey);
    this.#writeProperties(node, tag);
    this.#emitter.writeScalar(node.value, style, simpleKey, () => this.#comments.writeLine());
  }

  #styleOf(node: ScalarNode, simpleKey: boolean): { readonly style: ScalarStyle; readonly tag: string } {
    const tag = tagOf(node);
    const asked = node.style === 'plain' && node.value.includes('\n') ? 'literal' : node.style;
    const context = { inFlow: this.#flowLevel > 0, simpleKey };
    return { style: this.#emitter.selectStyle(node.value, asked, this.#analyze(node), context), tag };
  }

  #analyze(node: ScalarNode): ScalarAnalysis {
    return this.#emitter.analyze(node.value);
  }

  #writeSequence(node: SequenceNode, context: NodeContext): void {
    if (this.#flowLevel > 0 || node.flow || node.items.length === 0) return this.#writeFlowSequence(node);
    const emitter = this.#emitter;
    const outer = emitter.indent;
    const compact = this.#compactLists && context.inMapping && (emitter.column === 0 || !emitter.indention);
    emitter.indent = compact && outer >= 0 ? emitter.blockIndent() - 2 : emitter.blockIndent();
    for (const item of node.items) {
      this.#comments.addStart(item);
      this.#comments.writeHead();
      emitter.writeIndent();
      emitter.writeIndicator('-', { before: true, indention: true });
      this.#writeNode(item, ITEM);
    }
    this.#comments.add({ headComment: '', lineComment: node.lineComment, footComment: node.footComment });
    emitter.indent = outer;
  }

  #writeMapping(node: MappingNode): void {
    if (this.#flowLevel > 0 || node.flow || node.entries.length === 0) return this.#writeFlowMapping(node);
    const emitter = this.#emitter;
    const outer = emitter.indent;
    emitter.indent = emitter.blockIndent();
    let tail = '';
    for (const { key, value } of node.entries) {
      this.#addKeyStart(key, tail);
      tail = key.footComment;
      this.#writeBlockEntry(key, value);
    }
    this.#comments.addTail(tail);
    this.#comments.add({ headComment: '', lineComment: node.lineComment, footComment: node.footComment });
    this.#comments.writeHead();
    emitter.indent = outer;
  }

  /** A foot comment of a key is written after its value: with the next key, or at the end. */
  #addKeyStart(key: YamlNode, tail: string): void {
    this.#comments.addTail(tail);
    const { headComment, lineComment } = key;
    this.#comments.add({ headComment, lineComment: isCollection(key) ? '' : lineComment, footComment: '' });
  }

  #writeBlockEntry(key: YamlNode, value: YamlNode): void {
    const emitter = this.#emitter;
    this.#comments.writeHead();
    emitter.writeIndent();
    this.#comments.setKeyLineAside();
    if (this.#isSimpleKey(key)) {
      this.#writeNode(key, SIMPLE_KEY);
      emitter.writeIndicator(':');
    } else {
      emitter.writeIndicator('?', { before: true, indention: true });
      this.#writeNode(key, VALUE);
      emitter.writeIndent();
      emitter.writeIndicator(':', { before: true, indention: true });
    }
    this.#comments.addStart(value);
    this.#comments.writeKeyLine(value);
    this.#writeNode(value, VALUE);
  }

  #isSimpleKey(key: YamlNode): boolean {
    if (key.kind === 'alias') return key.name.length <= LONGEST_SIMPLE_KEY;
    if (key.kind === 'sequence' && key.items.length > 0) return false;
    if (key.kind === 'mapping' && key.entries.length > 0) return false;
    const value = key.kind === 'scalar' ? key.value : '';
    if (key.kind === 'scalar' && this.#analyze(key).multiline) return false;
    const tag = tagOf(key);
    const bytes = new TextEncoder().encode(key.anchor + value).length + (tag === '' ? 0 : tagText(tag).length);
    return bytes <= LONGEST_SIMPLE_KEY;
  }

  #writeFlowSequence(node: SequenceNode): void {
    const outer = this.#startFlow('[');
    let trail = false;
    for (const [index, item] of node.items.entries()) {
      this.#startFlowItem(item, index > 0 && !trail);
      trail = this.#writeFlowPart(item, PART);
    }
    this.#flowLevel--;
    this.#emitter.indent = outer;
    this.#comments.add({ headComment: '', lineComment: node.lineComment, footComment: node.footComment });
    if (this.#emitter.column === 0) this.#emitter.writeIndent();
    this.#emitter.writeIndicator(']');
    this.#comments.writeLineAndFoot();
  }

  #startFlow(indicator: string): number {
    const emitter = this.#emitter;
    emitter.writeIndicator(indicator, { before: true, whitespace: true });
    const outer = emitter.indent;
    emitter.indent = emitter.scalarIndent();
    this.#flowLevel++;
    return outer;
  }

  #startFlowItem(item: YamlNode, separate: boolean): void {
    this.#comments.addStart(item);
    if (separate) this.#emitter.writeIndicator(',');
    this.#comments.writeHead();
    if (this.#emitter.column === 0) this.#emitter.writeIndent();
  }

  /** Writes an item or a value. @returns whether a comment behind it has brought the comma with it. */
  #writeFlowPart(node: YamlNode, context: NodeContext): boolean {
    if (!this.#comments.hasTrailing() || isCollection(node)) {
      this.#writeNode(node, context);
      return false;
    }
    this.#emitter.inItem = false;
    if (node.kind === 'alias') this.#writeAlias(node);
    else if (node.kind === 'scalar') this.#writeScalar(node, context);
    this.#emitter.writeIndicator(',');
    this.#comments.writeLineAndFoot();
    return true;
  }

  #writeFlowMapping(node: MappingNode): void {
    const outer = this.#startFlow('{');
    let trail = false;
    let tail = '';
    for (const [index, { key, value }] of node.entries.entries()) {
      this.#addKeyStart(key, tail);
      tail = key.footComment;
      if (index > 0 && !trail) this.#emitter.writeIndicator(',');
      this.#comments.writeHead();
      if (this.#emitter.column === 0) this.#emitter.writeIndent();
      trail = this.#writeFlowEntry({ key, value });
    }
    this.#comments.addTail(tail);
    this.#comments.add({ headComment: '', lineComment: node.lineComment, footComment: node.footComment });
    if (node.entries.length > 0 && !trail && this.#comments.hasTailOrFoot()) this.#emitter.writeIndicator(',');
    this.#comments.writeHead();
    this.#flowLevel--;
    this.#emitter.indent = outer;
    this.#emitter.writeIndicator('}');
    this.#comments.writeLineAndFoot();
  }

  #writeFlowEntry({ key, value }: MappingEntry): boolean {
    if (this.#isSimpleKey(key)) {
      this.#writeNode(key, SIMPLE_KEY);
      this.#emitter.writeIndicator(':');
    } else {
      this.#emitter.writeIndicator('?', { before: true });
      this.#writeNode(key, VALUE);
      this.#emitter.writeIndicator(':', { before: true });
    }
    this.#comments.addStart(value);
    return this.#writeFlowPart(value, VALUE);
  }
}

function isCollection(node: YamlNode): boolean {
  return node.kind === 'sequence' || node.kind === 'mapping';
}

function tagText(tag: string): string {
  if (tag.startsWith(YAML_TAG_PREFIX)) return shortTag(tag);
  return tag.startsWith('!') ? tag : `!<${tag}>`;
}
