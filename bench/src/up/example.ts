import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { type ServedSources, serveSources } from '@gotk/source-mirror';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkResult, BenchmarkSuite, Measurement } from '../measurement.js';
import { fluxCommand, type RunningFlux, startFluxUp } from './running-flux.js';

const repositoryRoot = resolve(fileURLToPath(import.meta.url), '../../../..');
const folder = join(process.env['GOTK_SHARED'] ?? resolve(repositoryRoot, '../shared'), 'real');
const URL = 'https://github.com/fluxcd/flux2-kustomize-helm-example';
const VALUES = 'apps/staging/podinfo-values.yaml';
const LIMIT_MS = 120_000;

const entry = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  namespace: 'flux-system',
  name: 'flux-system',
} as const;
const release = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'podinfo', name: 'podinfo' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'podinfo', name: 'podinfo' } as const;

/** Flux's own example with all its sources on this machine: cold, and after a commit of one line. */
export const exampleSuite: BenchmarkSuite = {
  async run({ runs = 3, print }) {
    if (!existsSync(join(folder, 'sources.json'))) {
      print(`skipped: there are no copies of the example's sources in ${folder}`);
      return [];
    }
    const sources = await serveSources({ folder });
    const mirrors = sources.mirrors.flatMap((mirror) => ['--source-mirror', mirror]);
    const args = [URL, '--path', 'clusters/staging', '--no-persist', ...mirrors];
    try {
      return [await measureCold(args, runs), await measureCommits(args, { sources, runs: runs * 2 })];
    } finally {
      await sources.close();
    }
  },
};

function measureCold(args: readonly string[], runs: number): Promise<BenchmarkResult> {
  const once = [fluxCommand, 'up', ...args, '--once'];
  return compare({
    name: 'Flux’s own example, cold',
    contenders: [commandContender({ name: 'flux up --once', command: process.execPath, args: once })],
    runs,
    note: 'from process start to every object ready, three releases among them; there is no peer that runs without a cluster',
  });
}

async function measureCommits(
  args: readonly string[],
  { sources, runs }: { readonly sources: ServedSources; readonly runs: number },
): Promise<BenchmarkResult> {
  const flux = await startFluxUp(args);
  try {
    await until(async () => isReady(await flux.client.get(release)));
    let replicas = 1;
    const follow = (): Promise<Measurement> => followCommit({ flux, sources, replicas: ++replicas });
    return await compare({
      name: 'a commit of one line until its release is ready',
      contenders: [{ name: 'flux up', run: follow }],
      runs,
      note: 'commit → generator → artifact → Kustomization → release, the source being asked once',
    });
  } finally {
    await flux.stop();
  }
}

interface Commit {
  readonly flux: RunningFlux;
  readonly sources: ServedSources;
  readonly replicas: number;
}

async function followCommit({ flux, sources, replicas }: Commit): Promise<Measurement> {
  const before = flux.usage();
  const startedMs = performance.now();
  const content = valuesOf(replicas);
  await sources.commit(URL, { branch: 'main', message: 'Scale', changes: [{ path: VALUES, content }] });
  const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': String(replicas) } } };
  await flux.client.patch(entry, { type: 'merge', body });
  await until(async () => {
    const live = await flux.client.get(deployment);
    return fieldOf(live, 'spec', 'replicas') === replicas && isReady(await flux.client.get(release));
  });
  const { cpuMs, peakRssBytes } = flux.usage();
  return { wallMs: performance.now() - startedMs, cpuMs: cpuMs - before.cpuMs, peakRssBytes };
}

function valuesOf(replicas: number): string {
  return [
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'metadata: {name: podinfo, namespace: podinfo}',
    'spec:',
    '  chart: {spec: {version: ">=1.0.0-alpha"}}',
    '  values:',
    '    hpa: {enabled: false}',
    `    replicaCount: ${replicas}`,
    '',
  ].join('\n');
}

function isReady(object: KubeObject): boolean {
  const conditions = fieldOf(object, 'status', 'conditions');
  const ready = (Array.isArray(conditions) ? (conditions as readonly KubeObject[]) : []).find(
    (each) => each['type'] === 'Ready',
  );
  return ready?.['status'] === 'True' && fieldOf(object, 'status', 'observedGeneration') === object.metadata.generation;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + LIMIT_MS;
  for (;;) {
    if (await check().catch(() => false)) return;
    if (performance.now() > deadlineMs) throw new Error(`it did not come true within ${LIMIT_MS / 1000} s`);
    await sleep(5);
  }
}
