import type { KubeObject } from '@gotk/objects';
import type { Store } from '../../storage/store.js';
import type { CheckedPod } from './pod-parts.js';
import { type LevelVersion, renderLevel } from './security-policy.js';
import { violationsOf } from './violations-of.js';

const MAX_PODS = 3000;

/** What the pods that a namespace has already do against a level that is enforced from now on. */
export function existingPodWarnings(store: Store, namespace: string, level: LevelVersion): readonly string[] {
  const pods = onePerOwner([...store.scan('/pods', `${namespace}/`)].map(({ object }) => object));
  const checked = pods.slice(0, MAX_PODS);
  const names = new Map<string, string[]>();
  for (const pod of checked) {
    const reasons = violationsOf(pod as unknown as CheckedPod, level).map(({ reason }) => reason); // By its kind.
    if (reasons.length > 0)
      names.set(reasons.join(', '), [...(names.get(reasons.join(', ')) ?? []), pod.metadata.name ?? '']);
  }
  const partly = `new PodSecurity enforce level only checked against the first ${checked.length} of ${pods.length} existing pods`;
  const heading = `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level "${renderLevel(level)}"`;
  const rows = [...names].map(([reasons, of]) => `${[...of].sort()[0] ?? ''}${others(of.length - 1)}: ${reasons}`);
  return [...(checked.length < pods.length ? [partly] : []), ...(rows.length > 0 ? [heading] : []), ...rows.sort()];
}

function others(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' (and 1 other pod)' : ` (and ${count} other pods)`;
}

/** Pods of one controller are alike: one of them comes before all others. */
function onePerOwner(pods: readonly KubeObject[]): readonly KubeObject[] {
  const owners = new Set<string>();
  const isFirst = ({ metadata }: KubeObject): boolean => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
    if (owner === undefined) return true;
    const isNew = !owners.has(owner);
    owners.add(owner);
    return isNew;
  };
  const first = pods.filter(isFirst);
  return [...first, ...pods.filter((pod) => !first.includes(pod))];
}
