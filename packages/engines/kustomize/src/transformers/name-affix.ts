import { toFieldSpecs } from '../config/parse-transformer-config.js';
import { STRING, struct } from '../decode/go-type.js';
import { editField } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields } from '../kustomization/kustomization.js';
import { FS_SLICE_TYPE } from '../kustomization/kustomization-type.js';
import { setScalar } from '../node/fields.js';
import { scalarNode, tag } from '../node/yaml-node.js';
import { type Transform, type TransformerPlugin, withLocal } from '../plugins/plugin.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { type Gvk, gvkSelected } from '../resource/gvk.js';
import { appendToList, originalId, type Resource, storePreviousId } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';

interface PrefixConfig {
  readonly prefix?: string;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

interface SuffixConfig {
  readonly suffix?: string;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

/** Puts a text in front of the names of all objects. */
export const prefixTransformer: TransformerPlugin<PrefixConfig> = {
  role: 'transformer',
  kind: 'PrefixTransformer',
  type: struct('builtins.PrefixTransformerPlugin', { prefix: STRING, fieldSpecs: FS_SLICE_TYPE }),
  dialect: 'kyaml',
  configure: ({ prefix = '', fieldSpecs }) =>
    affixNames({ affix: prefix, list: buildAnnotation.prefixes, join: (name) => prefix + name }, fieldSpecs),
};

/** Puts a text behind the names of all objects. */
export const suffixTransformer: TransformerPlugin<SuffixConfig> = {
  role: 'transformer',
  kind: 'SuffixTransformer',
  type: struct('builtins.SuffixTransformerPlugin', { suffix: STRING, fieldSpecs: FS_SLICE_TYPE }),
  dialect: 'kyaml',
  configure: ({ suffix = '', fieldSpecs }) =>
    affixNames({ affix: suffix, list: buildAnnotation.suffixes, join: (name) => name + suffix }, fieldSpecs),
};

/** Both, of one configuration: the older form. */
export const prefixSuffixTransformer: TransformerPlugin<PrefixConfig & SuffixConfig> = {
  role: 'transformer',
  kind: 'PrefixSuffixTransformer',
  type: struct('builtins.PrefixTransformerPlugin', { prefix: STRING, suffix: STRING, fieldSpecs: FS_SLICE_TYPE }),
  dialect: 'kyaml',
  configure(config, helpers, text) {
    const addPrefix = prefixTransformer.configure(config, helpers, text);
    const addSuffix = suffixTransformer.configure(config, helpers, text);
    return (list) => {
      addPrefix(list);
      addSuffix(list);
    };
  },
};

/** One of the two. */
interface Affix {
  readonly affix: string;
  /** The annotation that keeps track. */
  readonly list: string;
  readonly join: (name: string) => string;
}

/** Kinds whose name is not for a kustomization to choose. */
const SKIPPED: readonly Gvk[] = [
  { group: '', version: '', kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', version: '', kind: 'APIService' },
  { group: '', version: '', kind: 'Namespace' },
];

const NAME_TEMPLATE = { kind: 'scalar', tag: tag.string } as const;

function affixNames(affix: Affix, fieldSpecs: readonly FieldSpecFields[] | undefined): Transform {
  if (fieldSpecs === undefined) throw new Error('fieldSpecs is not expected to be nil');
  const specs = toFieldSpecs(fieldSpecs);
  const transform = (list: ResourceList): void => {
    for (const resource of list.all) affixName(resource, affix, specs);
    list.forgetIds();
  };
  const key = JSON.stringify(['affix', affix.list, affix.affix, specs]);
  return withLocal(transform, { key, edit: (resource) => affixName(resource, affix, specs) });
}

function affixName(resource: Resource, { affix, list, join }: Affix, specs: readonly FieldSpec[]): void {
  const id = originalId(resource);
  if (SKIPPED.some((skipped) => gvkSelected(id, skipped))) return;
  for (const spec of specs) {
    if (!gvkSelected(id, spec)) continue;
    if (spec.path === 'metadata/name') {
      appendToList(resource, list, affix);
      if (affix !== '') storePreviousId(resource);
    }
    editField(resource.node, spec, (node) => setScalar(node, scalarNode(join(node.value))), NAME_TEMPLATE);
  }
}
