import type { Suite } from '../suite.js';

export const kubernetesSuite: Suite = {
  corpus: 'golden/kubernetes',
  load: () => Promise.reject(new Error('the suite kubernetes has no cases yet')),
};
