import { Cursor } from '../scan/cursor.js';
import { type Mark, YamlProblem } from '../scan/problem.js';
import { Scanner } from '../scan/scanner.js';
import { behind, type Token, type TokenKind } from '../scan/token.js';
import { CommentLedger, NO_COMMENTS } from './comment-ledger.js';
import type { MappingEntry, MappingNode, ScalarNode, SequenceNode, YamlNode, YamlNodeDocument } from './yaml-node.js';

const DEFAULT_TAG_HANDLES: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

/** Tag and anchor in front of a node. */
interface Properties {
  readonly tag: string;
  readonly anchor: string;
  readonly start: Mark;
}

/** Where a node stands: decides which tokens may begin it. */
type NodeContext = 'block' | 'block-or-indentless' | 'flow';

/** Builds the nodes of a text, document by document. */
export class DocumentParser {
  readonly cursor: Cursor;
  readonly #scanner: Scanner;
  readonly #comments = new CommentLedger();
  #tagHandles = new Map<string, string>();
  #anchors = new Map<string, YamlNode>();
  #first = true;

  constructor(text: string, withComments: boolean) {
    this.cursor = new Cursor(text);
    this.#scanner = new Scanner(this.cursor, withComments);
  }

  /** The next document, or `undefined` at the end of the text. */
  next(): YamlNodeDocument | undefined {
    if (this.#first) this.#skipStreamStart();
    else while (this.#peek().kind === 'document-end') this.#scanner.skip();
    const implicit = this.#first && !startsExplicitly(this.#peek().kind);
    this.#first = false;
    if (this.#peek().kind === 'stream-end') return undefined;
    this.#anchors = new Map();
    const headComment = implicit ? this.#startImplicitDocument() : this.#startExplicitDocument();
    const root = implicit ? this.#parseNode('block') : this.#parseDocumentContent();
    return { root, headComment, footComment: this.#endDocument() };
  }

  #peek(): Token {
    const token = this.#scanner.peek();
    this.#comments.note(this.#scanner, token);
    return token;
  }

  #skipStreamStart(): void {
    this.#peek();
    this.#scanner.skip();
  }

  #startImplicitDocument(): string {
    this.#readDirectives();
    return this.#comments.takeDocumentHead();
  }

  #startExplicitDocument(): string {
    this.#readDirectives();
    const token = this.#peek();
    if (token.kind !== 'document-start')
      throw new YamlProblem('parser', 'did not find expected <document start>', token.start);
    this.#scanner.skip();
    return '';
  }

  #readDirectives(): void {
    let version = false;
    for (let token = this.#peek(); isDirective(token.kind); token = this.#peek()) {
      if (token.kind === 'version-directive') {
        if (version) throw new YamlProblem('parser', 'found duplicate %YAML directive', token.start);
        if (token.value !== '1.1') throw new YamlProblem('parser', 'found incompatible YAML document', token.start);
        version = true;
      } else {
        if (this.#tagHandles.has(token.value))
          throw new YamlProblem('parser', 'found duplicate %TAG directive', token.start);
        this.#tagHandles.set(token.value, token.suffix);
      }
      this.#scanner.skip();
    }
    for (const [handle, prefix] of DEFAULT_TAG_HANDLES) {
      if (!this.#tagHandles.has(handle)) this.#tagHandles.set(handle, prefix);
    }
  }

  #parseDocumentContent(): YamlNode {
    const token = this.#peek();
    return endsDocument(token.kind) ? emptyScalar(token.start) : this.#parseNode('block');
  }

  #endDocument(): string {
    const token = this.#peek();
    if (token.kind === 'document-end') this.#scanner.skip();
    this.#tagHandles = new Map();
    const { headComment, footComment } = this.#comments.take();
    return footComment === '' ? headComment : footComment;
  }

  #parseNode(context: NodeContext): YamlNode {
    const first = this.#peek();
    if (first.kind === 'alias') return this.#parseAlias(first);
    const properties = this.#parseProperties(first);
    const token = this.#peek();
    const node = this.#parseContent(token, properties, context);
    if (node !== undefined) return node;
    if (properties.anchor !== '' || properties.tag !== '')
      return this.#register({ kind: 'scalar', value: '', style: 'plain', ...properties, ...NO_COMMENTS });
    throw new YamlProblem('parser', 'did not find expected node content', token.start, properties.start);
  }

  #parseContent(token: Token, properties: Properties, context: NodeContext): YamlNode | undefined {
    switch (token.kind) {
      case 'block-entry':
        return context === 'block-or-indentless' ? this.#parseIndentlessSequence(properties) : undefined;
      case 'scalar':
        return this.#parseScalar(token, properties);
      case 'flow-sequence-start':
        return this.#parseFlowSequence(token, properties);
      case 'flow-mapping-start':
        return this.#parseFlowMapping(token, properties);
      case 'block-sequence-start':
        return context === 'flow' ? undefined : this.#parseBlockSequence(token, properties);
      case 'block-mapping-start':
        return context === 'flow' ? undefined : this.#parseBlockMapping(token, properties);
      default:
        return undefined;
    }
  }

  #parseAlias(token: Token): YamlNode {
    const name = token.value;
    const target = this.#anchors.get(name);
    if (target === undefined) throw new YamlProblem('value', `unknown anchor '${name}' referenced`, token.start);
    const comments = this.#comments.take();
    this.#scanner.skip();
    return { kind: 'alias', tag: '', anchor: '', start: token.start, ...comments, name, target };
  }

  /** Reads tag and anchor in either order. */
  #parseProperties(first: Token): Properties {
    if (first.kind !== 'anchor' && first.kind !== 'tag') return { tag: '', anchor: '', start: first.start };
    let tag: Token | undefined;
    let anchor: Token | undefined;
    for (let token = first; ; token = this.#peek()) {
      if (token.kind === 'anchor' && anchor === undefined) anchor = token;
      else if (token.kind === 'tag' && tag === undefined) tag = token;
      else break;
      this.#scanner.skip();
    }
    const fullTag = tag === undefined ? '' : this.#fullTag(tag, first.start);
    return { tag: fullTag, anchor: anchor?.value ?? '', start: first.start };
  }

  #fullTag(token: Token, context: Mark): string {
    if (token.value === '') return token.suffix;
    const prefix = this.#tagHandles.get(token.value);
    if (prefix === undefined) throw new YamlProblem('parser', 'found undefined tag handle', token.start, context);
    return prefix + token.suffix;
  }

  /** Lets aliases find the node. Collections are registered before their content, which may point back to them. */
  #register<T extends YamlNode>(node: T): T {
    if (node.anchor !== '') this.#anchors.set(node.anchor, node);
    return node;
  }

  #parseScalar(token: Token, properties: Properties): ScalarNode {
    const comments = this.#comments.take();
    this.#scanner.skip();
    const { tag, anchor, start } = properties;
    const { headComment, lineComment, footComment } = comments;
    const { value, style } = token;
    return this.#register({ kind: 'scalar', value, style, tag, anchor, start, headComment, lineComment, footComment });
  }

  #sequence(properties: Properties, flow: boolean, headComment: string): Draft<SequenceNode> & { items: YamlNode[] } {
    const { tag, anchor, start } = properties;
    const comments = { headComment, lineComment: '', footComment: '' };
    return this.#register({ kind: 'sequence', items: [], flow, tag, anchor, start, ...comments });
  }

  #mapping(
    properties: Properties,
    flow: boolean,
    headComment: string,
  ): Draft<MappingNode> & { entries: MappingEntry[] } {
    const { tag, anchor, start } = properties;
    const comments = { headComment, lineComment: '', footComment: '' };
    return this.#register({ kind: 'mapping', entries: [], flow, tag, anchor, start, ...comments });
  }

  #parseIndentlessSequence(properties: Properties): YamlNode {
    const node = this.#sequence(properties, false, '');
    for (let token = this.#peek(); token.kind === 'block-entry'; token = this.#peek()) {
      const next = this.#skipBlockEntry();
      node.items.push(endsIndentlessItem(next.kind) ? emptyScalar(behind(token)) : this.#parseNode('block'));
    }
    return node;
  }

  /** Takes a `-`. @returns the token after it. */
  #skipBlockEntry(): Token {
    const priorHead = this.#comments.head.length;
    this.#scanner.skip();
    const next = this.#peek();
    if (priorHead > 0 && (next.kind === 'block-sequence-start' || next.kind === 'block-mapping-start'))
      this.#comments.setStem(priorHead);
    return next;
  }

  #parseBlockSequence(start: Token, properties: Properties): YamlNode {
    const node = this.#sequence(properties, false, this.#comments.takeStem());
    this.#scanner.skip();
    let token = this.#peek();
    for (; token.kind === 'block-entry'; token = this.#peek()) {
      const next = this.#skipBlockEntry();
      const empty = next.kind === 'block-entry' || next.kind === 'block-end';
      node.items.push(empty ? emptyScalar(behind(token)) : this.#parseNode('block'));
    }
    if (token.kind !== 'block-end')
      throw new YamlProblem('parser', "did not find expected '-' indicator", token.start, start.start);
    this.#scanner.skip();
    return node;
  }

  #parseBlockMapping(start: Token, properties: Properties): YamlNode {
    const node = this.#mapping(properties, false, this.#comments.takeStem());
    this.#scanner.skip();
    let token = this.#peek();
    for (; token.kind === 'key'; token = this.#peek()) {
      const key = this.#parseBlockPart(token);
      settleKeyFoot(node.entries, key);
      const next = this.#peek();
      const value = next.kind === 'value' ? this.#parseBlockPart(next) : emptyScalar(next.start);
      node.entries.push(settledEntry(key, value));
    }
    if (token.kind !== 'block-end')
      throw new YamlProblem('parser', 'did not find expected key', token.start, start.start);
    const { lineComment, footComment } = this.#comments.take();
    this.#scanner.skip();
    node.lineComment = lineComment;
    if (footComment !== '') setFootComment(node.entries.at(-1)?.key ?? node, footComment);
    return node;
  }

  /** The node behind a `key` or `value` token of a block mapping. */
  #parseBlockPart(indicator: Token): YamlNode {
    this.#scanner.skip();
    const { kind } = this.#peek();
    if (kind === 'key' || kind === 'value' || kind === 'block-end') return emptyScalar(behind(indicator));
    return this.#parseNode('block-or-indentless');
  }

  #parseFlowSequence(start: Token, properties: Properties): YamlNode {
    const node = this.#sequence(properties, true, this.#comments.take().headComment);
    this.#scanner.skip();
    for (let token = this.#peek(); token.kind !== 'flow-sequence-end'; token = this.#peek()) {
      if (node.items.length > 0) {
        token = this.#skipFlowEntry(token, "did not find expected ',' or ']'", start);
        if (token.kind === 'flow-sequence-end') break;
      }
      node.items.push(token.kind === 'key' ? this.#parseFlowPair(token) : this.#parseNode('flow'));
    }
    return this.#endFlow(node);
  }

  #parseFlowMapping(start: Token, properties: Properties): YamlNode {
    const node = this.#mapping(properties, true, this.#comments.take().headComment);
    this.#scanner.skip();
    for (let token = this.#peek(); token.kind !== 'flow-mapping-end'; token = this.#peek()) {
      if (node.entries.length > 0) {
        token = this.#skipFlowEntry(token, "did not find expected ',' or '}'", start);
        if (token.kind === 'flow-mapping-end') break;
      }
      node.entries.push(this.#parseFlowEntry(token));
    }
    return this.#endFlow(node);
  }

  /** Takes the `,` between two items. @returns the token after it. */
  #skipFlowEntry(token: Token, problem: string, start: Token): Token {
    if (token.kind !== 'flow-entry') throw new YamlProblem('parser', problem, token.start, start.start);
    this.#scanner.skip();
    return this.#peek();
  }

  #endFlow(node: Draft<SequenceNode> | Draft<MappingNode>): YamlNode {
    const { lineComment, footComment } = this.#comments.take();
    this.#scanner.skip();
    node.lineComment = lineComment;
    node.footComment = footComment;
    return node;
  }

  /** `key: value` as an item of a flow sequence: a mapping of one entry. */
  #parseFlowPair(start: Token): YamlNode {
    this.#scanner.skip();
    const node = this.#mapping({ tag: '', anchor: '', start: start.start }, true, '');
    const key = this.#parseFlowPairKey();
    const next = this.#peek();
    const value = next.kind === 'value' ? this.#parseFlowValue(next, 'flow-sequence-end') : emptyScalar(next.start);
    node.entries.push(settledEntry(key, value));
    return node;
  }

  #parseFlowPairKey(): YamlNode {
    const token = this.#peek();
    if (token.kind !== 'value' && token.kind !== 'flow-entry' && token.kind !== 'flow-sequence-end')
      return this.#parseNode('flow');
    this.#scanner.skip();
    return emptyScalar(behind(token));
  }

  #parseFlowEntry(token: Token): MappingEntry {
    if (token.kind !== 'key') {
      const key = this.#parseNode('flow');
      return settledEntry(key, emptyScalar(this.#peek().start));
    }
    this.#scanner.skip();
    const first = this.#peek();
    const key = endsFlowPart(first.kind) ? emptyScalar(first.start) : this.#parseNode('flow');
    const next = this.#peek();
    const value = next.kind === 'value' ? this.#parseFlowValue(next, 'flow-mapping-end') : emptyScalar(next.start);
    return settledEntry(key, value);
  }

  #parseFlowValue(indicator: Token, end: TokenKind): YamlNode {
    this.#scanner.skip();
    const token = this.#peek();
    if (token.kind !== 'flow-entry' && token.kind !== end) return this.#parseNode('flow');
    return emptyScalar(end === 'flow-mapping-end' ? token.start : indicator.start);
  }
}

/** A node under construction. */
type Draft<T> = { -readonly [K in keyof T]: T[K] };

function setFootComment(node: YamlNode, footComment: string): void {
  (node as Draft<YamlNode>).footComment = footComment;
}

/** A foot comment of a value goes to its key, so that it is written after the value. */
function settledEntry(key: YamlNode, value: YamlNode): MappingEntry {
  if (key.footComment === '' && value.footComment !== '') {
    setFootComment(key, value.footComment);
    setFootComment(value, '');
  }
  return { key, value };
}

/** A foot comment read with a key of a block mapping belongs to the entry before it. */
function settleKeyFoot(entries: readonly MappingEntry[], key: YamlNode): void {
  const before = entries.at(-1);
  if (key.footComment === '' || before === undefined) return;
  setFootComment(before.key, key.footComment);
  setFootComment(key, '');
}

function emptyScalar(start: Mark): ScalarNode {
  return { kind: 'scalar', value: '', style: 'plain', tag: '', anchor: '', start, ...NO_COMMENTS };
}

function isDirective(kind: TokenKind): boolean {
  return kind === 'version-directive' || kind === 'tag-directive';
}

function startsExplicitly(kind: TokenKind): boolean {
  return isDirective(kind) || kind === 'document-start' || kind === 'stream-end';
}

function endsDocument(kind: TokenKind): boolean {
  return startsExplicitly(kind) || kind === 'document-end';
}

function endsIndentlessItem(kind: TokenKind): boolean {
  return kind === 'block-entry' || kind === 'key' || kind === 'value' || kind === 'block-end';
}

function endsFlowPart(kind: TokenKind): boolean {
  return kind === 'value' || kind === 'flow-entry' || kind === 'flow-mapping-end';
}
