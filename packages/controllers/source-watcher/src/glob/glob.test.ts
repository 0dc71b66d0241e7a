import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { globTree } from './glob-tree.js';
import { createPathMatcher } from './path-matcher.js';
import { literalPrefix } from './pattern-parts.js';

const tree = memoryTree({
  'README.md': '',
  'apps/base/app.yaml': '',
  'apps/base/deep/more.yaml': '',
  'apps/.hidden': '',
  'charts/app-1.0.0.tgz': '',
});

describe('a plain pattern', () => {
  it.each([
    ['*', ['README.md', 'apps', 'charts']],
    ['**', ['README.md', 'apps', 'charts']],
    ['apps/*', ['apps/.hidden', 'apps/base']],
    ['apps/**', ['apps/.hidden', 'apps/base']],
    ['apps/**/*.yaml', ['apps/base/app.yaml']],
    ['*/base/[a-c]pp.yaml', ['apps/base/app.yaml']],
    ['apps/*/', []],
    ['README.?d', ['README.md']],
    ['no/*', []],
    ['a[', undefined],
    ['[]a]', undefined],
  ])('%s finds %j', (pattern, expected) => {
    expect(globTree(tree, pattern, 'plain')).toEqual(expected);
  });
});

describe('a recursive pattern', () => {
  it.each([
    ['**/*.tgz', ['charts/app-1.0.0.tgz']],
    ['apps/**/*.yaml', ['apps/base/app.yaml', 'apps/base/deep/more.yaml']],
    ['{apps,charts}/*.tgz', ['charts/app-1.0.0.tgz']],
    [
      'apps/**',
      ['apps', 'apps/.hidden', 'apps/base', 'apps/base/app.yaml', 'apps/base/deep', 'apps/base/deep/more.yaml'],
    ],
    ['{apps', undefined],
  ])('%s finds %j', (pattern, expected) => {
    expect(globTree(tree, pattern, 'recursive')).toEqual(expected);
  });
});

describe('matching paths', () => {
  it.each([
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'a/b/README.md', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/b/**/z', 'a/x/b/y/b/z', true],
    ['a/**', 'a', true],
    ['a**/z', 'abc/z', true],
    ['a**/z', 'abc/d/z', false],
    ['{a,b/{c,d}}/*.y?ml', 'b/d/x.yaml', true],
    ['[!a]b', 'ab', false],
    ['[^a]b', 'cb', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['', 'a', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(createPathMatcher(pattern)?.(path)).toBe(expected);
  });

  it.each([['['], ['{a'], ['a}'], ['a\\'], ['[z'], [`${'{a,b}'.repeat(12)}`]])('%s is refused', (pattern) => {
    expect(createPathMatcher(pattern)).toBeUndefined();
  });

  it('takes no longer for patterns made to take long', () => {
    const matches = createPathMatcher(`${'*a'.repeat(50)}b/${'**/a/'.repeat(50)}b`);
    expect(matches?.(`${'a'.repeat(5000)}/${'a/'.repeat(5000)}c`)).toBe(false);
  });
});

it.each([
  ['apps/*/x', 'apps'],
  ['./apps//base/*.yaml', 'apps/base'],
  ['**', ''],
])('the plain beginning of %s is %s', (pattern, expected) => {
  expect(literalPrefix(pattern)).toBe(expected);
});
