import { type FieldError, invalidField } from '@gotk/objects';
import type { PodSpecDraft } from '../core/pod-draft.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { sameValue } from '../same-value.js';

interface NodeTerm {
  readonly matchExpressions?: readonly object[] | null;
  readonly matchFields?: readonly object[] | null;
}

interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeTerm[] };
  };
  readonly podAffinity?: object;
  readonly podAntiAffinity?: object;
}

/** What is wrong with other choices of nodes for a pod that waits behind gates: they may only get narrower. */
export function checkGatedUpdate(spec: PodSpecDraft, old: PodSpecDraft): readonly FieldError[] {
  return [...checkNodeSelector(spec.nodeSelector, old.nodeSelector), ...checkTerms(termsOf(spec), termsOf(old) ?? [])];
}

function checkNodeSelector(
  selector: PodSpecDraft['nodeSelector'],
  old: PodSpecDraft['nodeSelector'],
): readonly FieldError[] {
  const kept = Object.entries(old ?? {}).every(([key, value]) => selector?.[key] === value);
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return kept ? [] : [invalidField('spec.nodeSelector', selector ?? null, detail)];
}

const TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

function checkTerms(terms: readonly NodeTerm[] | undefined, old: readonly NodeTerm[]): readonly FieldError[] {
  if (old.length === 0) return [];
  if (terms?.length !== old.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [withInternalValue(invalidField(TERMS, null, detail), '[]core.NodeSelectorTerm', terms)];
  }
  return terms.flatMap((term, index) => {
    if (hasOnlyAdditions(term, old[index] ?? {})) return [];
    const error = invalidField(`${TERMS}[${index}]`, null, 'only additions are allowed (no mutations or deletions)');
    return [withInternalValue(error, 'core.NodeSelectorTerm', term)];
  });
}

/** A term without requirements matches nothing, so that one more would match more. */
function hasOnlyAdditions(term: NodeTerm, old: NodeTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const;
  const isEmpty = (of: NodeTerm) => lists.every((list) => (of[list] ?? []).length === 0);
  if (isEmpty(old)) return isEmpty(term);
  return lists.every((list) => {
    const before = old[list] ?? [];
    return sameValue((term[list] ?? []).slice(0, before.length), before);
  });
}

function termsOf(spec: PodSpecDraft): readonly NodeTerm[] | undefined {
  return affinityOf(spec)?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

function affinityOf(spec: PodSpecDraft): Affinity | undefined {
  return spec['affinity'] as Affinity | undefined; // By the kind's codec.
}

/** The new spec with what a pod behind gates may change set back. */
export function withoutGatedChanges(spec: PodSpecDraft, old: PodSpecDraft): PodSpecDraft {
  const { nodeSelector: _nodeSelector, affinity: _affinity, ...rest } = spec;
  const affinity = withNodeAffinity(affinityOf(spec), affinityOf(old));
  return {
    ...rest,
    ...(old.nodeSelector === undefined ? {} : { nodeSelector: old.nodeSelector }),
    ...(affinity === undefined ? {} : { affinity }),
  };
}

function withNodeAffinity(now: Affinity | undefined, old: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity } = old ?? {};
  if (sameValue(now?.nodeAffinity ?? null, nodeAffinity ?? null)) return now;
  if (now === undefined) return nodeAffinity === undefined ? undefined : { nodeAffinity };
  if (old === undefined && now.podAffinity === undefined && now.podAntiAffinity === undefined) return undefined;
  const { nodeAffinity: _changed, ...others } = now;
  return nodeAffinity === undefined ? others : { nodeAffinity, ...others };
}
