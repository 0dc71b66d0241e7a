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
}

/** The objects that `flux bootstrap` would make: the namespace, the source, and the Kustomization that applies the path. */
export function entryObjects({ url, branch, path }: EntryOptions): readonly KubeObject[] {
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
    },
  };
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: ENTRY.namespace } }, source, applier];
}
