import type { JsonObject } from '@gotk/json';

/** A map of labels or annotations. */
export type Texts = Readonly<Record<string, string>>;

/** Group, version and kind as files write them. */
export interface GvkFields {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

export interface IdFields extends GvkFields {
  readonly name?: string;
  readonly namespace?: string;
}

export interface SelectorFields extends IdFields {
  readonly annotationSelector?: string;
  readonly labelSelector?: string;
}

export interface FieldSpecFields extends GvkFields {
  readonly path?: string;
  readonly create?: boolean;
}

export interface PatchFields {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: SelectorFields;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

export interface ImageFields {
  readonly name?: string;
  readonly newName?: string;
  readonly tagSuffix?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

export interface FieldOptions {
  readonly delimiter?: string;
  readonly index?: number;
  readonly encoding?: string;
  readonly create?: boolean;
}

export interface SourceSelector extends IdFields {
  readonly fieldPath?: string;
  readonly options?: FieldOptions;
}

export interface TargetSelector {
  readonly select?: SelectorFields;
  readonly reject?: readonly (SelectorFields | null)[];
  readonly fieldPaths?: readonly string[];
  readonly options?: FieldOptions;
}

export interface ReplacementFields {
  readonly source?: SourceSelector;
  readonly sourceValue?: string;
  readonly targets?: readonly (TargetSelector | null)[];
}

export interface ReplacementEntry extends ReplacementFields {
  readonly path?: string;
}

export interface ReplicaFields {
  readonly name?: string;
  readonly count?: number;
}

export interface VarFields {
  readonly name?: string;
  readonly objref?: IdFields & { readonly apiVersion?: string };
  readonly fieldref?: { readonly fieldPath?: string };
}

export interface LabelFields {
  readonly pairs?: Texts;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
  readonly fields?: readonly FieldSpecFields[];
}

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
}

export interface GeneratorOptions {
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

export interface GeneratorArgs {
  readonly namespace?: string;
  readonly name?: string;
  readonly behavior?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly options?: GeneratorOptions;
}

export interface SecretArgs extends GeneratorArgs {
  readonly type?: string;
}

export interface HelmGlobals {
  readonly chartHome?: string;
  readonly configHome?: string;
}

export interface HelmChartFields {
  readonly name?: string;
  readonly version?: string;
  readonly repo?: string;
  readonly releaseName?: string;
  readonly namespace?: string;
  readonly additionalValuesFiles?: readonly string[];
  readonly valuesFile?: string;
  readonly valuesInline?: JsonObject;
  readonly valuesMerge?: string;
  readonly includeCRDs?: boolean;
  readonly skipHooks?: boolean;
  readonly apiVersions?: readonly string[];
  readonly kubeVersion?: string;
  readonly nameTemplate?: string;
  readonly skipTests?: boolean;
  readonly debug?: boolean;
  readonly devel?: boolean;
}

/** The older form of a chart. */
export interface HelmChartArgs {
  readonly chartName?: string;
  readonly chartVersion?: string;
  readonly chartRepoUrl?: string;
  readonly chartHome?: string;
  readonly helmHome?: string;
  readonly values?: string;
  readonly valuesLocal?: JsonObject;
  readonly valuesMerge?: string;
  readonly releaseName?: string;
}

/** A kustomization file as it was decoded: fields that it does not set are absent. */
export interface Kustomization {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Texts;
    readonly annotations?: Texts;
  };
  readonly openapi?: Texts;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: Texts;
  readonly labels?: readonly LabelFields[];
  readonly commonAnnotations?: Texts;
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly PatchFields[];
  readonly patches?: readonly PatchFields[];
  readonly images?: readonly ImageFields[];
  readonly imageTags?: readonly ImageFields[];
  readonly replacements?: readonly ReplacementEntry[];
  readonly replicas?: readonly ReplicaFields[];
  readonly vars?: readonly VarFields[];
  readonly sortOptions?: SortOptions;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly crds?: readonly string[];
  readonly bases?: readonly string[];
  readonly configMapGenerator?: readonly GeneratorArgs[];
  readonly secretGenerator?: readonly SecretArgs[];
  readonly helmGlobals?: HelmGlobals;
  readonly helmCharts?: readonly HelmChartFields[];
  readonly helmChartInflationGenerator?: readonly HelmChartArgs[];
  readonly generatorOptions?: GeneratorOptions;
  readonly configurations?: readonly string[];
  readonly generators?: readonly string[];
  readonly transformers?: readonly string[];
  readonly validators?: readonly string[];
  readonly buildMetadata?: readonly string[];
}
