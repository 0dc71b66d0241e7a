import type { Suite } from '../suite.js';

export const fluxSuite: Suite = {
  corpus: 'golden/flux',
  load: () => Promise.reject(new Error('the suite flux has no cases yet')),
};
