import { compareUtf8 } from '@gotk/json';
import type { Gvk } from './gvk.js';

/** Kinds that others build on come first, in this order. */
export const ORDER_FIRST: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

/** Kinds that act on others come last, in this order. */
export const ORDER_LAST: readonly string[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** Ranks of kinds by two lists; kinds in neither have rank 0. */
export function kindRanks(first: readonly string[], last: readonly string[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const [index, kind] of first.entries()) ranks.set(kind, index - first.length);
  for (const [index, kind] of last.entries()) ranks.set(kind, index + 1);
  return ranks;
}

const DEFAULT_RANKS = kindRanks(ORDER_FIRST, ORDER_LAST);

/** What kinds are ordered by: their rank, then group, version and kind. */
export interface GvkSortKey {
  readonly rank: number;
  readonly text: string;
}

/** The key of a kind, made once for many comparisons. */
export function gvkSortKey(gvk: Gvk): GvkSortKey {
  return { rank: DEFAULT_RANKS.get(gvk.kind) ?? 0, text: gvkSortText(gvk) };
}

/** Negative where `a` comes first; no key comes before all. */
export function compareSortKeys(a: GvkSortKey | undefined, b: GvkSortKey): number {
  if (a === undefined) return -1;
  return a.rank === b.rank ? compareUtf8(a.text, b.text) : a.rank - b.rank;
}

/** A text that sorts kinds: empty parts come late. */
export function gvkSortText({ group, version, kind }: Gvk): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}
