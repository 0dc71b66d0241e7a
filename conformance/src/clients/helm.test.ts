import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramRun } from '../run-program.js';
import { type ClientCluster, startClientCluster } from './client-cluster.js';
import { writeHelmChart } from './helm-chart.js';

/** Helm in any version, from `$HELM` or the path, and a second one from `$HELM3`. */
const programs = [process.env['HELM'] ?? 'helm', process.env['HELM3'] ?? ''].flatMap((program) => {
  const { status, stdout } = spawnSync(program || 'false', ['version', '--template', '{{.Version}}'], {
    encoding: 'utf8',
  });
  return status === 0 ? [{ program, version: stdout.trim(), isFour: stdout.startsWith('v4') }] : [];
});

let cluster: ClientCluster;
let chart: string;

beforeAll(async () => {
  if (programs.length === 0) return;
  cluster = await startClientCluster();
  chart = writeHelmChart(cluster.folder);
});
afterAll(async () => {
  await cluster?.close();
});

describe.skipIf(programs.length > 0)('Helm', () => {
  test.skip('is not installed ($HELM, $HELM3)', () => undefined);
});

describe.each(programs)('Helm $version', ({ program, isFour }) => {
  const namespace = isFour ? 'helm-four' : 'helm-other';
  const helm = (...args: readonly string[]): Promise<ProgramRun> => cluster.run(program, [...args, '-n', namespace]);
  const ok = async (...args: readonly string[]): Promise<string> => {
    const { exit, stdout, stderr } = await helm(...args);
    expect(exit, stderr + stdout).toBe(0);
    return stdout;
  };
  const settings = async (): Promise<unknown> => {
    const key = { apiVersion: 'v1', kind: 'ConfigMap', name: 'web-settings', namespace };
    return ((await cluster.client.find(key)) as { readonly data?: unknown } | undefined)?.data;
  };
  const all = isFour ? [] : ['--all'];
  const rollback = isFour ? '--rollback-on-failure' : '--atomic';

  test('installs and waits', async () => {
    const out = await ok('install', 'web', chart, '--create-namespace', '--wait', '--timeout', '30s');
    expect(out).toContain('STATUS: deployed\nREVISION: 1\n');
    expect(out).toContain('Say hello to web.');
    expect(await settings()).toEqual({ message: 'hello', upgraded: 'false', apis: 'true' });
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace };
    expect(await cluster.client.get(deployment)).toMatchObject({ status: { readyReplicas: 2 } });
    const widget = { apiVersion: 'clients.example.com/v1', kind: 'Widget', name: 'web', namespace };
    expect(await cluster.client.get(widget)).toMatchObject({ spec: { size: 2 } });
  });
  test('does not install twice', async () => {
    const { exit, stderr } = await helm('install', 'web', chart);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('name that is still in use')]);
  });
  test('asks the server without changing anything', async () => {
    const out = await ok('upgrade', 'web', chart, '--set', 'message=dry', '--dry-run=server');
    expect(out).toContain('message: dry');
    expect(out).toContain('upgraded: "true"');
    expect(await settings()).toMatchObject({ message: 'hello' });
  });
  test('upgrades', async () => {
    const out = await ok('upgrade', '--install', 'web', chart, '--set', 'message=again,replicas=3', '--wait');
    expect(out).toContain('REVISION: 2\n');
    expect(await settings()).toEqual({ message: 'again', upgraded: 'true', apis: 'true' });
  });
  test('tells what there is', async () => {
    const [release] = JSON.parse(await ok('list', '-o', 'json')) as readonly Readonly<Record<string, string>>[];
    expect(release).toMatchObject({ name: 'web', namespace, revision: '2', status: 'deployed', chart: 'web-0.1.0' });
    expect(JSON.parse(await ok('get', 'values', 'web', '-o', 'json'))).toEqual({ message: 'again', replicas: 3 });
    expect(await ok('get', 'manifest', 'web')).toContain('kind: Widget');
    expect(await ok('get', 'hooks', 'web')).toContain('helm.sh/hook: pre-install,pre-upgrade');
    expect(await ok('get', 'notes', 'web')).toContain('Say again to web.');
    expect(await ok('get', 'all', 'web')).toContain('USER-SUPPLIED VALUES:');
    expect(await ok('status', 'web')).toContain('REVISION: 2\n');
  });
  test('rolls back', async () => {
    expect(await ok('rollback', 'web', '1', '--wait')).toContain('Rollback was a success! Happy Helming!');
    expect(await settings()).toMatchObject({ message: 'hello' });
    const history = JSON.parse(await ok('history', 'web', '-o', 'json')) as readonly Readonly<
      Record<string, unknown>
    >[];
    expect(history.map(({ revision, status }) => [revision, status])).toEqual([
      [1, 'superseded'],
      [2, 'superseded'],
      [3, 'deployed'],
    ]);
  });
  test('runs tests', async () => {
    expect(await ok('test', 'web', '--timeout', '30s')).toMatch(/Phase: +Succeeded/);
  });
  test('undoes an upgrade that does not become ready', async () => {
    const args = ['upgrade', 'web', chart, '--set', 'message=broken,outcome=fail', rollback, '--timeout', '2s'];
    const { exit, stderr } = await helm(...args);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('has been rolled back due to')]);
    expect(await settings()).toMatchObject({ message: 'hello' });
  });
  test('undoes an installation that does not become ready', async () => {
    const args = ['install', 'broken', chart, '--set', 'outcome=fail', rollback, '--timeout', '2s'];
    const { exit, stderr } = await helm(...args);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('has been uninstalled due to')]);
    expect((await ok('list', ...all, '-q')).split('\n')).not.toContain('broken');
  });
  test('shows what the server refuses', async () => {
    const { exit, stderr } = await helm('upgrade', 'web', chart, '--set', 'port=99999');
    expect(exit).toBe(1);
    expect(stderr).toContain(
      'Service "web" is invalid: [spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive',
    );
  });
  test.runIf(isFour)('respects what others apply', async () => {
    const data = { message: 'theirs' };
    const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web-settings', namespace }, data };
    await cluster.client.apply(theirs, { fieldManager: 'others', force: true });
    const { exit, stderr } = await helm('upgrade', 'web', chart, '--set', 'message=ours');
    expect([exit, stderr]).toEqual([1, expect.stringContaining('conflict with "others": .data.message')]);
    await ok('upgrade', 'web', chart, '--set', 'message=ours', '--force-conflicts');
    expect(await settings()).toMatchObject({ message: 'ours' });
  });
  test('uninstalls, and remembers where it is told to', async () => {
    expect(await ok('uninstall', 'web', '--keep-history', '--wait')).toContain('release "web" uninstalled');
    expect(await settings()).toBeUndefined();
    expect(await ok('status', 'web')).toContain('STATUS: uninstalled');
    expect(await ok('uninstall', 'web')).toContain('release "web" uninstalled');
    expect(JSON.parse(await ok('list', ...all, '-o', 'json'))).toEqual([]);
  });
});
