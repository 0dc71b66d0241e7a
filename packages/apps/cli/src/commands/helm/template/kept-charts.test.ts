import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryTree } from '@gotk/file-tree';
import { type HelmLogEntry, loadChart, packageChart } from '@gotk/helm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAlone } from '../../../testing/test-cluster.js';
import { packScenarioChart } from '../testing/chart-servers.js';
import { openKept } from './kept-charts.js';

const CHART_YAML = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

const CHART: Readonly<Record<string, string>> = {
  'values.yaml': 'replicas: 1\nname: ä\nmode: ok\nlist: [1, 2]\n',
  'values.schema.json': '{ "properties": { "replicas": { "type": "integer" } } }',
  'files/a.txt': 'a file',
  'crds/crd.yaml': `kind: CustomResourceDefinition\n# ${'x'.repeat(20_000)}\n`,
  'templates/_helpers.tpl':
    '{{ define "name" }}{{ .Release.Name }}-{{ .Values.name }}{{ end }}\n{{ define "bad" }}\n{{ .Values.replicas.x }}{{ end }}',
  'templates/a.yaml':
    'kind: A\nmetadata: { name: {{ include "name" . }} }\nfile: {{ .Files.Get "files/a.txt" }}\nitems:\n{{- range $i, $e := .Values.list }}\n  - {{ $i }}{{ $e }}\n{{- end }}\n',
  'templates/b.yaml': `kind: B\n{{ if eq .Values.mode "fail" }}\n\n{{ fail "on purpose" }}{{ end }}\n`,
  'templates/c.yaml': `kind: C\n{{ if eq .Values.mode "field" }}{{ include "bad" . }}{{ end }}\n`,
  'templates/d.yaml': `kind: D\n{{ if eq .Values.mode "yaml" }}a: b: c{{ end }}\n{{ if eq .Values.mode "tpl" }}{{ tpl "{{ nope }}" . }}{{ end }}`,
  'templates/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
  'templates/crd.yaml': `apiVersion: v1\nkind: CustomResourceDefinition\nmetadata:\n  name: "a"\n  annotations: { b: c }\nspec: # ä\n${'  - a: 1\n'.repeat(20_000)}`,
  'templates/NOTES.txt': 'hello',
};

describe('kept charts', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-charts-'));
    file = join(folder, 'web-1.0.0.tgz');
    writeFileSync(file, packScenarioChart(CHART));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const cache = (): string => join(folder, 'cache');
  const kept = (): readonly string[] => readdirSync(join(cache(), 'charts'));
  const keptFile = (): string => join(cache(), 'charts', kept().find((name) => !name.includes('.')) ?? '');
  const manifests = (): string => `${keptFile()}.manifests`;

  function template(...flags: readonly string[]) {
    return templateIn({}, ...flags);
  }

  function templateIn(env: Readonly<Record<string, string>>, ...flags: readonly string[]) {
    return runAlone(['helm', 'template', 'r', file, ...flags], {
      ownCache: cache(),
      env: { HOME: '/users/me', ...env },
    });
  }

  function open(log: HelmLogEntry[] = []) {
    const options = { path: file, shownPath: file, log: (entry: HelmLogEntry) => log.push(entry) };
    return openKept({ ...options, helmVersion: '4.2', checksVersion: true }, cache());
  }

  const flags: readonly (readonly string[])[] = [
    [],
    ['--include-crds'],
    ['--set', 'name=other,list={}'],
    ['--show-only', 'templates/a.yaml'],
    ['--set', 'mode=fail'],
    ['--set', 'mode=field'],
    ['--set', 'mode=yaml'],
    ['--set', 'mode=yaml', '--debug'],
    ['--set', 'mode=tpl'],
    ['--set', 'list=null,mode=1'],
    ['--set', 'replicas=none'],
    ['--set', 'replicas=none', '--skip-schema-validation'],
    ['--debug'],
  ];

  it.each(flags.map((words) => ({ words, name: words.join(' ') })))(
    'say the same of a chart as the package: $name',
    async ({ words }) => {
      const first = await template(...words);
      await template();
      // The chart, and what it rendered to.
      expect(kept()).toHaveLength(2);
      expect(await template(...words)).toEqual(first);
      expect(await template(...words)).toEqual(first);
    },
  );

  it('say the same where a variable asks for more', async () => {
    const first = await templateIn({ HELM_DEBUG: 'true' });
    expect(first.stderr).toContain('number of dependencies in the chart');
    expect(await templateIn({ HELM_DEBUG: 'true' })).toEqual(first);
  });

  it('are used without a look into the package', () => {
    const first = open();
    first.keep({ hasValidDefaults: false });
    const second = open();
    expect(second.chart).toEqual(expect.objectContaining({ metadata: first.chart.metadata }));
    expect(second.chart.templates[0]).not.toEqual(first.chart.templates[0]);
    expect(second.chart.templates[0]?.data).toEqual(Buffer.from(first.chart.templates[0]?.data ?? []));
  });

  it('are not used for a package with the same name, checksum and size', async () => {
    const first = await template();
    const stored = readFileSync(keptFile());
    stored[stored.length - 100] = (stored[stored.length - 100] ?? 0) ^ 1;
    // Whoever reads it would find no chart.
    stored.fill(0, 20, 200);
    writeFileSync(keptFile(), stored);
    expect(await template()).toEqual(first);
  });

  const damages: readonly (readonly [string, (bytes: Buffer) => Uint8Array])[] = [
    ['nothing', () => new Uint8Array()],
    ['zeros', (bytes) => bytes.fill(0)],
    ['a half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['other text', () => Buffer.from('{}')],
    ['an index that is cut off', (bytes) => bytes.fill(0, 30, 60)],
    ['the package alone', () => readFileSync(file)],
  ];
  it.each(damages)('are made anew where there is %s', async (_, damage) => {
    const first = await template();
    const stored = readFileSync(keptFile());
    writeFileSync(keptFile(), damage(Buffer.from(stored)));
    expect(await template()).toEqual(first);
    expect(readFileSync(keptFile()).equals(stored)).toBe(true);
  });

  it('are not made of a chart of which something is said', () => {
    const chart = loadChart(memoryTree({ ...CHART, 'Chart.yaml': CHART_YAML }));
    const old = { name: 'requirements.yaml', data: Buffer.from('dependencies: []\n') };
    writeFileSync(file, packageChart({ ...chart, files: [old] }, { nowMs: 0 }));
    const said = [0, 1].map(() => {
      const log: HelmLogEntry[] = [];
      open(log).keep({ hasValidDefaults: false });
      return log.map(({ message }) => message);
    });
    expect(said[0]).toEqual([expect.stringContaining('Warning: Dependencies are handled in Chart.yaml')]);
    expect(said[1]).toEqual(said[0]);
  });

  it('are not made of folders, nor for Helm 3', async () => {
    writeFileSync(join(folder, 'Chart.yaml'), CHART_YAML);
    const options = { shownPath: file, log: () => {}, checksVersion: true };
    openKept({ ...options, path: folder, helmVersion: '4.2' }, cache()).keep({ hasValidDefaults: false });
    openKept({ ...options, path: file, helmVersion: '3.22' }, cache()).keep({ hasValidDefaults: false });
    expect(kept).toThrow('ENOENT');
  });

  it.each(damages)('read manifests again where their file holds %s', async (_, damage) => {
    const first = await template();
    writeFileSync(manifests(), damage(readFileSync(manifests())));
    expect(await template()).toEqual(first);
  });

  it('know manifests by their texts, but no secrets', async () => {
    const first = await template();
    const stored = readFileSync(manifests(), 'utf8');
    // What is said of the very text is believed: it now comes last.
    writeFileSync(manifests(), stored.replace('"kind":"CustomResourceDefinition"', '"kind":"Zebra"'));
    expect((await template()).stdout).not.toBe(first.stdout);
    writeFileSync(manifests(), stored.replace(/"[^"]*",\{"apiVersion":"v1","kind":"Custom/, '"?",{"kind":"Custom'));
    expect(await template()).toEqual(first);
    expect(stored).toContain('"kind":"B"');
    expect(stored).not.toContain('"kind":"Secret"');
  });

  it('tell that the own values passed the schemas, once somebody has rendered with them', async () => {
    await template('--set', 'replicas=2');
    expect(readFileSync(keptFile()).at(-1)).toBe(0);
    await template('--skip-schema-validation');
    expect(readFileSync(keptFile()).at(-1)).toBe(0);
    await template();
    expect(readFileSync(keptFile()).at(-1)).toBe(1);
    await template('--set', 'replicas=2');
    expect(readFileSync(keptFile()).at(-1)).toBe(1);
  });

  it('are kept within bounds, the oldest forgotten first', async () => {
    await template();
    const name = keptFile();
    rmSync(name);
    for (let index = 0; index < 200; index++) writeFileSync(join(cache(), 'charts', String(index)), '');
    await template();
    expect(kept()).toHaveLength(128);
    expect(existsSync(name)).toBe(true);
  });
});
