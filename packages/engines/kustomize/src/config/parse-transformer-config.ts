import { parseYamlAs } from '@gotk/yaml';
import { sliceOf, struct } from '../decode/go-type.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields, GvkFields } from '../kustomization/kustomization.js';
import { FS_SLICE_TYPE, GVK_FIELDS } from '../kustomization/kustomization-type.js';
import type { Gvk } from '../resource/gvk.js';
import { EMPTY_CONFIG, sortConfig, type TransformerConfig } from './transformer-config.js';

const NAME_REFERENCE_TYPE = struct('builtinconfig.NameBackReferences', {
  ...GVK_FIELDS,
  fieldSpecs: FS_SLICE_TYPE,
});

const CONFIG_TYPE = struct('builtinconfig.TransformerConfig', {
  namePrefix: FS_SLICE_TYPE,
  nameSuffix: FS_SLICE_TYPE,
  namespace: FS_SLICE_TYPE,
  commonLabels: FS_SLICE_TYPE,
  labels: FS_SLICE_TYPE,
  templateLabels: FS_SLICE_TYPE,
  commonAnnotations: FS_SLICE_TYPE,
  nameReference: sliceOf(NAME_REFERENCE_TYPE, 'builtinconfig.nbrSlice'),
  varReference: FS_SLICE_TYPE,
  images: FS_SLICE_TYPE,
  replicas: FS_SLICE_TYPE,
});

type SpecPart = Exclude<keyof TransformerConfig, 'nameReference'>;
type ConfigFields = { readonly [Part in SpecPart]?: readonly FieldSpecFields[] } & {
  readonly nameReference?: readonly (GvkFields & { readonly fieldSpecs?: readonly FieldSpecFields[] })[];
};

/** Reads a file of `configurations`. @throws LocatedError on an unknown field, a repeated key, a wrong type. */
export function parseTransformerConfig(text: string): TransformerConfig {
  // The type describes the interface field by field.
  const { nameReference = [], ...parts } = (parseYamlAs(text, CONFIG_TYPE, { strict: true }) ?? {}) as ConfigFields;
  const config = { ...EMPTY_CONFIG };
  for (const part of Object.keys(parts) as SpecPart[]) config[part] = toFieldSpecs(parts[part]);
  config.nameReference = nameReference.map((reference) => ({
    ...toGvk(reference),
    referrers: toFieldSpecs(reference.fieldSpecs),
  }));
  return sortConfig(config);
}

/** Field specs as files write them. */
export function toFieldSpecs(fields: readonly FieldSpecFields[] | undefined): readonly FieldSpec[] {
  return (fields ?? []).map((spec) => ({ ...toGvk(spec), path: spec.path ?? '', create: spec.create ?? false }));
}

/** Group, version and kind as files write them. */
export function toGvk({ group = '', version = '', kind = '' }: GvkFields): Gvk {
  return { group, version, kind };
}
