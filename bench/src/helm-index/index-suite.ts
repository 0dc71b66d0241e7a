import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkSuite, Contender } from '../measurement.js';

const MEGABYTES = 60;
const VERSIONS = 40;
const CHART = 'chart-00500';
const reader = fileURLToPath(new URL('./read-index.js', import.meta.url));

/** An index of 60 MB: reading it, storing it as Flux does, and finding a chart, beside `helm` finding the chart. */
export const helmIndexSuite: BenchmarkSuite = {
  async run({ runs = 3 }) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-index-'));
    try {
      writeFileSync(join(folder, 'index.yaml'), renderIndex());
      const ours = commandContender({ name: 'flux', command: process.execPath, args: [reader, folder, CHART] });
      const contenders: Contender[] = [ours, ...helmContender(folder)];
      const note = contenders.length > 1 ? 'helm holds the index in memory' : 'helm is not installed';
      return [{ ...(await compare({ name: `Helm index of ${MEGABYTES} MB`, contenders, runs })), note }];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function renderIndex(): string {
  const charts: string[] = [];
  let sizeBytes = 0;
  while (sizeBytes < MEGABYTES * 1024 * 1024) {
    const name = `chart-${String(charts.length).padStart(5, '0')}`;
    const chart = `  ${name}:\n${Array.from({ length: VERSIONS }, (_, minor) => renderVersion(name, minor)).join('')}`;
    charts.push(chart);
    sizeBytes += chart.length;
  }
  return `apiVersion: v1\nentries:\n${charts.join('')}generated: "2024-01-01T00:00:00Z"\n`;
}

function renderVersion(name: string, minor: number): string {
  const lines = [
    '- apiVersion: v2',
    `  appVersion: 1.${minor}.0`,
    `  created: "2024-01-01T10:00:${String(minor).padStart(2, '0')}Z"`,
    '  description: A chart that does what charts do, with a text as long as such texts are',
    `  digest: ${'ab'.repeat(32)}`,
    '  home: https://example.com/charts',
    '  keywords:',
    '  - one',
    '  - two',
    '  maintainers:',
    '  - email: somebody@example.com',
    '    name: Somebody',
    `  name: ${name}`,
    '  sources:',
    '  - https://github.com/example/charts',
    '  type: application',
    '  urls:',
    `  - https://example.com/charts/${name}-1.${minor}.0.tgz`,
    `  version: 1.${minor}.0`,
  ];
  return `${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

/** `helm search repo` on the same index as if it were its cache; none where helm is not installed (`$HELM`, or in PATH). */
function helmContender(folder: string): readonly Contender[] {
  const helm = process.env['HELM'] ?? 'helm';
  const version = spawnSync(helm, ['version', '--short'], { encoding: 'utf8' });
  if (version.status !== 0) return [];
  const repositories = 'apiVersion: ""\nrepositories:\n- name: big\n  url: https://example.com/charts\n';
  writeFileSync(join(folder, 'repositories.yaml'), repositories);
  spawnSync('cp', [join(folder, 'index.yaml'), join(folder, 'big-index.yaml')]);
  const config = ['--repository-config', join(folder, 'repositories.yaml'), '--repository-cache', folder];
  const args = ['search', 'repo', `big/${CHART}`, ...config];
  return [commandContender({ name: `helm ${version.stdout.trim()}`, command: helm, args })];
}
