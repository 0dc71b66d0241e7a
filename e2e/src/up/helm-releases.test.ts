import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { runFlux } from '../harness/flux-process.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';
import { readyOf } from '../harness/ready-condition.js';
import { chartFiles, releaseFile } from '../harness/release-repository.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';

const helmRelease = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'default' } as const;
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' } as const;

describe('flux up with HelmReleases of a chart in the repository', { timeout: 60_000 }, () => {
  let repository: GitRepository;
  let dataDir: string;
  let running: RunningCluster;
  let client: KubeClient;

  const release = (name: string): Promise<KubeObject | undefined> => client.find({ ...helmRelease, name });
  const ready = (name: string, says: string): Promise<boolean> =>
    eventually(`${name}: ${says}`, async () => {
      const condition = readyOf(await release(name));
      return condition?.status === 'True' && String(condition.message).includes(says);
    });
  const message = async (name: string): Promise<unknown> =>
    fieldOf((await client.find({ ...configMap, name })) ?? {}, 'data', 'message');

  beforeAll(async () => {
    repository = createGitRepository({
      ...chartFiles('1.0.0'),
      'cluster/web.yaml': releaseFile('web'),
      'cluster/other.yaml': releaseFile('other'),
    });
    dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-data-'));
    running = await startUp(repository.folder, '--path', 'cluster', '--data-dir', dataDir);
    client = running.client;
    await Promise.all([ready('web', 'web.v1 with chart web@1.0.0'), ready('other', 'other.v1')]);
  }, 120_000);

  afterAll(async () => {
    await running.kill();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('upgrades a release when a commit changes its chart', async () => {
    repository.commit('next chart', chartFiles('1.1.0', 'new {{ .Values.message }}'));
    await Promise.all([ready('web', 'web.v2 with chart web@1.1.0'), ready('other', 'other.v2')]);
    expect(await message('web')).toBe('new hello');
  });

  it('reports broken values, stops nothing else, and picks the fix up at once', async () => {
    repository.commit('break web', {
      'cluster/web.yaml': releaseFile('web', { message: 3 }),
      'cluster/other.yaml': releaseFile('other', { message: 'on' }),
    });
    const condition = await eventually('web failed', async () => {
      const found = readyOf(await release('web'));
      return found?.['status'] === 'False' ? found : undefined;
    });
    expect(String(condition.message)).toContain("at '/message': got number, want string");
    await ready('other', 'other.v3');
    repository.commit('mend web', { 'cluster/web.yaml': releaseFile('web', { message: 'mended' }) });
    await ready('web', 'web.v3');
    expect(await message('web')).toBe('new mended');
  });

  it('rolls back an upgrade that does not become ready', async () => {
    const failing = releaseFile('web', { message: 'bad', outcome: 'pending', timeout: '2s' });
    repository.commit('an image that never starts', { 'cluster/web.yaml': failing });
    await eventually('web rolled back', async () => {
      const condition = readyOf(await release('web'));
      return condition?.['reason'] === 'RollbackSucceeded';
    });
    expect(await message('web')).toBe('new mended');
    repository.commit('one that starts', { 'cluster/web.yaml': releaseFile('web', { message: 'good' }) });
    await ready('web', 'web.v6');
    expect(await message('web')).toBe('new good');
  });

  it('undoes what somebody changes by hand', async () => {
    const body = { data: { message: 'by hand' } };
    await client.patch({ ...configMap, name: 'web' }, { type: 'merge', body }, { fieldManager: 'kubectl-edit' });
    await eventually('the change undone', async () => (await message('web')) === 'new good');
  });

  it('is suspended and resumed, and shows its values', async () => {
    const env = { KUBECONFIG: running.kubeconfig };
    const suspended = await runFlux(['suspend', 'hr', 'other', '-n', 'default'], { env });
    expect(suspended).toMatchObject({ exitCode: 0 });
    await client.patch(
      { ...configMap, name: 'other' },
      { type: 'merge', body: { data: { message: 'by hand' } } },
      { fieldManager: 'kubectl-edit' },
    );
    const resumed = await runFlux(['resume', 'hr', 'other', '-n', 'default'], { env });
    expect(resumed.stderr).toContain('applied revision 1.1.0');
    await eventually('the change undone', async () => (await message('other')) === 'new on');
    const values = await runFlux(['debug', 'hr', 'other', '--show-values', '-n', 'default'], { env });
    expect(values.stdout).toBe('message: "on"\noutcome: run\n');
    const forced = await runFlux(['reconcile', 'hr', 'other', '--force', '-n', 'default'], { env });
    expect(forced).toMatchObject({ exitCode: 0 });
    await ready('other', 'other.v4');
  });

  it('uninstalls what leaves the repository, and keeps its definitions', async () => {
    repository.commit('drop other', { 'cluster/other.yaml': undefined });
    await eventually('other gone', async () => (await release('other')) === undefined);
    expect(await client.find({ ...configMap, name: 'other' })).toBe(undefined);
    const secrets = await client.list({ apiVersion: 'v1', kind: 'Secret' }, { namespace: 'default' });
    expect(secrets.items.filter(({ metadata }) => metadata.name?.includes('.other.'))).toEqual([]);
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
    await client.get({ ...definition, name: 'widgets.example.com' });
  });
});
