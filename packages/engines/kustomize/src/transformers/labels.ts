import { compareUtf8 } from '@gotk/json';
import { toFieldSpecs } from '../config/parse-transformer-config.js';
import { struct, TEXT_MAP } from '../decode/go-type.js';
import { editFields } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields, Texts } from '../kustomization/kustomization.js';
import { FIELD_SPECS_TYPE } from '../kustomization/kustomization-type.js';
import { setField } from '../node/fields.js';
import { scalarNode, tag } from '../node/yaml-node.js';
import { type Transform, type TransformerPlugin, withLocal } from '../plugins/plugin.js';
import type { Resource } from '../resource/resource.js';

interface LabelConfig {
  readonly labels?: Texts;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

interface AnnotationConfig {
  readonly annotations?: Texts;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

/** Adds labels: to metadata, and to selectors and templates as the field specs say. */
export const labelTransformer: TransformerPlugin<LabelConfig> = {
  role: 'transformer',
  kind: 'LabelTransformer',
  type: struct('builtins.LabelTransformerPlugin', { labels: TEXT_MAP, fieldSpecs: FIELD_SPECS_TYPE }),
  configure: ({ labels, fieldSpecs }) => addTexts(labels, toFieldSpecs(fieldSpecs)),
};

/** Adds annotations. */
export const annotationsTransformer: TransformerPlugin<AnnotationConfig> = {
  role: 'transformer',
  kind: 'AnnotationsTransformer',
  type: struct('builtins.AnnotationsTransformerPlugin', { annotations: TEXT_MAP, fieldSpecs: FIELD_SPECS_TYPE }),
  configure: ({ annotations, fieldSpecs }) => addTexts(annotations, toFieldSpecs(fieldSpecs)),
};

const MAPPING = { kind: 'mapping', tag: tag.mapping } as const;

/** Sets fields of mappings to texts. The node of a text is one for all places of an object that get it. */
export function addTexts(texts: Texts | undefined, specs: readonly FieldSpec[]): Transform {
  const names = Object.keys(texts ?? {}).sort(compareUtf8);
  const edit = ({ node }: Resource): void => {
    for (const name of names) {
      const text = scalarNode(texts?.[name] ?? '', tag.string);
      editFields(node, specs, (mapping) => setField(mapping, name, text), MAPPING);
    }
  };
  const key = JSON.stringify(['texts', names.map((name) => [name, texts?.[name]]), specs]);
  return withLocal((list) => list.all.forEach(edit), { key, edit });
}
