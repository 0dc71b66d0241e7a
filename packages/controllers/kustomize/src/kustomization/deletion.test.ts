import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KUSTOMIZATION } from '../group.js';
import { CONFIG_MAP, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
  await cluster.source('r1', { 'a.yaml': configMap('a') });
});

afterEach(() => cluster.close());

const key = { ...KUSTOMIZATION, namespace: 'ns', name: 'app' };

async function deleteApp(): Promise<void> {
  cluster.events.length = 0;
  await cluster.client.delete(key);
  await cluster.until(key, (object) => object === undefined);
}

describe('deletion', () => {
  it.each([
    ['MirrorPrune with prune', { prune: true }, 'gone'],
    ['MirrorPrune without prune', { prune: false }, 'there'],
    ['Delete without prune', { prune: false, deletionPolicy: 'Delete' }, 'gone'],
    ['WaitForTermination', { prune: true, deletionPolicy: 'WaitForTermination' }, 'gone'],
    ['Orphan', { prune: true, deletionPolicy: 'Orphan' }, 'there'],
  ] as const)('by %s', async (_name, spec, expected) => {
    await cluster.apply('app', spec);
    await cluster.ready('app');
    await deleteApp();
    expect((await cluster.find(CONFIG_MAP, 'a')) === undefined ? 'gone' : 'there').toBe(expected);
    const finished = 'info ReconciliationSucceeded: Reconciliation finished in <duration>, next run in 1h0m0s';
    const told = expected === 'gone' ? ['info ReconciliationSucceeded: ConfigMap/ns/a deleted', finished] : [finished];
    expect(cluster.eventsOf('app')).toEqual(told);
  });

  it('of a suspended Kustomization leaves everything, and says nothing', async () => {
    await cluster.apply('app');
    await cluster.ready('app');
    await cluster.apply('app', { suspend: true });
    await deleteApp();
    expect(await cluster.find(CONFIG_MAP, 'a')).toBeDefined();
    expect(cluster.events).toEqual([]);
  });

  it('waits for finalizers of what it deletes, but not for ever', async () => {
    await cluster.source('r2', { 'a.yaml': configMap('a', {}, { finalizers: ['test.io/hold'] }) });
    await cluster.apply('app', { deletionPolicy: 'WaitForTermination' });
    await cluster.ready('app', 'r2');
    await cluster.client.delete(key);
    const held = await cluster.until(
      { ...CONFIG_MAP, namespace: 'ns', name: 'a' },
      (object) => object?.metadata.deletionTimestamp !== undefined,
    );
    expect(await cluster.client.find(key)).toBeDefined();
    const body = { metadata: { finalizers: null } };
    await cluster.client.patch(
      { ...CONFIG_MAP, namespace: 'ns', name: held?.metadata.name ?? '' },
      { type: 'merge', body },
    );
    await cluster.until(key, (object) => object === undefined);
  });

  it('lets go when the account that would delete is gone, and says what it leaves', async () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'ns', name: 'deployer' } };
    await cluster.applyObject(account);
    await cluster.applyObject({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'deployer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'ns', name: 'deployer' }],
    });
    await cluster.apply('app', { serviceAccountName: 'deployer' });
    await cluster.ready('app');
    await cluster.client.delete({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'ns', name: 'deployer' });
    await deleteApp();
    expect(await cluster.find(CONFIG_MAP, 'a')).toBeDefined();
    expect(cluster.eventsOf('app')[0]).toBe('error ReconciliationSucceeded: unable to prune objects: \nConfigMap/ns/a');
  });
});
