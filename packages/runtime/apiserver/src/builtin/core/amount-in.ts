import type { ResourceList } from './pod-draft.js';

/** How much of a resource a list names; names that every object has, such as `constructor`, are none of the list's. */
export function amountIn(list: ResourceList | undefined, name: string): string | undefined {
  return list !== undefined && Object.hasOwn(list, name) ? list[name] : undefined;
}
