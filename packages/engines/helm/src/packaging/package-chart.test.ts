import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { loadChart } from '../chart/load-chart.js';
import { packageChart } from './package-chart.js';

const FILES = {
  'Chart.yaml': 'version: 1.0.0\nname: web # the name\napiVersion: v2\n',
  'values.yaml': 'a: 1\n',
  'README.md': '# Web\n',
  'templates/b.yaml': 'kind: B\n',
  'templates/a.yaml': 'kind: A\n',
  'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
};

describe('packageChart', () => {
  const chart = loadChart(memoryTree(FILES));

  it('packs what can be loaded again', () => {
    const again = loadChart(packageChart(chart, { nowMs: 0 }));
    expect(again.raw.map(({ name }) => name)).toEqual([
      'Chart.yaml',
      'values.yaml',
      'templates/a.yaml',
      'templates/b.yaml',
      'README.md',
      'charts/sub/Chart.yaml',
    ]);
    expect(again.metadata).toEqual(chart.metadata);
  });

  it('gives the same bytes for the same chart', () => {
    expect(packageChart(chart, { nowMs: 0 })).toEqual(packageChart(loadChart(memoryTree(FILES)), { nowMs: 0 }));
  });

  it("marks the archive as Helm's", () => {
    const mark = (helmVersion: '4.2' | '3.22') =>
      new TextDecoder('latin1').decode(packageChart(chart, { nowMs: 0, helmVersion }).subarray(12, 16));
    expect(mark('4.2')).toBe('rr(\0');
    expect(mark('3.22')).toBe('+aHR');
  });

  it('refuses a schema that is no JSON', () => {
    const bad = loadChart(memoryTree({ ...FILES, 'values.schema.json': '{' }));
    expect(() => packageChart(bad, { nowMs: 0 })).toThrow('invalid JSON in values.schema.json');
  });
});
