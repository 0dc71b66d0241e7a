import type { GitRepository, Kustomization } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';

/** Namespace and name of the objects that everything else comes from. */
export const ENTRY = { namespace: 'flux-system', name: 'flux-system' } as const;

/**
 * Keeps what a repository that was set up by `flux bootstrap` says about its own entry objects from replacing these:
 * they name the repository as it is served here.
 */
const OURS = { 'kustomize.toolkit.fluxcd.io/ssa': 'Ignore' } as const;

export interface EntryOptions {
  readonly url: string;
  readonly branch: string;
  /** Directory in the source; empty for its root. */
  readonly path: string;
  /** Whom the entry Kustomization acts as. Default: the controller itself. */
  readonly serviceAccountName?: string;
}

/** Controllers that repositories name in `serviceAccountName` to have everything allowed. */
const RECONCILERS = ['kustomize-controller', 'helm-controller'];

/**
 * The objects that `flux bootstrap` would make: the namespace, who the controllers are and what they may, the source,
 * and the Kustomization that applies the path.
 */
export function entryObjects({ url, branch, path, serviceAccountName }: EntryOptions): readonly KubeObject[] {
  const metadata = { ...ENTRY, annotations: OURS };
  const source: GitRepository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata,
    spec: { interval: '1m0s', ref: { branch }, url },
  };
  const applier: Kustomization = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: {
      interval: '10m0s',
      path: `./${path}`,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: ENTRY.name },
      ...(serviceAccountName !== undefined && { serviceAccountName }),
    },
  };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ENTRY.namespace } };
  return [namespace, ...reconcilerRights(), source, applier];
}

function reconcilerRights(): readonly KubeObject[] {
  const { namespace } = ENTRY;
  return [
    ...RECONCILERS.map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: `cluster-reconciler-${namespace}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: RECONCILERS.map((name) => ({ kind: 'ServiceAccount', name, namespace })),
    },
  ];
}
