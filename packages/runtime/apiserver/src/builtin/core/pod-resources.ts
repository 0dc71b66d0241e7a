import { addQuantities, compareQuantities, parseQuantity, renderQuantity } from '@gotk/quantity';
import type { ContainerDraft, PodSpecDraft, ResourceList } from './pod-draft.js';

/** Resources that a pod as a whole may ask for. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** What the containers of a pod ask for together, init containers included as far as they need more at once. */
export function aggregateRequests({ containers, initContainers = [] }: PodSpecDraft): ResourceList {
  const running = (containers ?? []).reduce(
    (sum, container) => addLists(sum, requestsOf(container)),
    {} as ResourceList,
  );
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const total = sidecars.reduce((sum, container) => addLists(sum, requestsOf(container)), running);
  let started: ResourceList = {};
  let peak: ResourceList = total;
  for (const container of initContainers) {
    const needed = addLists(started, requestsOf(container));
    if (container.restartPolicy === 'Always') started = needed;
    peak = largerLists(peak, needed);
  }
  return peak;
}

function requestsOf({ resources }: ContainerDraft): ResourceList {
  return resources?.requests ?? {};
}

/** The sums of two lists, name by name. */
export function addLists(a: ResourceList, b: ResourceList): ResourceList {
  const sum = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const present = sum[name];
    sum[name] =
      present === undefined ? amount : renderQuantity(addQuantities(parseQuantity(present), parseQuantity(amount)));
  }
  return sum;
}

function largerLists(a: ResourceList, b: ResourceList): ResourceList {
  const larger = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const present = larger[name];
    if (present === undefined || compareQuantities(parseQuantity(amount), parseQuantity(present)) > 0)
      larger[name] = amount;
  }
  return larger;
}
