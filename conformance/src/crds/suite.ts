import type { Suite } from '../suite.js';

export const crdsSuite: Suite = {
  corpus: 'crds',
  load: () => Promise.reject(new Error('the suite crds has no cases yet')),
};
