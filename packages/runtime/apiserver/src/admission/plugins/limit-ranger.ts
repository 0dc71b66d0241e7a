import { amountIn } from '../../builtin/core/amount-in.js';
import type { LimitDraft, LimitRangeDraft } from '../../builtin/core/limit-range.js';
import type { ContainerDraft, PodDraft, ResourceList } from '../../builtin/core/pod-draft.js';
import { sealDraft } from '../../drafts/draft.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite, writesResource } from '../forbid-write.js';
import { claimProblems, podProblems } from './limit-problems.js';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Gives containers the resources that the namespace's LimitRanges suggest, and refuses what is outside of their limits. */
export function limitRanger(store: Store): AdmissionPlugin {
  return {
    admit: (review) => {
      if (review.operation === 'CREATE' && writesResource(review, '/pods'))
        for (const limits of limitsFor(store, review)) fillDefaults(review.object as PodDraft, limits);
    },
    validate: (review) => {
      for (const limits of limitsFor(store, review)) {
        const problems = problemsOf(review, limits);
        if (problems.length === 1) throw forbidWrite(review, problems[0] ?? '');
        if (problems.length > 1) throw forbidWrite(review, `[${[...new Set(problems)].join(', ')}]`);
      }
    },
  };
}

function limitsFor(store: Store, { namespace = '' }: AdmissionReview): readonly (readonly LimitDraft[])[] {
  return [...store.scan('/limitranges', `${namespace}/`)].map(
    ({ object }) => (object as unknown as LimitRangeDraft).spec.limits ?? [], // By the collection's codec.
  );
}

function problemsOf(review: AdmissionReview, limits: readonly LimitDraft[]): readonly string[] {
  const { object, operation, served, subresource } = review;
  if (object === undefined) return [];
  const { collection } = served.definition;
  const resizes = collection === '/pods' && subresource === 'resize' && operation === 'UPDATE';
  if (resizes || (operation === 'CREATE' && writesResource(review, '/pods')))
    return podProblems((object as PodDraft).spec, limits);
  if (!writesResource(review, '/persistentvolumeclaims') || operation === 'DELETE') return [];
  return claimProblems(sealDraft(object), limits);
}

function fillDefaults(pod: PodDraft, limits: readonly LimitDraft[]): void {
  const ofContainers = limits.filter(({ type }) => type === 'Container');
  const requests: ResourceList = Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest));
  const upper: ResourceList = Object.assign({}, ...ofContainers.map((limit) => limit.default));
  const notes = [
    ...(pod.spec.containers ?? []).flatMap((container) => fillContainer(container, { requests, upper }, 'container')),
    ...(pod.spec.initContainers ?? []).flatMap((container) =>
      fillContainer(container, { requests, upper }, 'init container'),
    ),
  ];
  if (notes.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}`,
  };
}

function fillContainer(
  container: ContainerDraft,
  { requests, upper }: { readonly requests: ResourceList; readonly upper: ResourceList },
  what: string,
): readonly string[] {
  container.resources ??= {};
  const { resources } = container;
  const missingLimits = Object.keys(upper).filter((name) => amountIn(resources.limits, name) === undefined);
  const missingRequests = Object.keys(requests).filter((name) => amountIn(resources.requests, name) === undefined);
  if (missingLimits.length > 0) resources.limits = inOrder({ ...upper, ...resources.limits });
  if (missingRequests.length > 0) resources.requests = inOrder({ ...requests, ...resources.requests });
  const note = (names: string[], list: string): readonly string[] =>
    names.length === 0 ? [] : [`${names.sort().join(', ')} ${list} for ${what} ${container.name}`];
  return [...note(missingRequests, 'request'), ...note(missingLimits, 'limit')];
}

function inOrder(list: ResourceList): ResourceList {
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}
