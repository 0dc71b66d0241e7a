import { expect, it } from 'vitest';
import { pathBeforeCopy } from './path-before-copy.js';

const APPS = [
  { from: '@repo/apps/base/**', to: '@artifact/base/' },
  { from: '@repo/apps/staging/**', to: '@artifact/staging/' },
];

it.each([
  ['base/a.yaml', APPS, 'apps/base/a.yaml'],
  ['staging/deep/b.yaml', APPS, 'apps/staging/deep/b.yaml'],
  ['other/a.yaml', APPS, undefined],
  ['a/b.yaml', [{ from: '@repo/infra/**', to: '@artifact/' }], 'infra/a/b.yaml'],
  ['a/b.yaml', [{ from: '@repo/**', to: '@artifact/' }], 'a/b.yaml'],
  ['x/base/a.yaml', [{ from: '@repo/apps/base', to: '@artifact/x' }], 'apps/base/a.yaml'],
  ['docs/A.md', [{ from: '@repo/README.md', to: '@artifact/docs/A.md' }], 'README.md'],
  ['docs/README.md', [{ from: '@repo/README.md', to: '@artifact/docs/' }], 'README.md'],
  ['a.yaml', [{ from: '@repo/*/*.yaml', to: '@artifact/' }], undefined],
  [
    'a.yaml',
    [
      { from: '@repo/a/**', to: '@artifact/' },
      { from: '@repo/b/**', to: '@artifact/' },
    ],
    undefined,
  ],
  ['a.yaml', [{ from: '@repo/a.yaml', to: '@artifact/', strategy: 'Merge' }], undefined],
  ['c/a.yaml', [{ from: '@repo/c.tgz', to: '@artifact/c', strategy: 'Extract' }], undefined],
])('%s with %j came from %s', (file, copies, expected) => {
  expect(pathBeforeCopy(file, copies)).toBe(expected);
});
