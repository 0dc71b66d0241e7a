import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../../testing/test-cluster.js';

const kustomization = (name: string, path: string, more: object = {}): KubeObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'apps' },
  spec: {
    interval: '10m',
    prune: true,
    path,
    sourceRef: { kind: 'GitRepository', name: 'fleet' },
    postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'variables' }] },
  },
  ...more,
});

const inventory = {
  observedGeneration: 1,
  inventory: {
    entries: [
      { id: 'apps_settings__ConfigMap', v: 'v1' },
      { id: 'apps_gone__ConfigMap', v: 'v1' },
    ],
  },
};

const settings =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: apps\ndata:\n  color: ${color}\n';
const secret =
  'apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\n  namespace: apps\nstringData:\n  password: new\n';
const nested = [
  'apiVersion: kustomize.toolkit.fluxcd.io/v1',
  'kind: Kustomization',
  'metadata:',
  '  name: inner',
  '  namespace: apps',
  'spec:',
  '  interval: 10m',
  '  prune: true',
  '  path: inner',
  '  sourceRef:',
  '    kind: GitRepository',
  '    name: fleet',
  '',
].join('\n');
const labels = {
  'kustomize.toolkit.fluxcd.io/name': 'app',
  'kustomize.toolkit.fluxcd.io/namespace': 'apps',
};

describe('flux build and diff kustomization', { timeout: 30_000 }, () => {
  let cluster: TestCluster;
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flux-diff-'));
    const files = { 'app/settings.yaml': settings, 'app/secret.yaml': secret, 'app/inner.yaml': nested };
    for (const [path, text] of Object.entries({ ...files, 'inner/a.yaml': settings.replace('settings', 'inner') })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    cluster = await startTestCluster();
    await cluster.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'variables', namespace: 'apps' },
        data: { color: 'red' },
      },
      kustomization('app', 'app', { status: inventory }),
      kustomization('inner', 'inner'),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'apps', labels },
        data: { color: 'blue' },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'login', namespace: 'apps', labels },
        type: 'Opaque',
        data: { password: Buffer.from('old').toString('base64') },
      },
    );
  });
  afterAll(async () => {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const flux = (...args: readonly string[]) => cluster.flux([...args, '-n', 'apps'], { cwd: folder });

  it('builds with the variables of the cluster and the labels of the owner', async () => {
    const { exitCode, stdout, stderr } = await flux('build', 'kustomization', 'app', '--path', 'app');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('  color: red\n');
    expect(stdout.match(/kustomize\.toolkit\.fluxcd\.io\/name: app/g)).toHaveLength(3);
  });

  it('shows what would change, without values of Secrets', async () => {
    const run = await flux('diff', 'kustomization', 'app', '--path', 'app');
    expect(run.stderr).toBe('⚠️ identified at least one change, exiting with non-zero exit code\n');
    expect(run.exitCode).toBe(1);
    const changed = (kind: string, path: string, before: string, after: string): string =>
      `► ${kind} drifted\n\n${path}\n± value change\n- ${before}\n+ ${after}\n\n`;
    expect(run.stdout).toContain(changed('ConfigMap/apps/settings', 'data.color', 'blue', 'red'));
    expect(run.stdout).toContain(changed('Secret/apps/login', 'data.password', '*** (before)', '*** (after)'));
    expect(run.stdout).toMatch(/► ConfigMap\/apps\/gone deleted\n$/);
  });

  it('follows Kustomizations to their own folders', async () => {
    const args = ['diff', 'ks', 'app', '--path', 'app', '--recursive'];
    const run = await flux(...args, '--local-sources', `GitRepository/apps/fleet=${folder}`);
    expect(run.stdout).toContain('📁 Kustomization/apps/inner changed\n► ConfigMap/apps/inner created\n');
    const without = await flux(...args);
    expect(without.stderr).toBe('✗ cannot get local path for GitRepository/apps/fleet of kustomization inner\n');
    expect(without.exitCode).toBe(2);
  });
});
