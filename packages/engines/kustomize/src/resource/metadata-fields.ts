import { field, removeField, requireField, setField } from '../node/fields.js';
import { hasContent } from '../node/node-state.js';
import { requireKind } from '../node/require-kind.js';
import { keyText, mappingNode, scalarNode, stringNode, style, type YamlNode } from '../node/yaml-node.js';

/** A map of labels or annotations as edits hand it around. */
export type TextMap = Map<string, string>;

/** `metadata`, unless it is empty. */
export function metadataOf(object: YamlNode): YamlNode | undefined {
  const metadata = field(object, 'metadata');
  return hasContent(metadata) ? metadata : undefined;
}

/** A text field of metadata; empty where there is none. */
export function metadataText(object: YamlNode, name: 'name' | 'namespace'): string {
  const value = field(metadataOf(object), name);
  return hasContent(value) ? value.value : '';
}

/** One annotation, `undefined` where there is none. */
export function annotation(object: YamlNode, name: string): string | undefined {
  return field(field(metadataOf(object), 'annotations'), name)?.value;
}

/** All annotations or labels: of keys that stand twice, the last. */
export function readTextMap(object: YamlNode, name: 'annotations' | 'labels'): TextMap {
  const map: TextMap = new Map();
  const node = field(metadataOf(object), name);
  if (node === undefined || node.kind !== 'mapping') return map;
  for (const [index, key] of node.keys.entries()) map.set(keyText(key), node.items[index]?.value ?? '');
  return map;
}

/** Replaces all annotations or labels, sorted; an empty map removes the field. */
export function writeTextMap(object: YamlNode, name: 'annotations' | 'labels', map: TextMap): void {
  const metadata = requireField(object, 'metadata') ?? setField(object, 'metadata', mappingNode());
  if (metadata === undefined) return;
  removeField(metadata, name);
  if (map.size === 0) return;
  const node = setField(metadata, name, mappingNode());
  if (node === undefined) return;
  for (const key of [...map.keys()].sort()) setField(node, key, stringNode(map.get(key) ?? ''));
}

/** Sets one annotation, quoted; `metadata.annotations` is made where it is absent or empty. */
export function setAnnotation(object: YamlNode, name: string, value: string): void {
  dropEmptyAnnotations(object);
  const metadata = requireField(object, 'metadata') ?? setField(object, 'metadata', mappingNode());
  if (metadata === undefined) return;
  const node = requireField(metadata, 'annotations') ?? setField(metadata, 'annotations', mappingNode());
  if (node === undefined) return;
  const text = stringNode(value);
  text.style = style.single;
  setField(node, name, text);
}

/** Sets one label, quoted. */
export function setLabel(object: YamlNode, name: string, value: string): void {
  const metadata = requireField(object, 'metadata') ?? setField(object, 'metadata', mappingNode());
  if (metadata === undefined) return;
  const node = requireField(metadata, 'labels') ?? setField(metadata, 'labels', mappingNode());
  const text = stringNode(value);
  text.style = style.single;
  if (node !== undefined) setField(node, name, text);
}

function dropEmptyAnnotations(object: YamlNode): void {
  const metadata = requireField(object, 'metadata');
  if (metadata === undefined) return;
  removeIfEmpty(metadata, 'annotations');
  removeIfEmpty(object, 'metadata');
}

/** Of fields that stand twice, the first empty one goes. */
function removeIfEmpty(node: YamlNode, name: string): void {
  requireKind(node, 'mapping');
  const { kind, keys, items } = node;
  for (let index = 0; kind === 'mapping' && index < keys.length; index++) {
    if (items[index]?.items.length !== 0 || keyText(keys[index] ?? '') !== name) continue;
    keys.splice(index, 1);
    items.splice(index, 1);
    return;
  }
}

/** Sets `metadata.name` or `.namespace`; the text has no tag, so an unquoted number becomes one. */
export function setMetadataText(object: YamlNode, name: 'name' | 'namespace', value: string): void {
  const metadata = requireField(object, 'metadata') ?? setField(object, 'metadata', mappingNode());
  if (metadata !== undefined) setField(metadata, name, scalarNode(value));
}

/** Sets the namespace, or removes the field where it is to be empty. */
export function setNamespace(object: YamlNode, namespace: string): void {
  if (namespace !== '') setMetadataText(object, 'namespace', namespace);
  else {
    const metadata = requireField(object, 'metadata');
    if (metadata !== undefined) removeField(metadata, 'namespace');
  }
}
