import type { Suite } from '../suite.js';

export const helmSuite: Suite = {
  corpus: 'golden/helm',
  load: () => Promise.reject(new Error('the suite helm has no cases yet')),
};
