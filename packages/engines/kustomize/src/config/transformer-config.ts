import { wrapError } from '../errors/wrap-error.js';
import { type FieldSpec, mergeFieldSpecs } from '../field-spec/field-spec.js';
import { goSort } from '../go-sort/go-sort.js';
import { compareSortKeys, gvkSortKey } from '../resource/compare-gvk.js';
import { type Gvk, gvkEquals } from '../resource/gvk.js';
import {
  ANNOTATION_SPECS,
  COMMON_LABEL_SPECS,
  IMAGE_SPECS,
  NAME_REFERENCES,
  NAME_SPECS,
  NAMESPACE_SPECS,
  type NameReference,
  REPLICA_SPECS,
  TEMPLATE_LABEL_SPECS,
  VAR_SPECS,
} from './default-field-specs.js';

/** Which fields the transformers of a kustomization edit. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
}

export const EMPTY_CONFIG: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  varReference: [],
  images: [],
  replicas: [],
  nameReference: [],
};

/** How messages name the parts, in the order in which they are merged. */
const FIELD_SPEC_PARTS = [
  ['namePrefix', 'NamePrefix'],
  ['nameSuffix', 'NameSuffix'],
  ['namespace', 'NameSpace'],
  ['commonAnnotations', 'CommonAnnotations'],
  ['commonLabels', 'CommonLabels'],
  ['labels', 'Labels'],
  ['templateLabels', 'TemplateLabels'],
  ['varReference', 'VarReference'],
] as const;

const LATER_PARTS = [
  ['images', 'Images'],
  ['replicas', 'Replicas'],
] as const;

const PARTS: readonly (keyof TransformerConfig)[] = [
  'nameReference',
  ...FIELD_SPEC_PARTS.map(([part]) => part),
  ...LATER_PARTS.map(([part]) => part),
];

/** What applies unless a kustomization says more (`configurations`, `crds`). */
export const DEFAULT_CONFIG: TransformerConfig = sortConfig({
  namePrefix: NAME_SPECS,
  nameSuffix: NAME_SPECS,
  namespace: NAMESPACE_SPECS,
  commonLabels: COMMON_LABEL_SPECS,
  labels: EMPTY_CONFIG.labels,
  templateLabels: TEMPLATE_LABEL_SPECS,
  commonAnnotations: ANNOTATION_SPECS,
  varReference: VAR_SPECS,
  images: IMAGE_SPECS,
  replicas: REPLICA_SPECS,
  nameReference: NAME_REFERENCES,
});

/** Merges that have been made: most kustomizations add the same configuration to the same. */
const merges = new WeakMap<TransformerConfig, WeakMap<TransformerConfig, TransformerConfig>>();

/**
 * Both configurations as one. Even what is added to nothing changes by it: of specs that cover one another, only the first
 * stays.
 *
 * @throws when they disagree on whether a field is to be made.
 */
export function mergeConfigs(config: TransformerConfig, added: TransformerConfig): TransformerConfig {
  const known = merges.get(config)?.get(added);
  if (known !== undefined) return known;
  const merged = merge(config, added);
  const ofConfig = merges.get(config) ?? new WeakMap<TransformerConfig, TransformerConfig>();
  merges.set(config, ofConfig.set(added, merged));
  return merged;
}

function merge(config: TransformerConfig, added: TransformerConfig): TransformerConfig {
  const merged = { ...config };
  for (const [part, name] of FIELD_SPEC_PARTS) merged[part] = mergePart(config[part], added[part], name);
  merged.nameReference = attempt('NameReference', () => mergeReferences(config.nameReference, added.nameReference));
  for (const [part, name] of LATER_PARTS) merged[part] = mergePart(config[part], added[part], name);
  const sorted = sortConfig(merged);
  // A configuration that is known already has been merged with others before.
  return [config, added].find((known) => PARTS.every((part) => sorted[part] === known[part])) ?? sorted;
}

function mergePart(specs: readonly FieldSpec[], added: readonly FieldSpec[], name: string): readonly FieldSpec[] {
  return attempt(name, () => mergeFieldSpecs(specs, added));
}

function attempt<Result>(name: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw wrapError(error, `failed to merge ${name} fieldSpec`);
  }
}

/** Both lists as one: of the same kind, the referrers are joined. */
export function mergeReferences(
  references: readonly NameReference[],
  added: readonly NameReference[],
): readonly NameReference[] {
  const merged = [...references];
  let changed = false;
  for (const reference of added) {
    const index = merged.findIndex((other) => gvkEquals(other, reference));
    const joined = joinReferences(merged[index], reference);
    if (joined === merged[index]) continue;
    merged[index === -1 ? merged.length : index] = joined;
    changed = true;
  }
  if (!changed) return references;
  const isAdded = merged.length === added.length && merged.every((reference, index) => reference === added[index]);
  return isAdded ? added : merged;
}

function joinReferences(known: NameReference | undefined, added: NameReference): NameReference {
  if (known === undefined) return added;
  const referrers = mergeFieldSpecs(known.referrers, added.referrers);
  return referrers === known.referrers ? known : { ...known, referrers };
}

/** Sorted by kind, so that nothing depends on the order in which configurations were found. */
export function sortConfig(config: TransformerConfig): TransformerConfig {
  const sorted = { ...config };
  for (const [part] of [...FIELD_SPEC_PARTS, ...LATER_PARTS]) sorted[part] = sortByKind(config[part]);
  sorted.nameReference = sortByKind(config.nameReference);
  return sorted;
}

function sortByKind<Item extends Gvk>(items: readonly Item[]): readonly Item[] {
  const ranked = items.map((item) => ({ item, key: gvkSortKey(item) }));
  const isSorted = ranked.every(({ key }, index) => index === 0 || compareSortKeys(ranked[index - 1]?.key, key) <= 0);
  if (isSorted) return items;
  return goSort(ranked, (a, b) => compareSortKeys(a.key, b.key) < 0).map(({ item }) => item);
}
