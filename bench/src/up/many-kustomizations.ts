import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { BenchmarkResult, BenchmarkSuite } from '../measurement.js';
import { createGitFixture } from './git-fixture.js';
import { type RunningFlux, startFluxUp } from './running-flux.js';

const COUNT = 500;
const IDLE_SECONDS = 30;
const kustomization = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' } as const;

/** 500 Kustomizations on the embedded cluster: until all are ready, then what it costs to have them. */
export const manyKustomizationsSuite: BenchmarkSuite = {
  async run({ print }) {
    const fixture = createGitFixture(repository());
    const startedMs = performance.now();
    const flux = await startFluxUp([fixture.folder, '--path', 'cluster', '--no-persist']);
    try {
      await allReady(flux);
      const readyMs = performance.now() - startedMs;
      const { cpuMs, peakRssBytes } = flux.usage();
      print(`${COUNT} ready after ${(readyMs / 1000).toFixed(1)} s; watching them idle for ${IDLE_SECONDS} s`);
      await sleep(5000);
      const idle = await measureIdle(flux);
      return [figures(`${COUNT} Kustomizations until all are ready`, { wallMs: readyMs, cpuMs, peakRssBytes }), idle];
    } finally {
      await flux.stop();
      fixture.remove();
    }
  },
};

function repository(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let index = 0; index < COUNT; index++) {
    const name = `unit-${String(index).padStart(3, '0')}`;
    files[`cluster/${name}.yaml`] = [
      'apiVersion: kustomize.toolkit.fluxcd.io/v1',
      'kind: Kustomization',
      `metadata: {name: ${name}, namespace: flux-system}`,
      `spec: {interval: 10m, prune: true, path: ./units/${name}, sourceRef: {kind: GitRepository, name: flux-system}}`,
      '',
    ].join('\n');
    files[`units/${name}/settings.yaml`] = [
      'apiVersion: v1',
      'kind: ConfigMap',
      `metadata: {name: ${name}, namespace: default}`,
      `data: {index: "${index}"}`,
      '',
    ].join('\n');
  }
  return files;
}

async function allReady({ client }: RunningFlux): Promise<void> {
  for (;;) {
    const { items } = await client.list(kustomization, { namespace: 'flux-system' });
    if (items.filter(isReady).length > COUNT) return;
    await sleep(100);
  }
}

function isReady(object: KubeObject): boolean {
  const conditions = fieldOf(object, 'status', 'conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some((each) => fieldOf(each, 'type') === 'Ready' && fieldOf(each, 'status') === 'True')
  );
}

async function measureIdle({ client, usage }: RunningFlux): Promise<BenchmarkResult> {
  const version = async (): Promise<number> =>
    Number((await client.list({ apiVersion: 'v1', kind: 'Namespace' })).metadata.resourceVersion);
  const versionBefore = await version();
  const before = usage();
  await sleep(IDLE_SECONDS * 1000);
  const after = usage();
  const writes = (await version()) - versionBefore;
  const cpuMs = after.cpuMs - before.cpuMs;
  const percent = (cpuMs / (IDLE_SECONDS * 1000)) * 100;
  const note = `${writes} API writes, ${percent.toFixed(2)} % of one core, ${(after.rssBytes / 2 ** 20).toFixed(0)} MiB resident`;
  return {
    ...figures(`${COUNT} ready Kustomizations for ${IDLE_SECONDS} s`, {
      wallMs: IDLE_SECONDS * 1000,
      cpuMs,
      peakRssBytes: after.peakRssBytes,
    }),
    note,
  };
}

function figures(
  name: string,
  { wallMs, cpuMs, peakRssBytes }: { readonly wallMs: number; readonly cpuMs: number; readonly peakRssBytes: number },
): BenchmarkResult {
  return {
    name,
    figures: [
      {
        contender: 'flux up',
        runs: 1,
        medianMs: wallMs,
        minMs: wallMs,
        maxMs: wallMs,
        medianCpuMs: cpuMs,
        peakRssBytes,
      },
    ],
  };
}
