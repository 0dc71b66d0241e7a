import { configMapGenerator, secretGenerator } from '../generators/data-generators.js';
import { helmChartInflationGenerator } from '../generators/helm-chart.js';
import { iamPolicyGenerator } from '../generators/iam-policy.js';
import { hashTransformer } from '../transformers/hash.js';
import { imageTagTransformer } from '../transformers/images.js';
import { annotationsTransformer, labelTransformer } from '../transformers/labels.js';
import { prefixSuffixTransformer, prefixTransformer, suffixTransformer } from '../transformers/name-affix.js';
import { namespaceTransformer } from '../transformers/namespace.js';
import { patchTransformer } from '../transformers/patch.js';
import { patchJson6902Transformer } from '../transformers/patch-json6902.js';
import { patchStrategicMergeTransformer } from '../transformers/patch-strategic-merge.js';
import { replacementTransformer } from '../transformers/replacements.js';
import { replicaCountTransformer } from '../transformers/replicas.js';
import { valueAddTransformer } from '../transformers/value-add.js';
import type { GeneratorPlugin, TransformerPlugin } from './plugin.js';

export type BuiltinPlugin = GeneratorPlugin<unknown> | TransformerPlugin<unknown>;

const ALL: readonly BuiltinPlugin[] = [
  configMapGenerator,
  secretGenerator,
  helmChartInflationGenerator,
  iamPolicyGenerator,
  annotationsTransformer,
  hashTransformer,
  imageTagTransformer,
  labelTransformer,
  namespaceTransformer,
  patchJson6902Transformer,
  patchStrategicMergeTransformer,
  patchTransformer,
  prefixSuffixTransformer,
  prefixTransformer,
  suffixTransformer,
  replacementTransformer,
  replicaCountTransformer,
  valueAddTransformer,
];

/** What configurations of their own (`generators`, `transformers`, `validators`) can name, by kind. */
export const BUILTIN_PLUGINS: ReadonlyMap<string, BuiltinPlugin> = new Map(ALL.map((plugin) => [plugin.kind, plugin]));
