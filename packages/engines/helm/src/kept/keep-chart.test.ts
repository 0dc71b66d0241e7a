import { gunzip } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { bytesToText, type SourceText, TemplateKeeper, textToBytes } from '@gotk/go-template';
import { describe, expect, it } from 'vitest';
import { type Chart, type ChartFile, loadChart, packageChart, renderChart } from '../index.js';
import { mergeValueOptions } from '../values/merge-value-options.js';
import { keepChart } from './keep-chart.js';
import { restoreChart } from './restore-chart.js';

const LARGE = `# ${'x'.repeat(20_000)}\n`;

const FILES = {
  'Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 1.0.0\nannotations: { __proto__: a }\ndependencies:\n  - { name: db, version: 1.0.0 }\n',
  'values.yaml': 'a: 1\nb: { "8": é, c: [1.5, null, true], __proto__: { x: "😀" } }\n',
  'values.schema.json': '{ "type": "object" }',
  'README.md': LARGE,
  'crds/a.yaml': LARGE,
  'files/a.txt': 'ä',
  'templates/_helpers.tpl': '{{ define "name" }}{{ .Values.b.c | toJson }}{{ end }}',
  'templates/a.yaml':
    'kind: A\nname: {{ include "name" . }}\nfile: {{ .Files.Get "files/a.txt" }}{{ .Files.Get "README.md" | len }}\n',
  'templates/b.yaml': 'kind: B\nx: {{ printf "%c" \'b\' }}\n',
  'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'charts/db/values.yaml': '',
  'charts/db/templates/c.yaml': 'kind: C\nname: {{ .Chart.Name }}\n',
};

interface Packed {
  readonly chart: Chart;
  readonly tar: Uint8Array;
}

function packed(files: Readonly<Record<string, string>>): Packed {
  const content = packageChart(loadChart(memoryTree(files)), { nowMs: 0 });
  const tar = gunzip(content, { limitBytes: 2 ** 24 });
  return { chart: loadChart(content, { gunzip: () => tar }), tar };
}

const options = {
  values: mergeValueOptions({}),
  release: { name: 'r', namespace: 'n' },
  environment: { now: () => 0, randomBytes: () => {} },
};

/** Renders a chart and keeps it. */
async function rendered({ chart, tar }: Packed) {
  const keeper = new TemplateKeeper();
  const knownTemplates = { find: () => undefined, add: keeper.add.bind(keeper) };
  const { manifest } = await renderChart({ ...options, chart, knownTemplates });
  return { manifest, kept: keepChart({ chart, tar, templates: keeper.finish() }) };
}

/** A chart with plain values in place of what is read late. */
function plain(chart: Chart): unknown {
  const file = ({ name, data, modifiedMs }: ChartFile) => ({ name, text: bytesToText(data), modifiedMs });
  const { raw, templates, files, schema, dependencies } = chart;
  return {
    ...chart,
    ...{ raw: raw.map(file), templates: templates.map(file), files: files.map(file) },
    ...{ schema: schema && bytesToText(schema), dependencies: dependencies.map(plain) },
  };
}

describe('keepChart', () => {
  it('keeps a chart as it is', async () => {
    const whole = packed(FILES);
    const { kept = new Uint8Array() } = await rendered(whole);
    const restored = restoreChart(kept, () => whole.tar);
    expect(restored && plain(restored.chart)).toEqual(plain(whole.chart));
  });

  it('renders to the same from what was kept, without parsing what was parsed', async () => {
    const whole = packed(FILES);
    const { manifest, kept = new Uint8Array() } = await rendered(whole);
    const { chart, templates } = restoreChart(kept, () => whole.tar) ?? { chart: whole.chart };
    const unknown: string[] = [];
    const knownTemplates = {
      find: (source: SourceText) => templates?.find(source),
      add: (name: string) => unknown.push(name),
    };
    expect((await renderChart({ ...options, chart, knownTemplates })).manifest).toBe(manifest);
    // Constants of characters are not simple.
    expect(unknown).toEqual(['web/templates/b.yaml']);
  });

  it('unpacks the archive for large files that are no templates alone', async () => {
    const whole = packed(FILES);
    const { kept = new Uint8Array() } = await rendered(whole);
    let unpacked = 0;
    const restored = restoreChart(kept, () => {
      unpacked++;
      return whole.tar;
    });
    const contentOf = (name: string) => restored?.chart.files.find((file) => file.name === name)?.data.length;
    expect([contentOf('files/a.txt'), unpacked]).toEqual([2, 0]);
    expect([contentOf('README.md'), contentOf('crds/a.yaml'), unpacked]).toEqual([LARGE.length, LARGE.length, 1]);
  });

  it('leaves a number alone that JSON does not know', () => {
    const whole = packed({ ...FILES, 'values.yaml': 'a: [{ b: -0.0 }]\n' });
    expect(keepChart({ ...whole, templates: new TemplateKeeper().finish() })).toBeUndefined();
  });

  it('does not take what is cut off, or something else', async () => {
    const whole = packed(FILES);
    const { kept = new Uint8Array() } = await rendered(whole);
    const unpack = () => whole.tar;
    expect(restoreChart(kept.subarray(0, -1), unpack)).toBeUndefined();
    expect(restoreChart(kept.slice(0, 40), unpack)).toBeUndefined();
    expect(restoreChart(textToBytes('something else'), unpack)).toBeUndefined();
    expect(restoreChart(new Uint8Array(kept.length), unpack)).toBeUndefined();
    expect(restoreChart(kept.slice().fill(0, -4), unpack)).toBeUndefined();
  });
});
