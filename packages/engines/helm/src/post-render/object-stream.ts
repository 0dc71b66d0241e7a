import { hasErrorCode, LocatedError } from '@gotk/located-error';
import { parseYamlNodes, renderYamlNodes, type YamlNodeDocument } from '@gotk/yaml';
import { helmError } from '../helm-error.js';
import { annotationOf, withAnnotation, withoutAnnotation, withoutEmptyAnnotations } from './annotations.js';
import { isNullNode } from './node-fields.js';

const SEPARATOR = /\n---[^\n]*\n/g;
const READER_ANNOTATIONS = ['config.kubernetes.io/index', 'internal.config.kubernetes.io/index'];
const WRITER_ANNOTATIONS = [...READER_ANNOTATIONS, 'internal.config.kubernetes.io/seqindent'];
/** Annotations with two names, each of which brings the other. */
const TWINS = ['path', 'index', 'id'].map(
  (name) => [`config.kubernetes.io/${name}`, `internal.config.kubernetes.io/${name}`] as const,
);

/**
 * Reads a stream of objects as kyaml does, comments and styles included: empty documents are left out, and a stream that is
 * one List gives its items.
 *
 * @throws LocatedError `yaml-syntax` or `yaml-kind` with kyaml's text
 */
export function readObjects(stream: string): readonly YamlNodeDocument[] {
  const texts = splitDocuments(stream.replaceAll('\r\n', '\n'));
  const documents = texts.flatMap((text) => readDocument(text) ?? []);
  const [only] = documents;
  if (texts.length !== 1 || only === undefined) return documents;
  return itemsOf(only) ?? documents;
}

/** Writes objects as a stream of documents. */
export function writeObjects(documents: readonly YamlNodeDocument[]): string {
  return documents.map(writeObject).join('---\n');
}

function writeObject(document: YamlNodeDocument): string {
  const bare = WRITER_ANNOTATIONS.reduce(withoutAnnotation, document.root);
  return renderYamlNodes({ ...document, root: withoutEmptyAnnotations(bare) });
}

function splitDocuments(stream: string): string[] {
  if (stream === '') return [];
  const texts: string[] = [];
  let start = 0;
  for (const match of stream.matchAll(SEPARATOR)) {
    const rest = match[0].slice(4).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw helmError('yaml-syntax', `invalid document separator: ${match[0].trim()}`);
    }
    texts.push(stream.slice(start, match.index + 1));
    start = match.index + match[0].length;
  }
  return [...texts, stream.slice(start)];
}

function readDocument(text: string): YamlNodeDocument | undefined {
  const document = parseDocument(text);
  if (document === undefined || isNullNode(document.root)) return undefined;
  let { root } = document;
  for (const [old, now] of TWINS) {
    const [oldValue, value] = [annotationOf(root, old), annotationOf(root, now)];
    if (value !== '' && oldValue === '') root = withAnnotation(root, old, value);
    if (value === '' && oldValue !== '') root = withAnnotation(root, now, oldValue);
  }
  // kyaml numbers what it reads, which refuses what cannot be annotated.
  for (const name of READER_ANNOTATIONS) root = withAnnotation(root, name, '0');
  return { ...document, root };
}

function parseDocument(text: string): YamlNodeDocument | undefined {
  try {
    return parseYamlNodes(text);
  } catch (error) {
    if (hasErrorCode(error, 'yaml-empty')) return undefined;
    if (!(error instanceof LocatedError)) throw error;
    throw helmError('yaml-syntax', `MalformedYAMLError: ${error.message}`, { at: error.at, cause: error });
  }
}

function itemsOf({ root }: YamlNodeDocument): readonly YamlNodeDocument[] | undefined {
  if (root.kind !== 'mapping') return undefined;
  const field = (name: string) => root.entries.find(({ key }) => key.kind === 'scalar' && key.value === name)?.value;
  const kind = field('kind');
  if (kind?.kind !== 'scalar' || (kind.value !== 'List' && kind.value !== 'ResourceList')) return undefined;
  const items = field('items');
  if (items === undefined) return field('functionConfig') === undefined ? undefined : [];
  const nodes = items.kind === 'sequence' ? items.items : [];
  return nodes.map((node) => ({ root: node, headComment: '', footComment: '' }));
}
