import { compareToInteger, parseQuantity } from '@gotk/quantity';
import type { PodSpecDraft, ResourceList, ResourcesDraft } from '../core/pod-draft.js';
import { addLists } from '../core/pod-resources.js';

const COMPUTE = ['cpu', 'memory'];

/** How sure a pod can be of what it runs on: by what it asks for and is limited to. */
export function qosClass(spec: PodSpecDraft): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const parts: readonly ResourcesDraft[] =
    spec.resources === undefined ? containers.map(({ resources }) => resources ?? {}) : [spec.resources];
  const requests = parts.reduce((sum, { requests: list }) => addLists(sum, compute(list)), {} as ResourceList);
  const limits = parts.reduce((sum, { limits: list }) => addLists(sum, compute(list)), {} as ResourceList);
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return 'BestEffort';
  const allLimited = parts.every(({ limits: list }) => COMPUTE.every((name) => compute(list)[name] !== undefined));
  const equal = Object.keys(requests).length === Object.keys(limits).length && sameAmounts(requests, limits);
  return allLimited && equal ? 'Guaranteed' : 'Burstable';
}

function compute(list: ResourceList = {}): ResourceList {
  const entries = Object.entries(list);
  return Object.fromEntries(
    entries.filter(([name, amount]) => COMPUTE.includes(name) && compareToInteger(parseQuantity(amount), 0n) > 0),
  );
}

function sameAmounts(a: ResourceList, b: ResourceList): boolean {
  return Object.entries(a).every(([name, amount]) => amount === b[name]);
}
