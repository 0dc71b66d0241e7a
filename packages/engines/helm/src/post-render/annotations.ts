import type { MappingNode, YamlNode } from '@gotk/yaml';
import {
  emptyMapping,
  findField,
  isNullNode,
  requireMapping,
  scalarNode,
  withField,
  withoutField,
} from './node-fields.js';

/** The text of an annotation; empty when there is none. What is no object has no annotations. */
export function annotationOf(root: YamlNode, name: string): string {
  const annotations = plainField(plainField(root, 'metadata'), 'annotations');
  const value = plainField(annotations, name);
  return value?.kind === 'scalar' && !isNullNode(value) ? value.value : '';
}

function plainField(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.find(({ key }) => key.kind === 'scalar' && key.value === name)?.value;
}

/** The object with an annotation, as kyaml sets it: quoted, but in the style of one that it replaces. @throws LocatedError `yaml-kind` */
export function withAnnotation(root: YamlNode, name: string, value: string): YamlNode {
  const object = requireMapping(withoutEmptyAnnotations(root));
  if (object === undefined) return root;
  const metadata = requireMapping(findField(object, 'metadata') ?? emptyMapping()) ?? emptyMapping();
  const annotations = requireMapping(findField(metadata, 'annotations') ?? emptyMapping()) ?? emptyMapping();
  const old = findField(annotations, name);
  const text = scalarNode(value, old?.kind === 'scalar' ? old.style : 'single');
  const set = withField(annotations, name, text);
  return withField(object, 'metadata', withField(metadata, 'annotations', set));
}

/** The object without an annotation; the field in which it stood stays, even when it is empty now. @throws LocatedError `yaml-kind` */
export function withoutAnnotation(root: YamlNode, name: string): YamlNode {
  const metadata = mappingField(root, 'metadata');
  const annotations = metadata === undefined ? undefined : mappingField(metadata, 'annotations');
  if (metadata === undefined || annotations === undefined || root.kind !== 'mapping') return root;
  const cleared = withoutField(annotations, name);
  return cleared === annotations ? root : withField(root, 'metadata', withField(metadata, 'annotations', cleared));
}

function mappingField(node: YamlNode, name: string): MappingNode | undefined {
  const field = findField(node, name);
  return field === undefined ? undefined : requireMapping(field);
}

/** The object without empty annotations, and without metadata when that is empty then. @throws LocatedError `yaml-kind` */
export function withoutEmptyAnnotations(root: YamlNode): YamlNode {
  const metadata = findField(root, 'metadata');
  if (metadata === undefined || root.kind !== 'mapping') return root;
  const found = requireMapping(metadata);
  const annotations = found === undefined ? undefined : findField(found, 'annotations');
  const cleared =
    found !== undefined && annotations !== undefined && hasNoContent(annotations)
      ? withoutField(found, 'annotations')
      : metadata;
  if (hasNoContent(cleared)) return withoutField(root, 'metadata');
  return cleared === metadata ? root : withField(root, 'metadata', cleared);
}

function hasNoContent(node: YamlNode): boolean {
  if (node.kind === 'mapping') return node.entries.length === 0;
  return node.kind !== 'sequence' || node.items.length === 0;
}
