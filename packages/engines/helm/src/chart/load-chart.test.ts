import { gzipSync } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { loadChart } from './load-chart.js';

const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

/** One file as a tar has it. */
function tarEntry(
  name: string,
  content: string,
  { type = '0', sizeText }: { readonly type?: string; readonly sizeText?: string } = {},
): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(sizeText ?? `${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

function archive(...entries: readonly Buffer[]): Uint8Array {
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
}

describe('loadChart', () => {
  it('reads a folder without what .helmignore names', () => {
    const chart = loadChart(
      memoryTree({
        'Chart.yaml': `${CHART}appVersion: 1.5\nkeywords: [a]\n`,
        '.helmignore': '*.bak\n/secret/\n# comment\n',
        'values.yaml': 'a: 1\n',
        'templates/a.yaml': 'a',
        'templates/.hidden': 'x',
        'templates/a.bak': 'x',
        'secret/key': 'x',
        'crds/c.yaml': 'c',
        'README.md': 'r',
      }),
    );
    expect(chart.metadata).toMatchObject({ name: 'web', appVersion: '1.5', keywords: ['a'] });
    expect(chart.templates.map(({ name }) => name)).toEqual(['templates/a.yaml']);
    expect(chart.files.map(({ name }) => name)).toEqual(['.helmignore', 'README.md', 'crds/c.yaml']);
  });

  it('reads a package, with charts packed inside', () => {
    const inner = gzipSync(writeTar(memoryTree({ 'db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 2.0.0\n' })));
    const chart = loadChart(
      gzipSync(writeTar(memoryTree({ 'web/Chart.yaml': CHART, 'web/charts/db-2.0.0.tgz': inner }))),
    );
    expect(chart.dependencies.map(({ metadata }) => metadata.name)).toEqual(['db']);
  });

  it('follows links within the tree and refuses those that lead out of it', () => {
    const files = { 'Chart.yaml': CHART, 'shared/x.yaml': 'x', 'templates/x.yaml': { symlink: '../shared/x.yaml' } };
    expect(loadChart(memoryTree(files)).templates.map(({ name }) => name)).toEqual(['templates/x.yaml']);
    for (const target of ['../../etc/passwd', '/etc/passwd', 'a.yaml']) {
      const tree = memoryTree({ 'Chart.yaml': CHART, 'templates/a.yaml': { symlink: target } });
      expect(() => loadChart(tree)).toThrow('error evaluating symlink templates/a.yaml');
    }
  });

  const broken: readonly [name: string, files: Readonly<Record<string, string>>, message: string][] = [
    ['no Chart.yaml', { 'values.yaml': '' }, 'open charts/web/Chart.yaml: no such file or directory'],
    ['no name', { 'Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' }, 'validation: chart.metadata.name is required'],
    [
      'a name with a slash',
      { 'Chart.yaml': 'apiVersion: v2\nname: a/b\nversion: 1.0.0\n' },
      'validation: chart.metadata.name "a/b" is invalid',
    ],
    ['no version', { 'Chart.yaml': 'apiVersion: v2\nname: a\n' }, 'validation: chart.metadata.version is required'],
    [
      'a bad version',
      { 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: x\n' },
      'validation: chart.metadata.version "x" is invalid',
    ],
    [
      'a bad type',
      { 'Chart.yaml': `${CHART}type: odd\n` },
      'validation: chart.metadata.type must be application or library',
    ],
    ['a later format', { 'Chart.yaml': 'apiVersion: v9\nname: a\nversion: 1.0.0\n' }, 'unsupported chart version'],
    [
      'bad values',
      { 'Chart.yaml': CHART, 'values.yaml': 'a: [' },
      'cannot load values.yaml: cannot unmarshal yaml document',
    ],
    [
      'two dependencies of a name',
      { 'Chart.yaml': `${CHART}dependencies:\n- name: a\n- name: a\n` },
      'validation: more than one dependency with name or alias "a"',
    ],
    ['a bad pattern', { 'Chart.yaml': CHART, '.helmignore': 'a/**' }, 'double-star (**) syntax is not supported'],
  ];
  it.each(broken)('refuses %s', (_name, files, message) => {
    expect(() => loadChart(memoryTree(files), { shownPath: 'charts/web' })).toThrow(message);
  });

  const hostile: readonly [name: string, archive: Uint8Array, message: string][] = [
    ['what is no gzip', new TextEncoder().encode('this is certainly no archive'), 'gzip'],
    ['an empty archive', archive(), 'no files in chart archive'],
    [
      'a way out of the folder',
      archive(tarEntry('web/../../evil', 'x')),
      'chart illegally references parent directory',
    ],
    [
      'a file beside the folder',
      archive(tarEntry('Chart.yaml', CHART)),
      'chart illegally contains content outside the base directory',
    ],
    ['an absolute path', archive(tarEntry('web//etc/passwd', 'x')), 'chart illegally contains absolute paths'],
    ['a drive', archive(tarEntry('web/c:/x', 'x')), 'chart contains illegally named files'],
    ['a size that lies', archive(tarEntry('web/Chart.yaml', 'x', { sizeText: '77777777777\0' })), 'unexpected EOF'],
    ['a negative size', archive(tarEntry('web/Chart.yaml', 'x', { sizeText: '-0000000001\0' })), 'invalid tar header'],
    ['a broken header', gzipSync(Buffer.alloc(2048, 7)), 'invalid tar header'],
    [
      'a large file',
      archive(tarEntry('web/big', ' '.repeat(6 * 1024 * 1024))),
      'is larger than the maximum file size 5242880',
    ],
    ['a bomb', gzipSync(Buffer.alloc(160 * 1024 * 1024)), 'archive is bigger than max archive size'],
  ];
  it.each(hostile)('refuses %s', (_name, bytes, message) => {
    expect(() => loadChart(bytes, { checksVersion: false })).toThrow(message);
  });

  it('says no more of a bad archive than Helm does where charts are rendered', () => {
    expect(() => loadChart(archive())).toThrow(/^unable to load chart archive$/);
  });

  it('takes a link in a package for an empty file, as Helm does', () => {
    const bytes = archive(tarEntry('web/Chart.yaml', CHART), tarEntry('web/templates/a.yaml', '', { type: '2' }));
    expect(loadChart(bytes).templates.map(({ data }) => data.length)).toEqual([0]);
  });
});
