import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fieldOf } from '@gotk/objects';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkSuite, Measurement } from '../measurement.js';
import { createGitFixture } from './git-fixture.js';
import { fluxCommand, startFluxUp } from './running-flux.js';

const example = resolve(fileURLToPath(import.meta.url), '../../../../examples/fleet');
const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' } as const;

/** The fleet example: a first pass with process start, a commit until the cluster shows it, a deletion until it is repaired. */
export const fleetSuite: BenchmarkSuite = {
  async run({ runs = 5 }) {
    const fixture = createGitFixture(example);
    const args = [fluxCommand, 'up', fixture.folder, '--path', 'clusters/staging', '--once', '--no-persist'];
    const once = await compare({
      name: 'flux up --once on examples/fleet',
      contenders: [
        commandContender({ name: 'flux up --once', command: process.execPath, args }),
        commandContender({ name: 'node -e 0', command: process.execPath, args: ['-e', '0'] }),
      ],
      runs,
      note: 'from process start to every Kustomization ready; there is no peer that runs without a cluster',
    });
    const flux = await startFluxUp([fixture.folder, '--path', 'clusters/staging', '--no-persist']);
    try {
      await until(async () => fieldOf(await flux.client.get(web), 'status', 'readyReplicas') !== undefined);
      let replicas = 1;
      const follow = async (): Promise<Measurement> => {
        replicas = replicas === 1 ? 2 : 1;
        const startedMs = performance.now();
        fixture.commit({ 'apps/staging/kustomization.yaml': withReplicas(replicas) });
        await until(async () => fieldOf(await flux.client.get(web), 'spec', 'replicas') === replicas);
        return { wallMs: performance.now() - startedMs };
      };
      const repair = async (): Promise<Measurement> => {
        const { uid } = (await flux.client.get(web)).metadata;
        const startedMs = performance.now();
        await flux.client.delete(web);
        await until(async () => {
          const found = await flux.client.find(web);
          return found !== undefined && found.metadata.uid !== uid;
        });
        return { wallMs: performance.now() - startedMs };
      };
      const commit = await compare({
        name: 'a commit until the cluster shows it',
        contenders: [{ name: 'flux up', run: follow }],
        runs: runs * 2,
        note: 'git commit included',
      });
      const drift = await compare({
        name: 'a deletion by hand until it is repaired',
        contenders: [{ name: 'flux up', run: repair }],
        runs: runs * 2,
      });
      return [once, commit, drift];
    } finally {
      await flux.stop();
      fixture.remove();
    }
  },
};

function withReplicas(count: number): string {
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources: [../base]',
    'images:',
    '  - {name: web, newName: registry.example.com/shop/web, newTag: "1"}',
    '  - {name: worker, newName: registry.example.com/shop/worker, newTag: "1"}',
    `replicas: [{name: web, count: ${count}}]`,
    'configMapGenerator: [{name: web-settings, namespace: shop, literals: [A=b]}]',
    'secretGenerator: [{name: worker-queue, namespace: shop, files: [url=queue-url.txt]}]',
    '',
  ].join('\n');
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    const done = await check().catch(() => false);
    if (done) return;
    if (performance.now() > deadlineMs) throw new Error('it did not come true within 60 s');
    await sleep(2);
  }
}
