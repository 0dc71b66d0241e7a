import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf } from '@gotk/objects';
import { type ServedSources, serveSources } from '@gotk/source-mirror';
import { expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { isReady } from '../harness/ready-condition.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';
import { sharedFolder } from '../harness/shared-folder.js';

const KILLS = Number(process.env['FLUX_E2E_KILLS'] ?? 50);
const MAX_DELAY_MS = 4000;
const LIMIT_MS = 300_000;
const URL = 'https://github.com/fluxcd/flux2-kustomize-helm-example';
const VERSIONS = ['6.14.0', '6.14.1'] as const;
const realSources = sharedFolder('real');

const release = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'podinfo', name: 'podinfo' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'podinfo', name: 'podinfo' } as const;
const entry = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  namespace: 'flux-system',
  name: 'flux-system',
} as const;

function start({ mirrors }: ServedSources, dataDir: string): Promise<RunningCluster> {
  const rules = mirrors.flatMap((mirror) => ['--source-mirror', mirror]);
  return startUp(URL, '--path', 'clusters/staging', '--data-dir', dataDir, ...rules);
}

/** Every round has another chart, and another number of replicas. */
async function commitRound(sources: ServedSources, round: number): Promise<void> {
  const content = [
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'metadata: {name: podinfo, namespace: podinfo}',
    'spec:',
    `  chart: {spec: {version: ${JSON.stringify(versionOf(round))}}}`,
    '  values:',
    '    hpa: {enabled: false}',
    `    replicaCount: ${round + 1}`,
    '',
  ].join('\n');
  const changes = [{ path: 'apps/staging/podinfo-values.yaml', content }];
  await sources.commit(URL, { branch: 'main', message: `Round ${round}`, changes });
}

function versionOf(round: number): string {
  return VERSIONS[round % 2] ?? '';
}

/** The release is what the last commit says, and so is what it made. */
async function converged({ client, flux }: RunningCluster, round: number): Promise<void> {
  const check = async (): Promise<boolean> => {
    const [object, live] = [await client.get(release), await client.get(deployment)];
    const wanted = fieldOf(object, 'spec', 'chart', 'spec', 'version') === versionOf(round);
    return wanted && isReady(object) && fieldOf(live, 'spec', 'replicas') === round + 1;
  };
  await eventually(`round ${round} on the cluster`, check, { timeoutMs: LIMIT_MS, everyMs: 100 }).catch((cause) => {
    throw new Error(flux.output(), { cause });
  });
}

it.runIf(realSources !== undefined)(
  `Flux’s own example converges after each of ${KILLS} kills at random moments of its upgrades`,
  { timeout: 90 * 60_000 },
  async () => {
    const sources = await serveSources({ folder: realSources ?? '' });
    const dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-kill-'));
    await commitRound(sources, 0);
    let running = await start(sources, dataDir);
    try {
      await converged(running, 0);
      for (let round = 1; round <= KILLS; round++) {
        await commitRound(sources, round);
        const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': `round ${round}` } } };
        await running.client.patch(entry, { type: 'merge', body });
        await sleep(Math.random() * MAX_DELAY_MS);
        await running.kill();
        running = await start(sources, dataDir);
        await converged(running, round);
      }
      const { items } = await running.client.list(
        { apiVersion: 'v1', kind: 'Secret' },
        { namespace: 'podinfo', labelSelector: 'owner=helm,name=podinfo,status=deployed' },
      );
      expect(items).toHaveLength(1);
    } finally {
      await running.kill();
      await sources.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);
