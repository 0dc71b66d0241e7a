import { toFieldSpecs } from '../config/parse-transformer-config.js';
import type { TransformerConfig } from '../config/transformer-config.js';
import { wrapError } from '../errors/wrap-error.js';
import { type FieldSpec, mergeFieldSpecs } from '../field-spec/field-spec.js';
import type { Kustomization, LabelFields } from '../kustomization/kustomization.js';
import type { TransformerPlugin } from '../plugins/plugin.js';
import { imageTagTransformer } from '../transformers/images.js';
import { annotationsTransformer, labelTransformer } from '../transformers/labels.js';
import { prefixTransformer, suffixTransformer } from '../transformers/name-affix.js';
import { namespaceTransformer } from '../transformers/namespace.js';
import { patchTransformer } from '../transformers/patch.js';
import { patchJson6902Transformer } from '../transformers/patch-json6902.js';
import { patchStrategicMergeTransformer } from '../transformers/patch-strategic-merge.js';
import { replacementTransformer } from '../transformers/replacements.js';
import { replicaCountTransformer } from '../transformers/replicas.js';

/** A transformer together with what a kustomization tells it. */
export interface TransformStep {
  readonly plugin: TransformerPlugin<unknown>;
  readonly config: object;
  /** Where the kustomization file says so. */
  readonly path: readonly [field: string, index?: number];
}

type MakeSteps = (kustomization: Kustomization, config: TransformerConfig) => readonly TransformStep[];

/** The fields of a kustomization that edit resources, in the order in which they do, whatever their order in the file. */
const FIELDS: readonly MakeSteps[] = [
  ({ patchesStrategicMerge: paths = [] }) =>
    paths.length === 0 ? [] : [step(patchStrategicMergeTransformer, { paths }, 'patchesStrategicMerge')],
  ({ patches = [] }) => patches.map((patch, index) => step(patchTransformer, patch, 'patches', index)),
  ({ namespace = '' }, { namespace: fieldSpecs }) =>
    namespace === '' ? [] : [step(namespaceTransformer, { metadata: { namespace }, fieldSpecs }, 'namespace')],
  ({ namePrefix: prefix = '' }, { namePrefix: fieldSpecs }) =>
    prefix === '' ? [] : [step(prefixTransformer, { prefix, fieldSpecs }, 'namePrefix')],
  ({ nameSuffix: suffix = '' }, { nameSuffix: fieldSpecs }) =>
    suffix === '' ? [] : [step(suffixTransformer, { suffix, fieldSpecs }, 'nameSuffix')],
  labelSteps,
  ({ commonAnnotations: annotations = {} }, { commonAnnotations: fieldSpecs }) =>
    Object.keys(annotations).length === 0
      ? []
      : [step(annotationsTransformer, { annotations, fieldSpecs }, 'commonAnnotations')],
  ({ patchesJson6902 = [] }) =>
    patchesJson6902.map(({ target, path, patch }, index) =>
      step(patchJson6902Transformer, { target, path, jsonOp: patch }, 'patchesJson6902', index),
    ),
  ({ replicas = [] }, { replicas: fieldSpecs }) =>
    replicas.map((replica, index) => step(replicaCountTransformer, { replica, fieldSpecs }, 'replicas', index)),
  ({ images = [] }, { images: fieldSpecs }) =>
    images.map((imageTag, index) => step(imageTagTransformer, { imageTag, fieldSpecs }, 'images', index)),
  ({ replacements = [] }) =>
    replacements.length === 0 ? [] : [step(replacementTransformer, { replacements }, 'replacements')],
];

/**
 * All edits that a kustomization asks for in its own fields; those of a field are made when they are asked for, so that of
 * several mistakes the first is told.
 * @throws when label fields contradict one another.
 */
export function* transformSteps(kustomization: Kustomization, config: TransformerConfig): Generator<TransformStep> {
  for (const make of FIELDS) yield* make(kustomization, config);
}

function step<Config extends object>(
  plugin: TransformerPlugin<Config>,
  config: Config | Readonly<Record<string, unknown>>,
  field: string,
  index?: number,
): TransformStep {
  return { plugin, config, path: index === undefined ? [field] : [field, index] };
}

function labelSteps(kustomization: Kustomization, config: TransformerConfig): readonly TransformStep[] {
  const { labels = [], commonLabels = {} } = kustomization;
  if (labels.length === 0 && Object.keys(commonLabels).length === 0) return [];
  return [
    ...labels.map((label, index) =>
      step(labelTransformer, { labels: label.pairs, fieldSpecs: labelSpecs(label, config) }, 'labels', index),
    ),
    step(labelTransformer, { labels: commonLabels, fieldSpecs: config.commonLabels }, 'commonLabels'),
  ];
}

const METADATA_LABELS: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/labels', create: true };

/** Where a label goes: to fields of its own, and to metadata, or to selectors and templates as well. */
function labelSpecs(label: LabelFields, config: TransformerConfig): readonly FieldSpec[] {
  const own = merge(toFieldSpecs(label.fields), config.labels, 'labels');
  if (label.includeSelectors === true) return merge(own, config.commonLabels, 'labels');
  const specs = label.includeTemplates === true ? merge(own, config.templateLabels, 'template fieldSpec') : own;
  return merge(specs, [METADATA_LABELS], 'labels');
}

function merge(specs: readonly FieldSpec[], added: readonly FieldSpec[], what: string): readonly FieldSpec[] {
  try {
    return mergeFieldSpecs(specs, added);
  } catch (error) {
    throw wrapError(error, `failed to merge ${what}`);
  }
}
