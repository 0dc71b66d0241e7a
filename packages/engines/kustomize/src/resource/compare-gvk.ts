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

/** Orders kinds by their rank, then by group, version and kind. */
export function compareGvk(a: Gvk, b: Gvk): number {
  const ranks = (DEFAULT_RANKS.get(a.kind) ?? 0) - (DEFAULT_RANKS.get(b.kind) ?? 0);
  return ranks === 0 ? compareUtf8(gvkSortText(a), gvkSortText(b)) : ranks;
}

/** A text that sorts kinds: empty parts come late. */
export function gvkSortText({ group, version, kind }: Gvk): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}
