import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, MESSAGE_TEMPLATE, TestCluster } from '../testing/test-cluster.js';

const run = promisify(execFile);

let cluster: TestCluster;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'helm-storage-'));
  cluster = await TestCluster.start();
  await cluster.chart({ values: { message: 'hello' }, templates: { 'cm.yaml': MESSAGE_TEMPLATE } });
});

afterEach(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([3, 4])('Helm %i', (version) => {
  const executable = process.env[`HELM${version}`] ?? '';

  async function helm(...args: readonly string[]): Promise<string> {
    const env = { ...process.env, KUBECONFIG: join(folder, 'kubeconfig'), HELM_CACHE_HOME: folder };
    const { stdout } = await run(executable, ['--namespace', 'ns', ...args], { env });
    return stdout;
  }

  // Real Helm is not part of this repository; HELM3 and HELM4 say where it is.
  it.skipIf(!existsSync(executable))('lists, upgrades and rolls back what is released here, and back', async () => {
    writeFileSync(join(folder, 'kubeconfig'), (await cluster.server.listen()).kubeconfig);
    await cluster.apply('app');
    await cluster.ready('app', 1);
    expect(JSON.parse(await helm('list', '--output', 'json'))).toMatchObject([
      { name: 'app', namespace: 'ns', revision: '1', status: 'deployed', chart: 'app-1.0.0' },
    ]);
    expect(await helm('get', 'manifest', 'app')).toContain('message: hello');
    await cluster.apply('app', { suspend: true });
    await cluster.apply('app', { suspend: false, values: { message: 'two' } });
    await cluster.ready('app', 2);
    await cluster.apply('app', { suspend: true, values: { message: 'two' } });
    // Helm 4 does not take fields over from another manager by itself.
    await helm('rollback', 'app', '1', ...(version === 4 ? ['--force-conflicts'] : []));
    const history = JSON.parse(await helm('history', 'app', '--output', 'json')) as readonly { status: string }[];
    expect(history.map(({ status }) => status)).toEqual(['superseded', 'superseded', 'deployed']);
    await cluster.apply('app', { suspend: false, values: { message: 'two' } });
    await cluster.ready('app', 4);
    const object = await cluster.client.find({ ...CONFIG_MAP, namespace: 'ns', name: 'app' });
    expect(object?.['data']).toEqual({ message: 'two' });
    await helm('uninstall', 'app');
  });
});
