import {
  ANY,
  BOOLEAN,
  embedded,
  INTEGER,
  INTEGER_64,
  mapOf,
  namedString,
  pointerTo,
  STRING,
  sliceOf,
  struct,
  TEXT_MAP,
  TEXTS,
} from '../decode/go-type.js';

export const GVK_FIELDS = embedded('Gvk', { group: STRING, version: STRING, kind: STRING });
const RESOURCE_ID = embedded('ResId', { ...GVK_FIELDS, name: STRING, namespace: STRING });

export const FIELD_SPEC_TYPE = struct('types.FieldSpec', { ...GVK_FIELDS, path: STRING, create: BOOLEAN });
export const FIELD_SPECS_TYPE = sliceOf(FIELD_SPEC_TYPE);
export const FS_SLICE_TYPE = sliceOf(FIELD_SPEC_TYPE, 'types.FsSlice');

export const OBJECT_META_TYPE = struct('types.ObjectMeta', {
  name: STRING,
  namespace: STRING,
  labels: TEXT_MAP,
  annotations: TEXT_MAP,
});

export const SELECTOR_TYPE = struct('types.Selector', {
  ...RESOURCE_ID,
  annotationSelector: STRING,
  labelSelector: STRING,
});

export const PATCH_OPTIONS_TYPE = struct('types.PatchArgs', { allowNameChange: BOOLEAN, allowKindChange: BOOLEAN });

const PATCH_TYPE = struct('types.Patch', {
  path: STRING,
  patch: STRING,
  target: SELECTOR_TYPE,
  options: PATCH_OPTIONS_TYPE,
});

export const IMAGE_TYPE = struct('types.Image', {
  name: STRING,
  newName: STRING,
  tagSuffix: STRING,
  newTag: STRING,
  digest: STRING,
});

const FIELD_OPTIONS_TYPE = struct('types.FieldOptions', {
  delimiter: STRING,
  index: INTEGER,
  encoding: STRING,
  create: BOOLEAN,
});

const SOURCE_SELECTOR_TYPE = struct('types.SourceSelector', {
  ...RESOURCE_ID,
  fieldPath: STRING,
  options: FIELD_OPTIONS_TYPE,
});

const TARGET_SELECTOR_TYPE = struct('types.TargetSelector', {
  select: SELECTOR_TYPE,
  reject: sliceOf(pointerTo(SELECTOR_TYPE)),
  fieldPaths: TEXTS,
  options: FIELD_OPTIONS_TYPE,
});

const REPLACEMENT_FIELDS = {
  source: SOURCE_SELECTOR_TYPE,
  targets: sliceOf(pointerTo(TARGET_SELECTOR_TYPE)),
  sourceValue: STRING,
};

export const REPLACEMENT_TYPE = struct('types.Replacement', REPLACEMENT_FIELDS);
export const REPLACEMENT_FIELD_TYPE = struct('types.ReplacementField', {
  ...embedded('Replacement', REPLACEMENT_FIELDS),
  path: STRING,
});

export const REPLICA_TYPE = struct('types.Replica', { name: STRING, count: INTEGER_64 });

const VAR_TYPE = struct('types.Var', {
  name: STRING,
  objref: struct('types.Target', { apiVersion: STRING, ...GVK_FIELDS, name: STRING, namespace: STRING }),
  fieldref: struct('types.FieldSelector', { fieldPath: STRING }),
});

const LABEL_TYPE = struct('types.Label', {
  pairs: TEXT_MAP,
  includeSelectors: BOOLEAN,
  includeTemplates: BOOLEAN,
  fields: FIELD_SPECS_TYPE,
});

export const SORT_OPTIONS_TYPE = struct('types.SortOptions', {
  order: namedString('types.SortOrder'),
  legacySortOptions: struct('types.LegacySortOptions', { orderFirst: TEXTS, orderLast: TEXTS }),
});

const GENERATOR_OPTIONS_TYPE = struct('types.GeneratorOptions', {
  labels: TEXT_MAP,
  annotations: TEXT_MAP,
  disableNameSuffixHash: BOOLEAN,
  immutable: BOOLEAN,
});

const GENERATOR_FIELDS = embedded('GeneratorArgs', {
  namespace: STRING,
  name: STRING,
  behavior: STRING,
  ...embedded('KvPairSources', { literals: TEXTS, files: TEXTS, envs: TEXTS, env: STRING }),
  options: GENERATOR_OPTIONS_TYPE,
});
const SECRET_FIELDS = { ...GENERATOR_FIELDS, type: STRING };

const CONFIG_MAP_ARGS_TYPE = struct('types.ConfigMapArgs', GENERATOR_FIELDS);
const SECRET_ARGS_TYPE = struct('types.SecretArgs', SECRET_FIELDS);

/** Configurations of the generators: they may name the object in their metadata. */
export const CONFIG_MAP_CONFIG_TYPE = struct('builtins.ConfigMapGeneratorPlugin', {
  metadata: OBJECT_META_TYPE,
  ...embedded('ConfigMapArgs', GENERATOR_FIELDS),
});
export const SECRET_CONFIG_TYPE = struct('builtins.SecretGeneratorPlugin', {
  metadata: OBJECT_META_TYPE,
  ...embedded('SecretArgs', SECRET_FIELDS),
});

const HELM_GLOBALS_FIELDS = { chartHome: STRING, configHome: STRING };
const HELM_CHART_FIELDS = {
  name: STRING,
  version: STRING,
  repo: STRING,
  releaseName: STRING,
  namespace: STRING,
  additionalValuesFiles: TEXTS,
  valuesFile: STRING,
  valuesInline: mapOf(ANY),
  valuesMerge: STRING,
  includeCRDs: BOOLEAN,
  skipHooks: BOOLEAN,
  apiVersions: TEXTS,
  kubeVersion: STRING,
  nameTemplate: STRING,
  skipTests: BOOLEAN,
  debug: BOOLEAN,
  devel: BOOLEAN,
};

/** Configuration of the generator: a chart together with what all charts share. */
export const HELM_CHART_CONFIG_TYPE = struct('builtins.HelmChartInflationGeneratorPlugin', {
  ...embedded('HelmGlobals', HELM_GLOBALS_FIELDS),
  ...embedded('HelmChart', HELM_CHART_FIELDS),
});

const HELM_CHART_ARGS_TYPE = struct('types.HelmChartArgs', {
  chartName: STRING,
  chartVersion: STRING,
  chartRepoUrl: STRING,
  chartHome: STRING,
  chartRepoName: STRING,
  helmBin: STRING,
  helmHome: STRING,
  values: STRING,
  valuesLocal: mapOf(ANY),
  valuesMerge: STRING,
  releaseName: STRING,
  releaseNamespace: STRING,
  extraArgs: TEXTS,
});

/** The kustomization file, field by field. */
export const KUSTOMIZATION_TYPE = struct('types.Kustomization', {
  ...embedded('TypeMeta', { kind: STRING, apiVersion: STRING }),
  metadata: OBJECT_META_TYPE,
  openapi: TEXT_MAP,
  namePrefix: STRING,
  nameSuffix: STRING,
  namespace: STRING,
  commonLabels: TEXT_MAP,
  labels: sliceOf(LABEL_TYPE),
  commonAnnotations: TEXT_MAP,
  patchesStrategicMerge: sliceOf(namedString('types.PatchStrategicMerge')),
  patchesJson6902: sliceOf(PATCH_TYPE),
  patches: sliceOf(PATCH_TYPE),
  images: sliceOf(IMAGE_TYPE),
  imageTags: sliceOf(IMAGE_TYPE),
  replacements: sliceOf(REPLACEMENT_FIELD_TYPE),
  replicas: sliceOf(REPLICA_TYPE),
  vars: sliceOf(VAR_TYPE),
  sortOptions: SORT_OPTIONS_TYPE,
  resources: TEXTS,
  components: TEXTS,
  crds: TEXTS,
  bases: TEXTS,
  configMapGenerator: sliceOf(CONFIG_MAP_ARGS_TYPE),
  secretGenerator: sliceOf(SECRET_ARGS_TYPE),
  helmGlobals: struct('types.HelmGlobals', HELM_GLOBALS_FIELDS),
  helmCharts: sliceOf(struct('types.HelmChart', HELM_CHART_FIELDS)),
  helmChartInflationGenerator: sliceOf(HELM_CHART_ARGS_TYPE),
  generatorOptions: GENERATOR_OPTIONS_TYPE,
  configurations: TEXTS,
  generators: TEXTS,
  transformers: TEXTS,
  validators: TEXTS,
  buildMetadata: TEXTS,
});
