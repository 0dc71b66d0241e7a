import { packTree } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { copyFiles } from './copy-files.js';
import type { CopyOperation } from './copy-operation.js';
import { hashContents } from './hash-contents.js';
import { StagingTree } from './staging-tree.js';

const repo = memoryTree({
  'README.md': 'readme',
  'apps/base/app.yaml': 'base',
  'apps/base/NOTES.md': 'notes',
  'apps/base/deep/more.yaml': 'more',
  'apps/prod/values.yaml': 'a: 1\nb:\n  c: [1, 2]\n  d: x\n',
  'empty/': '',
});
const other = memoryTree({ 'values.yaml': 'b:\n  c: [3]\n  __proto__: {e: 1}\n---\nf: on\n', list: '- 1\n' });

async function run(...copy: readonly CopyOperation[]): Promise<Readonly<Record<string, string>>> {
  const staging = await stage(...copy);
  const texts = staging.filePaths.map((path) => [path, new TextDecoder().decode(staging.file(path)?.read())]);
  return Object.fromEntries(texts) as Record<string, string>;
}

async function stage(...copy: readonly CopyOperation[]): Promise<StagingTree> {
  const staging = new StagingTree();
  const chart = await packTree(memoryTree({ 'app/Chart.yaml': 'chart', 'app/templates/a.yaml': 'a' }));
  const charts = memoryTree({ 'app-1.0.0.tgz': chart, 'notes.txt': '' });
  await copyFiles(
    copy,
    new Map([
      ['repo', repo],
      ['other', other],
      ['charts', charts],
    ]),
    staging,
  );
  return staging;
}

describe('copying', () => {
  it.each([
    ['a file to a name', '@repo/README.md', '@artifact/docs/A.md', ['docs/A.md']],
    ['a file into a directory', '@repo/README.md', '@artifact/docs/', ['docs/README.md']],
    ['a file into the root', '@repo/README.md', '@artifact/', ['README.md']],
    ['a directory', '@repo/apps/base', '@artifact/x', ['x/base/NOTES.md', 'x/base/app.yaml', 'x/base/deep/more.yaml']],
    [
      'a directory with a slash',
      '@repo/apps/base/',
      '@artifact/',
      ['base/NOTES.md', 'base/app.yaml', 'base/deep/more.yaml'],
    ],
    ['what is in a directory', '@repo/apps/base/**', '@artifact/', ['NOTES.md', 'app.yaml', 'deep/more.yaml']],
    ['a pattern keeps paths', '@repo/apps/*/*.yaml', '@artifact/', ['apps/base/app.yaml', 'apps/prod/values.yaml']],
    ['an archive', '@charts/app-1.0.0.tgz', '@artifact/', ['app-1.0.0.tgz']],
  ])('%s', async (_, from, to, expected) => {
    expect(Object.keys(await run({ from, to })).sort()).toEqual(expected);
  });

  it('takes a target that has become a directory for one', async () => {
    const files = await run(
      { from: '@repo/apps/base', to: '@artifact/x' },
      { from: '@repo/README.md', to: '@artifact/x' },
    );
    expect(files['x/README.md']).toBe('readme');
  });

  it('overwrites in order', async () => {
    const files = await run(
      { from: '@repo/README.md', to: '@artifact/a' },
      { from: '@repo/apps/base/app.yaml', to: '@artifact/a' },
    );
    expect(files).toEqual({ a: 'base' });
  });

  it.each([
    [['*.md'], ['app.yaml', 'deep/more.yaml']],
    [['deep'], ['NOTES.md', 'app.yaml']],
    [['deep/**'], ['NOTES.md', 'app.yaml']],
    [['apps/base/*.md'], ['app.yaml', 'deep/more.yaml']],
    [['**/more.yaml', 'NOTES.md'], ['app.yaml']],
  ])('leaves out %j', async (exclude, expected) => {
    const files = await run({ from: '@repo/apps/base/**', to: '@artifact/', exclude });
    expect(Object.keys(files).sort()).toEqual(expected);
  });

  it('merges YAML like values of Helm, all documents as one', async () => {
    const files = await run(
      { from: '@repo/apps/prod/values.yaml', to: '@artifact/values.yaml' },
      { from: '@other/values.yaml', to: '@artifact/values.yaml', strategy: 'Merge' },
    );
    expect(files['values.yaml']).toBe('a: 1\nb:\n  __proto__:\n    e: 1\n  c:\n  - 3\n  d: x\nf: true\n');
  });

  it('extracts archives, and passes by what is none where a pattern finds it', async () => {
    const one = await run({ from: '@charts/app-1.0.0.tgz', to: '@artifact/c', strategy: 'Extract' });
    const all = await run({ from: '@charts/**', to: '@artifact/', strategy: 'Extract' });
    expect(Object.keys(one)).toEqual(['c/app/Chart.yaml', 'c/app/templates/a.yaml']);
    expect(Object.keys(all)).toEqual(['app/Chart.yaml', 'app/templates/a.yaml']);
  });

  it.each([
    ['@nobody/a', '@artifact/', "source alias 'nobody' not found"],
    ['@repo/none', '@artifact/', "source 'none' does not exist"],
    ['@repo/../x', '@artifact/', "failed to stat source '../x': statat ../x: path escapes from parent"],
    ['@repo/README.md', '@artifact/../x', 'openat ../x: path escapes from parent'],
    ['@repo/no*', '@artifact/', "no files match pattern 'no*' in source 'repo'"],
    ['@repo/[', '@artifact/', "invalid glob pattern '[': syntax error in pattern"],
  ])('%s to %s fails: %s', async (from, to, message) => {
    const failed = `failed to apply copy operations: failed to apply copy operation from '${from}' to '${to}': `;
    await expect(run({ from, to })).rejects.toThrow(`${failed}${message}`);
  });

  it.each([
    [{ exclude: ['*'] }, '@repo/*.md', "all files matching pattern '*.md' in source 'repo' were excluded"],
    [{ exclude: ['['] }, '@repo/README.md', "invalid exclude pattern '['"],
    [{ strategy: 'Extract' }, '@repo/apps', "extract strategy is not supported for directories, got 'apps'"],
    [{ strategy: 'Extract' }, '@repo/README.md', 'extract strategy requires tarball file (.tar.gz or .tgz)'],
  ] as const)('with %j, %s fails: %s', async (more, from, message) => {
    await expect(run({ from, to: '@artifact/', ...more })).rejects.toThrow(message);
  });

  it('refuses to merge what is no mapping', async () => {
    const merging = run(
      { from: '@repo/README.md', to: '@artifact/a' },
      { from: '@other/list', to: '@artifact/a', strategy: 'Merge' },
    );
    await expect(merging).rejects.toThrow('cannot unmarshal YAML document: error unmarshaling JSON: ');
  });
});

it('names contents by Adler-32 over the sums of the files', async () => {
  const staging = await stage(
    { from: '@repo/README.md', to: '@artifact/b' },
    { from: '@repo/README.md', to: '@artifact/B' },
  );
  // python3: a = zlib.adler32; a(b"".join(b"%x  app/%s\n" % (a(b"readme"), n) for n in (b"B", b"b")))
  expect(hashContents('app', staging)).toBe('1988757433');
});
