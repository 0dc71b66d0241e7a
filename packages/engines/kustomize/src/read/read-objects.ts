import { buildError } from '../errors/build-error.js';
import { goMapText } from '../go-format/go-map.js';
import { field } from '../node/fields.js';
import { hasContent, textOf } from '../node/node-state.js';
import { keyText, type YamlNode } from '../node/yaml-node.js';
import { expandLists } from './expand-lists.js';
import type { ReadNode } from './read-nodes.js';

/**
 * Takes the objects out of the documents of a file: empty documents go, lists of objects are opened.
 * @throws LocatedError `kustomize-bad-object` when one has no kind or name.
 */
export function readObjects(documents: readonly ReadNode[], file: string): readonly ReadNode[] {
  return expandLists(
    documents.filter((document) => isObject(document, file)),
    file,
  );
}

/** Whether a document holds anything. @throws when what it holds is no object. */
export function isObject(document: ReadNode, file: string): boolean {
  if (!hasContent(document.node)) return false;
  checkMetadata(document, file);
  return true;
}

/** @throws LocatedError when an object lacks what every object has. */
function checkMetadata({ node, line }: ReadNode, file: string): void {
  const problem = metadataProblem(node);
  if (problem === undefined) return;
  throw buildError('kustomize-bad-object', problem, {
    at: { file, line },
    hint: 'Give the object apiVersion, kind and metadata.name.',
  });
}

/** What an object lacks of what every object has, in kustomize's words. */
export function metadataProblem(node: YamlNode): string | undefined {
  const metadata = field(node, 'metadata');
  const name = contentText(metadata, 'name');
  if (!hasAnyMetadata(node)) return 'missing Resource metadata';
  const kind = contentText(node, 'kind');
  if (kind === '') return `missing kind in object ${describe(node)}`;
  return name === '' && !kind.endsWith('List') ? `missing metadata.name in object ${describe(node)}` : undefined;
}

function hasAnyMetadata(node: YamlNode): boolean {
  if (hasContent(field(node, 'apiVersion')) || hasContent(field(node, 'kind'))) return true;
  const metadata = field(node, 'metadata');
  return ['name', 'namespace', 'labels', 'annotations'].some((name) => hasContent(field(metadata, name)));
}

/** The metadata as Go prints the struct that kyaml reads it into. */
function describe(node: YamlNode): string {
  const metadata = field(node, 'metadata');
  const content = hasContent(metadata) ? metadata : undefined;
  const type = `{${contentText(node, 'apiVersion')} ${contentText(node, 'kind')}}`;
  const name = `{${contentText(content, 'name')} ${contentText(content, 'namespace')}}`;
  return `{${type} {${name} ${mapText(content, 'labels')} ${mapText(content, 'annotations')}}}`;
}

function mapText(metadata: YamlNode | undefined, name: string): string {
  const node = field(metadata, name);
  const entries = new Map<string, string>();
  if (node?.kind === 'mapping') {
    for (const [index, key] of node.keys.entries()) entries.set(keyText(key), textOf(node.items[index]));
  }
  return goMapText(entries);
}

function contentText(node: YamlNode | undefined, name: string): string {
  const found = field(node, name);
  return hasContent(found) ? textOf(found) : '';
}
