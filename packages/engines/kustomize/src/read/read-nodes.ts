import { hasErrorCode } from '@gotk/located-error';
import { parseYamlNodes } from '@gotk/yaml';
import { wrapError } from '../errors/wrap-error.js';
import { field } from '../node/fields.js';
import { hasContent } from '../node/node-state.js';
import type { YamlNode } from '../node/yaml-node.js';
import { fromYamlNodes } from './from-yaml-nodes.js';
import { parseSimpleYaml } from './parse-simple-yaml.js';
import { decodeText, hasRawBytes } from './raw-bytes.js';
import { type DocumentText, splitDocuments } from './split-documents.js';

/** A document of a file. */
export interface ReadNode {
  readonly node: YamlNode;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** 0-based index among the file's documents. */
  readonly document: number;
  /** The document as it was read; only kept where words count more than speed. */
  readonly text?: string;
}

/** How files are read. */
export interface ReadOptions {
  /** Names the file in the place of errors. */
  readonly file: string;
  /** Most nodes that one document may have once its aliases are written out. */
  readonly aliasNodes: number;
  /** Whether nodes keep their notes, at the price of speed. */
  readonly exact: boolean;
}

/**
 * Reads the documents of a file, empty ones left out; a file that is one List gives its items.
 * @throws LocatedError `kustomize-malformed-yaml`.
 */
export function readNodes(content: string | Uint8Array, options: ReadOptions): readonly ReadNode[] {
  const stream = (typeof content === 'string' ? content : decodeText(content)).replaceAll('\r\n', '\n');
  const documents = splitDocuments(stream);
  const nodes: ReadNode[] = [];
  for (const [index, document] of documents.entries()) {
    const node = parseDocument(document, options);
    if (node === undefined || node.tag === '!!null') continue;
    const text = options.exact ? { text: document.text } : {};
    const read: ReadNode = { node, line: firstContentLine(document), document: index, ...text };
    if (documents.length === 1 && isWrapper(node)) nodes.push(...unwrap(read));
    else nodes.push(read);
  }
  return nodes;
}

function parseDocument({ text, startLine }: DocumentText, options: ReadOptions): YamlNode | undefined {
  const simple = options.exact || hasRawBytes(text) ? undefined : parseSimpleYaml(text);
  if (simple !== undefined) return simple ?? undefined;
  try {
    const { root } = parseYamlNodes(text, { file: options.file, startLine });
    return fromYamlNodes(root, { nodes: options.aliasNodes, places: options.exact });
  } catch (error) {
    if (hasErrorCode(error, 'yaml-empty')) return undefined;
    if (!hasErrorCode(error, 'yaml-syntax')) throw error;
    throw wrapError(error, 'MalformedYAMLError');
  }
}

function firstContentLine({ text, startLine }: DocumentText): number {
  let line = startLine;
  for (const content of text.split('\n', 100)) {
    if (content.trim() !== '' && !content.startsWith('#') && !content.startsWith('---')) return line;
    line++;
  }
  return startLine;
}

function isWrapper(node: YamlNode): boolean {
  const kind = field(node, 'kind');
  if (!hasContent(kind) || (kind.value !== 'List' && kind.value !== 'ResourceList')) return false;
  return field(node, 'items') !== undefined || field(node, 'functionConfig') !== undefined;
}

function unwrap({ node, line, document }: ReadNode): readonly ReadNode[] {
  const items = field(node, 'items')?.items ?? [];
  return items.map((item) => ({ node: item, line, document }));
}
