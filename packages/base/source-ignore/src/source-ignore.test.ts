import { memoryTree } from '@gotk/file-tree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createIgnoreMatcher,
  defaultPatterns,
  filterTree,
  parseIgnoreFile,
  readIgnorePatterns,
  versionControlPatterns,
} from './index.js';

const paths = [
  'a',
  'a/',
  'a/b',
  'a/b/c.txt',
  'b/a',
  'foo.txt',
  'dir/foo.txt',
  'dir/sub/foo.txt',
  'x.jpg',
  'deploy/app.yaml',
];

function ignored(text: string): readonly string[] {
  const matcher = createIgnoreMatcher(parseIgnoreFile(text));
  return paths.filter((path) => matcher.ignores(path.replace(/\/$/, ''), path.endsWith('/')));
}

describe('patterns', () => {
  it.each([
    ['nothing', '', []],
    ['a comment and blanks', '# a\n\n   \n', []],
    ['a name, in every folder', 'a\n', ['a', 'a/', 'a/b', 'a/b/c.txt', 'b/a']],
    ['a name at the root', '/a\n', ['a', 'a/', 'a/b', 'a/b/c.txt']],
    ['a directory', 'a/\n', ['a/', 'a/b', 'a/b/c.txt']],
    ['a wildcard', '*.txt\n', ['a/b/c.txt', 'foo.txt', 'dir/foo.txt', 'dir/sub/foo.txt']],
    ['any depth', '/**/foo.txt\n', ['foo.txt', 'dir/foo.txt', 'dir/sub/foo.txt']],
    ['everything below', 'dir/**\n', ['dir/foo.txt', 'dir/sub/foo.txt']],
    [
      'all but some',
      '/*\n!/deploy\n',
      ['a', 'a/', 'a/b', 'a/b/c.txt', 'b/a', 'foo.txt', 'dir/foo.txt', 'dir/sub/foo.txt', 'x.jpg'],
    ],
    ['a malformed class', '[a\n', []],
  ])('%s', (_what, text, expected) => expect(ignored(text)).toEqual(expected));
});

describe('ignore files of a tree', () => {
  it('are for the folder they stand in', () => {
    const tree = memoryTree({
      '.sourceignore': '*.md\n',
      'sub/.sourceignore': '/x\n!keep.md\n',
      x: '',
      'sub/x': '',
      'sub/keep.md': '',
      'a.md': '',
      '.git/.sourceignore': 'y\n',
      y: '',
    });
    const matcher = createIgnoreMatcher(readIgnorePatterns(tree));
    expect(['x', 'sub/x', 'sub/keep.md', 'a.md', 'y'].map((path) => matcher.ignores(path, false))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('leave a tree without what they ignore', () => {
    const tree = memoryTree({
      '.git/config': '',
      'docs/a.png': '',
      'docs/only/b.png': '',
      'app/c.yaml': '',
      'empty/': '',
    });
    const filtered = filterTree(tree, createIgnoreMatcher([...versionControlPatterns(), ...defaultPatterns()]));
    expect(filtered.entry('')).toEqual({ kind: 'directory', names: ['app', 'empty'] });
    expect(filtered.entry('docs/a.png')).toBeUndefined();
    expect(filtered.entry('app/c.yaml')?.kind).toBe('file');
  });
});

it('decides about any pattern and path in bounded time', () => {
  const piece = fc.constantFrom('*', '**', '?', '[', ']', '^', '-', '!', '/', '\\', 'a', 'b', '.', ' ', '#');
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, text, (pattern, path) => {
      expect(typeof createIgnoreMatcher(parseIgnoreFile(pattern)).ignores(path, false)).toBe('boolean');
    }),
  );
  expect(createIgnoreMatcher(parseIgnoreFile(`${'*a'.repeat(50)}b\n`)).ignores('a'.repeat(5000), false)).toBe(false);
});
