import { compareText } from '@gotk/go-template';
import type { HelmVersion } from '../helm-version.js';

/** Kinds in the order in which Helm installs their objects. */
export const INSTALL_ORDER: readonly string[] = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

/** Kinds in the order in which Helm removes their objects: the other way round, but services go before what is behind them. */
export const UNINSTALL_ORDER: readonly string[] = INSTALL_ORDER.filter((kind) => kind !== 'Service')
  .reverse()
  .flatMap((kind) => (kind === 'IngressClass' ? [kind, 'Service'] : [kind]));

/** The order of installation by Helm's version: Helm 3 does not know webhook configurations. */
export function installOrder(helmVersion: HelmVersion): readonly string[] {
  return helmVersion === '4.2' ? INSTALL_ORDER : INSTALL_ORDER.slice(0, -2);
}

/** Sorts by kind; kinds that are not in the order come last, by name. Objects of a kind keep their order. */
export function sortByKind<T extends { readonly kind: string }>(items: readonly T[], order: readonly string[]): T[] {
  const positions = new Map(order.map((kind, index) => [kind, index]));
  const positionOf = ({ kind }: T): number => positions.get(kind) ?? order.length;
  return [...items].sort((a, b) => {
    const position = positionOf(a);
    const difference = position - positionOf(b);
    return difference !== 0 || position < order.length ? difference : compareText(a.kind, b.kind);
  });
}
