import type { LabelSelector } from '@gotk/objects';
import type { PodDraft } from '../core/pod-draft.js';

interface Term {
  labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Term[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly podAffinityTerm?: Term }[];
}

/** Writes what a new pod's label keys mean, by the labels it has, into the selectors beside them. */
export function mergeLabelKeys({ metadata, spec }: PodDraft): void {
  const labels = metadata.labels ?? {};
  const affinity = (spec['affinity'] ?? {}) as { podAffinity?: PodAffinity; podAntiAffinity?: PodAffinity };
  const constraints = (spec['topologySpreadConstraints'] ?? []) as readonly Term[]; // By the kind's codec.
  const terms = [affinity.podAffinity, affinity.podAntiAffinity].flatMap((own) => [
    ...(own?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(own?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm = {} }) => podAffinityTerm),
  ]);
  for (const term of [...terms, ...constraints]) mergeInto(term, labels);
}

function mergeInto(term: Term, labels: Readonly<Record<string, string>>): void {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (labelSelector === undefined) return;
  const requirements = (keys: readonly string[], operator: 'In' | 'NotIn') =>
    keys.flatMap((key) => (Object.hasOwn(labels, key) ? [{ key, operator, values: [labels[key] ?? ''] }] : []));
  const more = [...requirements(matchLabelKeys, 'In'), ...requirements(mismatchLabelKeys, 'NotIn')];
  if (more.length === 0) return;
  term.labelSelector = { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...more] };
}
