import { addQuantities, compareQuantities, parseQuantity, renderQuantity } from '@gotk/quantity';
import { amountIn } from './amount-in.js';
import type { ContainerDraft, PodSpecDraft, ResourceList } from './pod-draft.js';

/** Resources that a pod as a whole may ask for. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** What the containers of a pod ask for together, init containers included as far as they need more at once. */
export function aggregateRequests(spec: PodSpecDraft): ResourceList {
  return aggregate(spec, 'requests');
}

/** What a pod asks for and is limited to; what it says for itself as a whole counts before what its containers say. */
export function podTotals(spec: PodSpecDraft): { readonly requests: ResourceList; readonly limits: ResourceList } {
  const own = (list: ResourceList = {}): ResourceList =>
    Object.fromEntries(Object.entries(list).filter(([name]) => isPodLevelResource(name)));
  return {
    requests: { ...aggregate(spec, 'requests'), ...own(spec.resources?.requests) },
    limits: { ...aggregate(spec, 'limits'), ...own(spec.resources?.limits) },
  };
}

function aggregate({ containers, initContainers = [] }: PodSpecDraft, list: 'requests' | 'limits'): ResourceList {
  const amounts = ({ resources }: ContainerDraft): ResourceList => resources?.[list] ?? {};
  const running = (containers ?? []).reduce((sum, container) => addLists(sum, amounts(container)), {} as ResourceList);
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const total = sidecars.reduce((sum, container) => addLists(sum, amounts(container)), running);
  let started: ResourceList = {};
  let peak: ResourceList = total;
  for (const container of initContainers) {
    const needed = addLists(started, amounts(container));
    if (container.restartPolicy === 'Always') started = needed;
    peak = largerLists(peak, needed);
  }
  return peak;
}

/** The sums of two lists, name by name. */
export function addLists(a: ResourceList, b: ResourceList): ResourceList {
  const sum = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const present = amountIn(sum, name);
    sum[name] =
      present === undefined ? amount : renderQuantity(addQuantities(parseQuantity(present), parseQuantity(amount)));
  }
  return sum;
}

function largerLists(a: ResourceList, b: ResourceList): ResourceList {
  const larger = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const present = amountIn(larger, name);
    if (present === undefined || compareQuantities(parseQuantity(amount), parseQuantity(present)) > 0)
      larger[name] = amount;
  }
  return larger;
}
