import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { createGitRepository } from '../harness/git-repository.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';

const KILLS = Number(process.env['FLUX_E2E_KILLS'] ?? 50);
const MAX_DELAY_MS = 1500;
const UNITS = ['a', 'b', 'c'] as const;

const kustomization = (unit: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${unit}, namespace: flux-system}\nspec: {interval: 10m, prune: true, path: ./units/${unit}, sourceRef: {kind: GitRepository, name: flux-system}}\n`;
const settings = (unit: string, round: number): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${unit}, namespace: default}\ndata: {round: "${round}"}\n`;
const coming = (unit: string, round: number): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${unit}-only-${round}, namespace: default}\n`;

function start(folder: string, dataDir: string): Promise<RunningCluster> {
  return startUp(folder, '--path', 'cluster', '--data-dir', dataDir);
}

/** The cluster holds the last commit, all of it and nothing of the one before. */
async function converged({ client }: RunningCluster, round: number): Promise<void> {
  await eventually(`round ${round} on the cluster`, async () => {
    const { items } = await client.list({ apiVersion: 'v1', kind: 'ConfigMap' }, { namespace: 'default' });
    const names = new Set(items.map(({ metadata }) => metadata.name));
    const current = items.filter(({ metadata }) => UNITS.some((unit) => unit === metadata.name));
    const passing = [...names].filter((name) => name?.includes('-only-'));
    return (
      current.length === UNITS.length &&
      current.every((item) => fieldOf(item, 'data', 'round') === String(round)) &&
      passing.every((name) => name?.endsWith(`-only-${round}`)) &&
      passing.length === UNITS.length
    );
  });
}

it(`converges after each of ${KILLS} kills at random moments; nothing acknowledged is lost`, {
  timeout: 20 * 60_000,
}, async () => {
  const files = (round: number): Record<string, string | undefined> =>
    Object.fromEntries(
      UNITS.flatMap((unit) => [
        [`cluster/${unit}.yaml`, kustomization(unit)],
        [`units/${unit}/settings.yaml`, settings(unit, round)],
        [`units/${unit}/coming.yaml`, coming(unit, round)],
      ]),
    );
  const repository = createGitRepository(files(0) as Record<string, string>);
  const dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-kill-'));
  const acknowledged = new Map<string, string>();
  let running = await start(repository.folder, dataDir);
  try {
    await converged(running, 0);
    for (let round = 1; round <= KILLS; round++) {
      const name = `bystander-${round}`;
      const bystander: KubeObject = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'kube-public' },
      };
      const created = await running.client.create(bystander);
      acknowledged.set(name, created.metadata.uid ?? '');
      repository.commit(`round ${round}`, files(round));
      await sleep(Math.random() * MAX_DELAY_MS);
      await running.kill();
      running = await start(repository.folder, dataDir);
      await converged(running, round);
      const { items } = await running.client.list(
        { apiVersion: 'v1', kind: 'ConfigMap' },
        { namespace: 'kube-public' },
      );
      const found = new Map(items.map(({ metadata }) => [metadata.name ?? '', metadata.uid ?? '']));
      for (const [bystander, uid] of acknowledged)
        expect(found.get(bystander), `${bystander} after kill ${round}`).toBe(uid);
    }
  } finally {
    await running.kill();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
