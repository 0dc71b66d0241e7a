import { toFieldSpecs } from '../config/parse-transformer-config.js';
import { struct } from '../decode/go-type.js';
import { editFields } from '../field-spec/edit-field.js';
import { compileGoRegExp } from '../go-regexp/compile-go-regexp.js';
import type { FieldSpecFields, ImageFields } from '../kustomization/kustomization.js';
import { FIELD_SPECS_TYPE, IMAGE_TYPE } from '../kustomization/kustomization-type.js';
import { field, requireField, setScalar } from '../node/fields.js';
import { requireKind } from '../node/require-kind.js';
import { keyText, scalarNode, type YamlNode } from '../node/yaml-node.js';
import { type TransformerPlugin, withLocal } from '../plugins/plugin.js';
import type { Resource } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';
import { kindText } from '../resource/type-fields.js';
import { splitImage } from './split-image.js';

interface ImageConfig {
  readonly imageTag?: ImageFields;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

/** Gives an image another name, tag or digest, wherever containers use it. */
export const imageTagTransformer: TransformerPlugin<ImageConfig> = {
  role: 'transformer',
  kind: 'ImageTagTransformer',
  type: struct('builtins.ImageTagTransformerPlugin', { imageTag: IMAGE_TYPE, fieldSpecs: FIELD_SPECS_TYPE }),
  configure({ imageTag = {}, fieldSpecs }) {
    const specs = toFieldSpecs(fieldSpecs);
    const edit = imageEdit(imageTag);
    const transform = (list: ResourceList): void => {
      const resources = list.all.filter(({ view }) => kindText(view) !== 'CustomResourceDefinition');
      for (const { node } of resources) editContainers(node, edit);
      for (const { node } of resources) editFields(node, specs, edit);
    };
    const editImagesOf = (resource: Resource): void => {
      if (kindText(resource.view) === 'CustomResourceDefinition') return;
      editContainers(resource.node, edit);
      editFields(resource.node, specs, edit);
    };
    return withLocal(transform, { key: JSON.stringify(['image', imageTag, specs]), edit: editImagesOf });
  },
};

/** Containers are found wherever they are, so that kinds that nobody knows have their images changed as well. */
function editContainers(node: YamlNode, edit: (image: YamlNode) => void): void {
  if (node.kind === 'sequence') {
    for (const item of node.items) editContainers(item, edit);
    return;
  }
  if (node.kind !== 'mapping') return;
  for (const key of node.keys.slice()) {
    const name = keyText(key);
    const value = field(node, name);
    if (value === undefined || value.kind === 'scalar') continue;
    editContainers(value, edit);
    if (name === 'containers' || name === 'initContainers') editImages(value, edit);
  }
}

function editImages(containers: YamlNode, edit: (image: YamlNode) => void): void {
  if (containers.kind !== 'sequence') return;
  for (const container of containers.items) {
    const image = requireField(container, 'image');
    if (image !== undefined) edit(image);
  }
}

function imageEdit(image: ImageFields): (node: YamlNode) => void {
  // The name is a pattern, as everything that kustomize compiles it into; without an image it does not matter if it is one.
  const source = `^${image.name ?? ''}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  return (node) => {
    requireKind(node, 'scalar');
    if (compileGoRegExp(source).test(node.value)) setScalar(node, scalarNode(renamedImage(node.value, image)));
  };
}

function renamedImage(value: string, { newName = '', newTag = '', digest = '', tagSuffix = '' }: ImageFields): string {
  const old = splitImage(value);
  let tag = newTag;
  let sum = digest;
  if (newTag === '' && digest === '') {
    tag = old.tag + tagSuffix;
    sum = tagSuffix === '' ? old.digest : '';
  }
  return (newName === '' ? old.name : newName) + (tag === '' ? '' : `:${tag}`) + (sum === '' ? '' : `@${sum}`);
}
