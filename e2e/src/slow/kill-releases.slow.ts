import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf } from '@gotk/objects';
import { expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { createGitRepository } from '../harness/git-repository.js';
import { chartFiles, releaseFile } from '../harness/release-repository.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';

const KILLS = Number(process.env['FLUX_E2E_KILLS'] ?? 50);
const MAX_DELAY_MS = 3000;
const NAMES = ['one', 'two'] as const;
const helmRelease = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'default' } as const;
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' } as const;

function start(folder: string, dataDir: string): Promise<RunningCluster> {
  return startUp(folder, '--path', 'cluster', '--data-dir', dataDir);
}

/** Charts, values, failing upgrades, removal and return, by turns. */
function filesOf(round: number): Readonly<Record<string, string | undefined>> {
  const isFailing = round % 5 === 3;
  const settings = {
    message: `round ${round}`,
    outcome: isFailing ? 'pending' : 'run',
    timeout: isFailing ? '1s' : '20s',
  };
  return {
    ...chartFiles(`1.${Math.floor(round / 2)}.0`),
    'cluster/one.yaml': releaseFile('one', settings),
    'cluster/two.yaml': round % 4 === 1 ? undefined : releaseFile('two', { message: `round ${round}` }),
  };
}

/** The releases are as the last commit wants them, or as they were before it where it cannot work. */
async function converged({ client }: RunningCluster, round: number): Promise<void> {
  const lastGood = round % 5 === 3 ? round - 1 : round;
  await eventually(
    `round ${round} on the cluster`,
    async () => {
      for (const name of NAMES) {
        const release = await client.find({ ...helmRelease, name });
        const map = await client.find({ ...configMap, name });
        if (name === 'two' && round % 4 === 1) {
          if (release !== undefined || map !== undefined) return false;
          continue;
        }
        const wanted = `round ${name === 'one' ? lastGood : round}`;
        if (fieldOf(map ?? {}, 'data', 'message') !== wanted) return false;
        if (!isSettled(JSON.stringify(release?.['status'] ?? {}), name === 'one' && lastGood !== round)) return false;
      }
      return true;
    },
    { timeoutMs: 120_000 },
  );
}

function isSettled(status: string, isRolledBack: boolean): boolean {
  if (isRolledBack) return status.includes('"RetriesExceeded"');
  return status.includes('"type":"Ready","status":"True"') || /"status":"True"[^{}]*"type":"Ready"/.test(status);
}

it(`releases converge after each of ${KILLS} kills at random moments`, { timeout: 60 * 60_000 }, async () => {
  const repository = createGitRepository(filesOf(0) as Record<string, string>);
  const dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-kill-'));
  let running = await start(repository.folder, dataDir);
  try {
    await converged(running, 0);
    for (let round = 1; round <= KILLS; round++) {
      repository.commit(`round ${round}`, filesOf(round));
      await sleep(Math.random() * MAX_DELAY_MS);
      await running.kill();
      running = await start(repository.folder, dataDir);
      await converged(running, round);
    }
    const secrets = await running.client.list({ apiVersion: 'v1', kind: 'Secret' }, { namespace: 'default' });
    const pending = secrets.items.filter(({ metadata }) => metadata.labels?.['status']?.startsWith('pending'));
    expect(pending.map(({ metadata }) => metadata.name)).toEqual([]);
  } finally {
    await running.kill();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
