import { LocatedError } from '@gotk/located-error';
import {
  checkYamlMapping,
  type MappingNode,
  parseYamlNodeStream,
  type SequenceNode,
  type YamlNode,
  type YamlNodeDocument,
} from '@gotk/yaml';
import type { SopsBranch, SopsComment, SopsField, SopsTree, SopsValue } from '../../tree/sops-tree.js';
import { keyOfNode, valueOfScalar } from './scalar-of-node.js';

type Entry = SopsField | SopsComment;

/** Values and levels that one file may unfold to by aliases. */
const MAX_VALUES = 1_000_000;
const MAX_DEPTH = 1000;

/** Reads the documents of a YAML file: comments become entries and items, aliases copies. @throws LocatedError `yaml-syntax` */
export function parseYamlFile(bytes: Uint8Array): SopsTree {
  if (bytes.length === 0) return [];
  const documents = parseYamlNodeStream(bytes);
  const first = documents.next();
  if (first.done === true) throw new LocatedError({ code: 'yaml-syntax', message: 'EOF' });
  checkYamlMapping(first.value);
  const reader = new DocumentReader();
  try {
    return [first.value, ...documents].map((document) => reader.read(document));
  } catch (cause) {
    if (!(cause instanceof LocatedError)) throw cause;
    const { at, message } = cause;
    throw new LocatedError({ code: 'yaml-syntax', message: `Error unmarshaling input YAML: ${message}`, at, cause });
  }
}

class DocumentReader {
  #values = 0;
  #depth = 0;
  readonly #open = new Set<YamlNode>();

  read({ root, headComment, footComment }: YamlNodeDocument): SopsBranch {
    const entries = [...commentsOf(headComment), ...this.#root(root), ...commentsOf(footComment)];
    return { kind: 'branch', entries };
  }

  #root(node: YamlNode): Entry[] {
    if (node.kind === 'mapping') return this.#mappingWithComments(node);
    if (node.kind === 'sequence') throw valueError('YAML documents that are sequences are not supported');
    if (node.kind === 'alias') return this.#root(node.target);
    if (valueOfScalar(node) !== null) throw valueError('YAML documents that are values are not supported');
    return [...commentsOf(node.headComment), ...commentsOf(node.lineComment)];
  }

  #mappingWithComments(node: MappingNode): Entry[] {
    return [
      ...commentsOf(node.headComment),
      ...commentsOf(node.lineComment),
      ...this.#mapping(node),
      ...commentsOf(node.footComment),
    ];
  }

  #mapping({ entries }: MappingNode): Entry[] {
    return entries.flatMap(({ key, value }) => {
      const flat = value.kind === 'scalar' || value.kind === 'alias';
      return [
        ...commentsOf(key.headComment),
        ...commentsOf(key.lineComment),
        ...(flat ? [...commentsOf(value.headComment), ...commentsOf(value.lineComment, true)] : []),
        { kind: 'field', key: keyOfNode(key), value: this.#value(value, flat) },
        ...(flat ? commentsOf(value.footComment) : []),
        ...commentsOf(key.footComment),
      ] satisfies Entry[];
    });
  }

  /** @param commentsTaken whether the comments of the node itself are in the tree already. */
  #value(node: YamlNode, commentsTaken: boolean): SopsValue {
    if (++this.#values > MAX_VALUES) throw valueError(`more than ${MAX_VALUES} values`);
    if (++this.#depth > MAX_DEPTH) throw valueError(`exceeded max depth of ${MAX_DEPTH}`);
    const value = this.#read(node, commentsTaken);
    this.#depth--;
    return value;
  }

  #read(node: YamlNode, commentsTaken: boolean): SopsValue {
    switch (node.kind) {
      case 'scalar':
        return valueOfScalar(node);
      case 'alias':
        return this.#alias(node.target);
      case 'sequence':
        return this.#list(node, commentsTaken);
      case 'mapping':
        return {
          kind: 'branch',
          entries: commentsTaken ? this.#mapping(node) : this.#mappingWithComments(node),
        };
    }
  }

  #alias(target: YamlNode): SopsValue {
    if (this.#open.has(target)) throw valueError(`anchor '${target.anchor}' value contains itself`);
    this.#open.add(target);
    const value = this.#value(target, false);
    this.#open.delete(target);
    return value;
  }

  #list(node: SequenceNode, commentsTaken: boolean): SopsValue {
    const items = node.items.flatMap((item): SopsValue[] => [
      ...commentsOf(item.headComment),
      ...commentsOf(item.lineComment, true),
      this.#value(item, true),
      ...commentsOf(item.footComment),
    ]);
    if (commentsTaken) return items;
    return [
      ...commentsOf(node.headComment),
      ...commentsOf(node.lineComment),
      ...items,
      ...commentsOf(node.footComment),
    ];
  }
}

/** Each line of a comment by itself, without its first character. */
function commentsOf(text: string, inline = false): SopsComment[] {
  if (text === '') return [];
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ kind: 'comment', text: line.slice(1), inline }));
}

function valueError(message: string): LocatedError {
  return new LocatedError({ code: 'yaml-syntax', message });
}
