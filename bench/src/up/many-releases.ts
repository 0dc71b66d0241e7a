import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fieldOf } from '@gotk/objects';
import type { BenchmarkSuite } from '../measurement.js';
import { createGitFixture } from './git-fixture.js';
import { type RunningFlux, startFluxUp } from './running-flux.js';

const COUNT = 100;
const shared = process.env['GOTK_SHARED'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../shared');
const CHART = join(shared, 'real/charts/podinfo-6.14.1.tgz');
const helmRelease = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' } as const;

/** 100 HelmReleases of podinfo on the embedded cluster until all are ready, and until all are upgraded by one commit. */
export const manyReleasesSuite: BenchmarkSuite = {
  async run({ print }) {
    if (!existsSync(CHART)) {
      print(`skipped: there is no ${CHART}`);
      return [];
    }
    const fixture = createGitFixture({ ...chartFiles(), ...releaseFiles(1) });
    const startedMs = performance.now();
    const flux = await startFluxUp([fixture.folder, '--path', 'cluster', '--no-persist']);
    try {
      await allAt(flux, 1);
      const installed = { wallMs: performance.now() - startedMs, ...flux.usage() };
      print(`${COUNT} installed after ${(installed.wallMs / 1000).toFixed(1)} s`);
      const committedMs = performance.now();
      fixture.commit(releaseFiles(2));
      await allAt(flux, 2);
      const upgraded = { wallMs: performance.now() - committedMs, ...flux.usage() };
      return [
        figures(`${COUNT} HelmReleases of podinfo until all are ready`, installed),
        figures(`${COUNT} upgrades by one commit`, { ...upgraded, cpuMs: upgraded.cpuMs - installed.cpuMs }),
      ];
    } finally {
      await flux.stop();
      fixture.remove();
    }
  },
};

/** podinfo as a folder of the repository. */
function chartFiles(): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-chart-'));
  try {
    execFileSync('tar', ['-xzf', CHART, '-C', folder]);
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      names.map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`charts/${relative(folder, file)}`, readFileSync(file, 'utf8')];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function releaseFiles(replicas: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let index = 0; index < COUNT; index++) {
    const name = `podinfo-${String(index).padStart(3, '0')}`;
    const sourceRef = { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' };
    files[`cluster/${name}.yaml`] = JSON.stringify({
      ...helmRelease,
      metadata: { name, namespace: 'default' },
      spec: {
        interval: '10m',
        chart: { spec: { chart: './charts/podinfo', sourceRef } },
        values: { replicaCount: replicas },
      },
    });
  }
  return files;
}

async function allAt({ client }: RunningFlux, version: number): Promise<void> {
  for (;;) {
    const { items } = await client.list(helmRelease, { namespace: 'default' });
    const done = items.filter((item) => {
      const conditions = fieldOf(item, 'status', 'conditions');
      const isReady = (Array.isArray(conditions) ? conditions : []).some(
        (each) => fieldOf(each, 'type') === 'Ready' && fieldOf(each, 'status') === 'True',
      );
      return isReady && fieldOf(item, 'status', 'history', '0', 'version') === version;
    });
    if (done.length === COUNT) return;
    await sleep(100);
  }
}

function figures(
  name: string,
  { wallMs, cpuMs, peakRssBytes }: { readonly wallMs: number; readonly cpuMs: number; readonly peakRssBytes: number },
): Awaited<ReturnType<BenchmarkSuite['run']>>[number] {
  const run = { contender: 'flux up', runs: 1, medianMs: wallMs, minMs: wallMs, maxMs: wallMs, medianCpuMs: cpuMs };
  return { name, figures: [{ ...run, peakRssBytes }] };
}
