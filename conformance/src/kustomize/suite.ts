import type { Suite } from '../suite.js';

export const kustomizeSuite: Suite = {
  corpus: 'golden/kustomize',
  load: () => Promise.reject(new Error('the suite kustomize has no cases yet')),
};
