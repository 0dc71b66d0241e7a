import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAlone, startTestCluster } from '../../testing/test-cluster.js';

const release = 'apiVersion: helm.toolkit.fluxcd.io/v2beta1 # old\nkind: HelmRelease\nmetadata:\n  name: a\n';
const policy = 'apiVersion: image.toolkit.fluxcd.io/v1beta2\nkind: ImagePolicy\n';
const foreign = 'apiVersion: apps/v1beta1\nkind: Deployment\n';

describe('flux migrate -f', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux-migrate-'));
    for (const [path, text] of Object.entries({
      'b.yaml': `${foreign}---\n${release}`,
      'a/c.yml': policy,
      'a/d.txt': release,
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    chmodSync(join(folder, 'b.yaml'), 0o600);
    symlinkSync(join(folder, 'b.yaml'), join(folder, 'link.yaml'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const migrate = (...args: readonly string[]) => runAlone(['migrate', '-f', '.', ...args], { cwd: folder });
  const found = [
    '► starting migration of custom resources',
    '⚠️ skipping irregular file link.yaml',
    '✚ a/c.yml:1: ImagePolicy v1beta2 -> v1',
    '✚ b.yaml:4: HelmRelease v2beta1 -> v2',
  ];

  it('edits the versions and nothing else', async () => {
    const { exitCode, stderr } = await migrate('--yes');
    const done = ['a/c.yml', 'b.yaml'].map((file) => `✔ file ${file} migrated successfully`);
    expect(stderr.split('\n')).toEqual([...found, ...done, '✔ custom resources migrated successfully', '']);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toBe(`${foreign}---\n${release.replace('v2beta1', 'v2')}`);
    expect(statSync(join(folder, 'b.yaml')).mode & 0o777).toBe(0o600);
    expect((await migrate()).stderr).toContain('✔ no custom resources found that require migration\n');
  });

  it('changes nothing in a dry run, nor without an answer', async () => {
    const { stderr } = await migrate('--dry-run');
    expect(stderr.split('\n')).toEqual([...found, '✔ dry-run mode enabled, no changes will be made', '']);
    expect((await migrate()).exitCode).toBe(1);
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toContain('v2beta1');
  });

  it('knows the versions of an older Flux', async () => {
    const { stderr } = await migrate('--version', '2.6', '--dry-run');
    expect(stderr).not.toContain('ImagePolicy');
    expect((await migrate('--version', '1.0')).stderr).toContain(
      '✗ version 1.0 is not supported, supported versions are: 2.9, 2.8, 2.7, 2.6\n',
    );
  });
});

it('flux migrate stores what is in the cluster anew', { timeout: 20_000 }, async () => {
  const cluster = await startTestCluster();
  const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const name = 'gitrepositories.source.toolkit.fluxcd.io';
  const labels = { 'app.kubernetes.io/part-of': 'flux' };
  await cluster.client.patch({ ...crd, name }, { type: 'merge', body: { metadata: { labels } } });
  const status = { storedVersions: ['v1beta2', 'v1'] };
  await cluster.client.patch({ ...crd, name }, { type: 'merge', body: { status } }, { subresource: 'status' });
  await cluster.create({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'app', namespace: 'default' },
    spec: { interval: '1m', url: 'https://example.com/app' },
  });
  const { exitCode, stderr } = await cluster.flux(['migrate']);
  expect(stderr.split('\n')).toEqual([
    '► starting migration of custom resources',
    '✔ GitRepository/default/app migrated to version v1',
    `✔ ${name} migrated to storage version v1`,
    '✔ custom resources migrated successfully',
    '',
  ]);
  expect(exitCode).toBe(0);
  const after = await cluster.client.get({ ...crd, name });
  expect((after['status'] as { storedVersions: string[] }).storedVersions).toEqual(['v1']);
  await cluster.close();
});
