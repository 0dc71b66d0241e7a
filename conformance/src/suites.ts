import type { Suite } from './suite.js';

/** Every suite by name, loaded only when asked for. */
export const suites: Readonly<Record<string, () => Promise<Suite>>> = {
  base: async () => (await import('./base/suite.js')).baseSuite,
  crds: async () => (await import('./crds/suite.js')).crdsSuite,
  flux: async () => (await import('./flux/suite.js')).fluxSuite,
  helm: async () => (await import('./helm/suite.js')).helmSuite,
  kubernetes: async () => (await import('./kubernetes/suite.js')).kubernetesSuite,
  kustomize: async () => (await import('./kustomize/suite.js')).kustomizeSuite,
};
