import { parseYamlAs } from '@gotk/yaml';
import { sliceOf, struct } from '../decode/go-type.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields, GvkFields } from '../kustomization/kustomization.js';
import { FIELD_SPECS_TYPE, GVK_FIELDS } from '../kustomization/kustomization-type.js';
import type { Gvk } from '../resource/gvk.js';
import { EMPTY_CONFIG, sortConfig, type TransformerConfig } from './transformer-config.js';

const NAME_REFERENCE_TYPE = struct('builtinconfig.NameBackReferences', {
  ...GVK_FIELDS,
  fieldSpecs: FIELD_SPECS_TYPE,
});

const CONFIG_TYPE = struct('builtinconfig.TransformerConfig', {
  namePrefix: FIELD_SPECS_TYPE,
  nameSuffix: FIELD_SPECS_TYPE,
  namespace: FIELD_SPECS_TYPE,
  commonLabels: FIELD_SPECS_TYPE,
  labels: FIELD_SPECS_TYPE,
  templateLabels: FIELD_SPECS_TYPE,
  commonAnnotations: FIELD_SPECS_TYPE,
  nameReference: sliceOf(NAME_REFERENCE_TYPE),
  varReference: FIELD_SPECS_TYPE,
  images: FIELD_SPECS_TYPE,
  replicas: FIELD_SPECS_TYPE,
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
