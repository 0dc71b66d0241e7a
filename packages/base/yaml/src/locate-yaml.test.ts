import { expect, it } from 'vitest';
import { locateYaml } from './locate-yaml.js';

const TEXT = `# head
kind: Deployment
spec:
  containers:
  - name: a
    image: x
  - {name: b, image: &i y}
`;

it.each([
  [[], 2, 1],
  [['kind'], 2, 1],
  [['spec', 'containers', 0, 'image'], 6, 5],
  [['spec', 'containers', 1], 7, 5],
  [['spec', 'containers', 1, 'image'], 7, 15],
  [['spec', 'containers', 7], 4, 3],
  [['nowhere'], 2, 1],
] as const)('%j stands at %i:%i', (path, line, column) => {
  expect(locateYaml(TEXT, path)).toEqual({ line, column });
});

it('knows no place in what cannot be read', () => {
  expect(locateYaml('a: [', ['a'])).toBeUndefined();
  expect(locateYaml('', ['a'])).toBeUndefined();
});
