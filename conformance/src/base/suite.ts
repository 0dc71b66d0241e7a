import type { Suite } from '../suite.js';

export const baseSuite: Suite = {
  corpus: 'golden/base',
  load: () => Promise.reject(new Error('the suite base has no cases yet')),
};
