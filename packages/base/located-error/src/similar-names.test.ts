import { expect, it } from 'vitest';
import { similarNames } from './similar-names.js';

it.each([
  ['bass', ['base', 'overlays', 'bases'], ['base', 'bases']],
  ['expor', ['export', 'get'], ['export']],
  ['Kustomizatoin', ['kustomization'], ['kustomization']],
  ['nonsense', ['base', 'get'], []],
  ['x', ['a-long-name'], []],
  ['bass', [], []],
])('%s among %j', (typed, known, expected) => {
  expect(similarNames(typed, known)).toEqual(expected);
});
