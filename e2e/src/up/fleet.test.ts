import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { runFlux } from '../harness/flux-process.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';
import { hasKubectl, kubectl, startKubectl } from '../harness/kubectl.js';
import { readyOf } from '../harness/ready-condition.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';

const example = resolve(fileURLToPath(import.meta.url), '../../../../examples/fleet');
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;
const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
} as const;

describe('flux up on the fleet example', { timeout: 120_000 }, () => {
  let repository: GitRepository;
  let dataDir: string;
  let running: RunningCluster;
  let client: KubeClient;
  let kubeconfig: string;

  const start = async (): Promise<void> => {
    running = await startUp(repository.folder, '--path', 'clusters/staging', '--data-dir', dataDir);
    ({ client, kubeconfig } = running);
  };
  const everythingReady = (): Promise<boolean> =>
    eventually('all Kustomizations ready', async () => {
      const { items } = await client.list(kustomization);
      return items.length === 4 && items.every((item) => readyOf(item)?.status === 'True');
    });

  beforeAll(async () => {
    repository = createGitRepository(example);
    dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-data-'));
    await start();
    await everythingReady();
  }, 120_000);

  afterAll(async () => {
    await running.kill();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('brings every application up, with overlays, generators and substitutions in effect', async () => {
    const web = await client.get({ ...deployment, namespace: 'shop', name: 'web' });
    expect(fieldOf(web, 'spec', 'replicas')).toBe(1);
    expect(fieldOf(web, 'status', 'readyReplicas')).toBe(1);
    const ingress = await client.get({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      namespace: 'shop',
      name: 'web',
    });
    expect(JSON.stringify(ingress['spec'])).toContain('shop.staging.example.com');
    const settings = await client.get({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'flux-system',
      name: 'cluster-settings',
    });
    expect(settings['data']).toEqual({ cluster_name: 'staging', cluster_region: 'eu-central-1' });
  });

  it('follows a commit', async () => {
    const head = repository.commit('scale web', {
      'apps/staging/kustomization.yaml': repository
        .git('show', 'HEAD:apps/staging/kustomization.yaml')
        .replace(/count: 1/, 'count: 4'),
    });
    await eventually('four replicas of web', async () => {
      const web = await client.get({ ...deployment, namespace: 'shop', name: 'web' });
      return fieldOf(web, 'status', 'readyReplicas') === 4;
    });
    await eventually('the revision of apps', async () => {
      const apps = await client.get({ ...kustomization, name: 'apps' });
      return fieldOf(apps, 'status', 'lastAppliedRevision') === `main@sha1:${head}`;
    });
  });

  it('repairs what was deleted by hand', async () => {
    const key = { ...deployment, namespace: 'shop', name: 'worker' };
    const before = await client.get(key);
    await client.delete(key);
    await eventually('a new worker', async () => {
      const worker = await client.find(key);
      return (
        worker !== undefined &&
        worker.metadata.uid !== before.metadata.uid &&
        fieldOf(worker, 'status', 'readyReplicas') === 1
      );
    });
  });

  it('removes what left the repository', async () => {
    const base = repository.git('show', 'HEAD:apps/base/kustomization.yaml');
    const overlay = repository.git('show', 'HEAD:apps/staging/kustomization.yaml');
    repository.commit('drop the cache', {
      'apps/base/kustomization.yaml': base.replace('  - cache\n', ''),
      'apps/base/cache': undefined,
      'apps/staging/kustomization.yaml': overlay.replace(/ {2}- target:\n {6}kind: StatefulSet[\s\S]*$/, ''),
    });
    await eventually('the cache gone', async () => {
      try {
        await client.get({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'cache' });
        return false;
      } catch (error) {
        return isApiError(error, 'NotFound');
      }
    });
    await everythingReady();
  });

  it('reports a broken commit with its place, keeps what runs, and recovers with the next commit', async () => {
    const good = repository.git('show', 'HEAD:apps/base/web/deployment.yaml');
    repository.commit('break web', { 'apps/base/web/deployment.yaml': `${good}\n  broken: [` });
    const broken = await eventually('apps failed', async () => {
      const apps = await client.get({ ...kustomization, name: 'apps' });
      return readyOf(apps)?.status === 'False' && JSON.stringify(apps['status']).includes('BuildFailed')
        ? apps
        : undefined;
    });
    expect(JSON.stringify(fieldOf(broken, 'status', 'diagnostics'))).toContain('apps/base/web/deployment.yaml');
    await client.get({ ...deployment, namespace: 'shop', name: 'web' });
    repository.commit('mend web', { 'apps/base/web/deployment.yaml': `${good}\n` });
    await everythingReady();
  });

  it('reports malformed objects and stops nothing else', async () => {
    const malformed = Array.from({ length: 10 }, (_, index) => ({
      ...kustomization,
      metadata: { name: `malformed-${index}`, namespace: 'flux-system' },
      spec: {
        interval: '1m',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        path: ['./nowhere', '../../..', './apps/staging/queue-url.txt'][index % 3],
        ...(index % 2 === 0
          ? { patches: [{ patch: '{ not: [yaml' }] }
          : { healthCheckExprs: [{ apiVersion: 'v1', kind: 'X', current: '(' }] }),
      },
    }));
    for (const { namespace: _namespace, ...object } of malformed) await client.create(object);
    await eventually('all malformed ones reported', async () => {
      const { items } = await client.list(kustomization, { namespace: 'flux-system' });
      return items
        .filter((item) => item.metadata.name?.startsWith('malformed-'))
        .every((item) => readyOf(item)?.status === 'False');
    });
    for (const { metadata } of malformed) await client.delete({ ...kustomization, name: metadata.name });
    await everythingReady();
  });

  it.skipIf(!hasKubectl)('works with kubectl (skipped where kubectl is not installed)', () => {
    expect(kubectl(kubeconfig, 'get', 'kustomizations,deployments', '-A')).toMatch(
      /flux-system\s+kustomization\.kustomize\.toolkit\.fluxcd\.io\/apps/,
    );
    expect(kubectl(kubeconfig, 'get', 'ks', '-n', 'flux-system')).toContain('Applied revision: main@sha1:');
    expect(kubectl(kubeconfig, 'describe', 'gitrepository', 'flux-system', '-n', 'flux-system')).toContain(
      'stored artifact for revision',
    );
    expect(kubectl(kubeconfig, 'explain', 'kustomization.spec.prune')).toContain('boolean');
  });

  it('answers the flux command', async () => {
    const env = { KUBECONFIG: kubeconfig };
    const list = await runFlux(['get', 'kustomizations'], { env });
    expect(list).toMatchObject({ exitCode: 0 });
    expect(list.stdout).toMatch(/^NAME\s+\tREVISION\s+\tSUSPENDED\t+\s*READY/);
    const reconciled = await runFlux(['reconcile', 'kustomization', 'apps', '--with-source'], { env });
    expect(reconciled.stderr).toContain('✔ applied revision main@sha1:');
    const tree = await runFlux(['tree', 'kustomization', 'flux-system'], { env });
    expect(tree.stdout).toContain('Deployment/shop/web');
  });

  it('shows its controllers as an installation does', async () => {
    const env = { KUBECONFIG: kubeconfig };
    const check = await runFlux(['check'], { env });
    expect(check).toMatchObject({ exitCode: 0 });
    expect(check.stderr).toContain('✔ kustomize-controller: deployment ready\n');
    const version = await runFlux(['version'], { env });
    expect(version.stdout).toMatch(/^source-controller: v/m);
    const logs = await runFlux(['logs', '--kind', 'Kustomization', '--name', 'apps'], { env });
    expect(logs.stdout).toMatch(
      / info Kustomization\/apps\.flux-system - Reconciliation finished in \S+, next run in 10m0s/,
    );
    expect(logs.stdout).not.toContain('infra-controllers.flux-system');
  });

  it.skipIf(!hasKubectl)('lets kubectl watch a commit arrive (skipped where kubectl is not installed)', async () => {
    const watch = startKubectl(kubeconfig, 'get', 'deployments', '-n', 'shop', '-w');
    try {
      await watch.waitFor(/^web /m);
      repository.commit('scale web again', {
        'apps/staging/kustomization.yaml': repository
          .git('show', 'HEAD:apps/staging/kustomization.yaml')
          .replace(/count: 4/, 'count: 3'),
      });
      await watch.waitFor(/^web +3\/3 /m);
    } finally {
      await watch.stop('SIGTERM');
    }
  });

  it('stops cleanly and resumes from what was stored', async () => {
    const before = await client.get({ ...deployment, namespace: 'shop', name: 'web' });
    await client.close();
    const stopped = await running.flux.stop('SIGINT');
    expect(stopped.exitCode).toBe(0);
    expect(stopped.stderr).not.toContain('Warning');
    await start();
    await everythingReady();
    const after = await client.get({ ...deployment, namespace: 'shop', name: 'web' });
    expect(after.metadata.uid).toBe(before.metadata.uid);
  });
});
