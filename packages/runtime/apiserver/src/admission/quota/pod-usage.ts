import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson } from '@gotk/objects';
import type { ContainerDraft, PodDraft, ResourceList, ResourcesDraft } from '../../builtin/core/pod-draft.js';
import { addLists, podTotals } from '../../builtin/core/pod-resources.js';
import type { ScopeRequirement } from '../../builtin/core/resource-quota.js';
import { qosClass } from '../../builtin/pods/qos-class.js';
import { isExtendedResource, isNativeResource } from '../../builtin/resources/resource-names.js';
import { type DraftObject, sealDraft } from '../../drafts/draft.js';
import type { QuotaEvaluator } from './quota-evaluator.js';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const COUNTED = [
  'count/pods',
  'pods',
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
];
/** Limits of these make every container say what it needs. */
const DEMANDED = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** Pods count by number and by what they ask for, while they have not ended. */
export const podEvaluator: QuotaEvaluator = {
  handles: ({ operation, subresource, object, oldObject }) => {
    if (subresource !== undefined) return subresource === 'resize' && operation === 'UPDATE';
    if (operation !== 'UPDATE' || object === undefined || oldObject === undefined) return operation === 'CREATE';
    return isTerminating(object as PodDraft) !== isTerminating(oldObject as unknown as PodDraft);
  },
  counts: (name) =>
    COUNTED.includes(name) ||
    name.startsWith('hugepages-') ||
    name.startsWith('requests.hugepages-') ||
    (name.startsWith('requests.') && !isNativeResource(name)),
  inScope: (scope, pod) => isInScope(scope, pod as PodDraft),
  usage: (pod, nowMs) => usage(pod as PodDraft, nowMs),
  problem: (names, pod) => missingAmounts(names, pod as PodDraft),
};

function isTerminating({ spec }: PodDraft): boolean {
  return (spec.activeDeadlineSeconds ?? -1) >= 0;
}

function isInScope({ scopeName, operator, values = [] }: ScopeRequirement, pod: PodDraft): boolean {
  const { priorityClassName = '' } = pod.spec;
  if (scopeName === 'Terminating') return isTerminating(pod);
  if (scopeName === 'NotTerminating') return !isTerminating(pod);
  if (scopeName === 'BestEffort') return qosClass(pod.spec) === 'BestEffort';
  if (scopeName === 'NotBestEffort') return qosClass(pod.spec) !== 'BestEffort';
  if (scopeName === 'CrossNamespacePodAffinity') return looksElsewhere(pod);
  if (scopeName !== 'PriorityClass') return false;
  if (operator === 'Exists') return priorityClassName !== '';
  if (operator === 'DoesNotExist') return priorityClassName === '';
  return operator === 'In' ? values.includes(priorityClassName) : !values.includes(priorityClassName);
}

/** Whether the pod's affinity looks at pods of other namespaces. */
function looksElsewhere(pod: DraftObject): boolean {
  const spec = asJson(sealDraft(pod))['spec'];
  const affinity = isJsonObject(spec) ? spec['affinity'] : undefined;
  if (!isJsonObject(affinity)) return false;
  return ['podAffinity', 'podAntiAffinity'].some((kind) => {
    const rules = affinity[kind];
    if (!isJsonObject(rules)) return false;
    const weighted = termsIn(rules, 'preferredDuringSchedulingIgnoredDuringExecution').map(
      (term) => term['podAffinityTerm'],
    );
    return [...termsIn(rules, 'requiredDuringSchedulingIgnoredDuringExecution'), ...weighted].some(
      (term) =>
        isJsonObject(term) &&
        (term['namespaceSelector'] !== undefined ||
          (Array.isArray(term['namespaces']) && term['namespaces'].length > 0)),
    );
  });
}

function termsIn(rules: JsonObject, field: string): readonly JsonObject[] {
  const terms = rules[field];
  return Array.isArray(terms) ? terms.filter(isJsonObject) : [];
}

function usage(pod: PodDraft, nowMs: number): ResourceList {
  const counted = { 'count/pods': '1' };
  return hasEnded(pod, nowMs) ? counted : addLists(counted, amountsOf(podTotals(pod.spec)));
}

function hasEnded({ metadata, status }: PodDraft, nowMs: number): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return true;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return false;
  return nowMs > Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

/** Amounts under the names that quotas have for them. */
function amountsOf({ requests = {}, limits = {} }: ResourcesDraft): ResourceList {
  const amounts: ResourceList = { pods: '1' };
  for (const [name, amount] of Object.entries(requests)) {
    if (COMPUTE.includes(name) || name.startsWith('hugepages-')) amounts[name] = amount;
    if (COMPUTE.includes(name) || name.startsWith('hugepages-') || isExtendedResource(name))
      amounts[`requests.${name}`] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (COMPUTE.includes(name)) amounts[`limits.${name}`] = amount;
  return amounts;
}

function missingAmounts(names: readonly string[], { spec }: PodDraft): string | undefined {
  const wholePod = spec.resources;
  if (wholePod !== undefined && Object.keys({ ...wholePod.requests, ...wholePod.limits }).length > 0) return undefined;
  const containers: readonly ContainerDraft[] = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const texts = DEMANDED.filter((name) => names.includes(name))
    .sort()
    .flatMap((name) => {
      const without = containers.filter(({ resources }) => amountsOf(resources ?? {})[name] === undefined);
      const list = [...new Set(without.map((container) => container.name))].sort();
      return list.length === 0 ? [] : [`${name} for: ${list.join(',')}`];
    });
  return texts.length === 0 ? undefined : `must specify ${texts.join('; ')}`;
}
