import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
});

afterEach(() => cluster.close());

describe('a first revision', () => {
  it('is applied, recorded and told', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a'), 'sub/b.yml': configMap('b'), 'README.md': 'no manifest' });
    await cluster.apply('app');
    const object = await cluster.ready('app');
    expect(conditionsOf(object)).toEqual(['Ready=True ReconciliationSucceeded: Applied revision: r1']);
    expect(object.status).toMatchObject({
      observedGeneration: 1,
      lastAppliedRevision: 'r1',
      lastAttemptedRevision: 'r1',
      inventory: {
        entries: [
          { id: 'ns_a__ConfigMap', v: 'v1' },
          { id: 'ns_b__ConfigMap', v: 'v1' },
        ],
      },
      history: [
        { lastReconciledStatus: 'ReconciliationSucceeded', totalReconciliations: 1, metadata: { revision: 'r1' } },
      ],
    });
    expect(cluster.eventsOf('app')).toEqual([
      'info Progressing: ConfigMap/ns/a created\nConfigMap/ns/b created',
      'info ReconciliationSucceeded: Reconciliation finished in <duration>, next run in 1h0m0s',
    ]);
    expect(cluster.events.map(({ metadata }) => metadata)).toEqual([
      { 'kustomize.toolkit.fluxcd.io/revision': 'r1' },
      { 'kustomize.toolkit.fluxcd.io/revision': 'r1', 'kustomize.toolkit.fluxcd.io/commit_status': 'update' },
    ]);
    expect((await cluster.find(CONFIG_MAP, 'a'))?.metadata).toMatchObject({
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'app', 'kustomize.toolkit.fluxcd.io/namespace': 'ns' },
      managedFields: [{ manager: 'kustomize-controller', operation: 'Apply' }],
    });
  });

  it('gets the common metadata over its own', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a', {}, { labels: { team: 'own', keep: 'x' } }) });
    await cluster.apply('app', { commonMetadata: { labels: { team: 'common' }, annotations: { note: 'n' } } });
    await cluster.ready('app');
    expect((await cluster.find(CONFIG_MAP, 'a'))?.metadata).toMatchObject({
      labels: { team: 'common', keep: 'x', 'kustomize.toolkit.fluxcd.io/name': 'app' },
      annotations: { note: 'n' },
    });
  });
});

describe('a new revision', () => {
  it('changes, adds and prunes, and says so', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a'), 'b.yaml': configMap('b'), 'same.yaml': configMap('same') });
    await cluster.apply('app');
    await cluster.ready('app');
    cluster.events.length = 0;
    await cluster.source('r2', {
      'a.yaml': configMap('a', { x: '2' }),
      'c.yaml': configMap('c'),
      'same.yaml': configMap('same'),
    });
    const object = await cluster.ready('app', 'r2');
    expect(await cluster.find(CONFIG_MAP, 'b')).toBeUndefined();
    expect(object.status?.inventory?.entries.map(({ id }) => id)).toEqual([
      'ns_a__ConfigMap',
      'ns_c__ConfigMap',
      'ns_same__ConfigMap',
    ]);
    expect(object.status?.history).toHaveLength(2);
    expect(cluster.eventsOf('app')).toEqual([
      'info Progressing: ConfigMap/ns/a configured\nConfigMap/ns/c created',
      'info Progressing: ConfigMap/ns/b deleted',
      'info ReconciliationSucceeded: Reconciliation finished in <duration>, next run in 1h0m0s',
    ]);
  });

  it('prunes nothing when told not to, nor what asks to stay', async () => {
    const kept = { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' } };
    await cluster.source('r1', {
      'a.yaml': configMap('a'),
      'b.yaml': configMap('b', {}, kept),
      'c.yaml': configMap('c'),
    });
    await cluster.apply('app');
    await cluster.apply('other', { prune: false });
    await cluster.ready('app');
    await cluster.source('r2', { 'c.yaml': configMap('c') });
    await cluster.ready('app', 'r2');
    expect(await cluster.find(CONFIG_MAP, 'b')).toBeDefined();
  });

  it('that cannot be built changes nothing, and the next good one recovers', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app');
    await cluster.ready('app');
    cluster.events.length = 0;
    await cluster.source('r2', { 'kustomization.yaml': 'resources: [none.yaml]\n' });
    const broken = await cluster.settled('app', 'r2');
    expect(conditionsOf(broken).map((line) => line.split(':')[0])).toEqual([
      'Reconciling=True ProgressingWithRetry',
      'Ready=False BuildFailed',
    ]);
    expect(broken.status?.lastAppliedRevision).toBe('r1');
    expect(cluster.eventsOf('app')[0]).toMatch(/^error BuildFailed: kustomize build failed: /);
    expect(await cluster.find(CONFIG_MAP, 'a')).toBeDefined();
    await cluster.source('r3', { 'a.yaml': configMap('a') });
    expect(conditionsOf(await cluster.ready('app', 'r3'))).toEqual([
      'Ready=True ReconciliationSucceeded: Applied revision: r3',
    ]);
  });

  it('that is refused tells what was done before, and where the object stands', async () => {
    const bad = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: bad\nspec:\n  ports: text\n';
    await cluster.source('r1', { 'a.yaml': configMap('a'), 'dir/bad.yaml': bad });
    await cluster.apply('app');
    const object = await cluster.settled('app', 'r1');
    expect(conditionsOf(object)[1]).toMatch(/^Ready=False ReconciliationFailed: Service\/ns\/bad dry-run failed.*\n$/s);
    expect(object.status?.diagnostics).toMatchObject([{ file: 'dir/bad.yaml', line: 1 }]);
    expect(object.status?.history?.[0]).toMatchObject({ lastReconciledStatus: 'ReconciliationFailed' });
  });
});

describe('the same revision again', () => {
  it('costs no writes but the status, and shows no diagnostics of former failures', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app', { path: './nowhere' });
    expect((await cluster.settled('app')).status?.diagnostics).toHaveLength(1);
    await cluster.apply('app', { path: './' });
    const first = await cluster.ready('app');
    expect(first.status?.diagnostics).toBeUndefined();
    const before = await cluster.find(CONFIG_MAP, 'a');
    await cluster.requestKustomization('app', 'again');
    const second = await cluster.ready('app');
    expect(await cluster.find(CONFIG_MAP, 'a')).toEqual(before);
    expect(second.status?.history?.[0]?.totalReconciliations).toBe(
      (first.status?.history?.[0]?.totalReconciliations ?? 0) + 1,
    );
  });
});

describe('modes of single objects', () => {
  it('leave out what is disabled or ignored, and create once what is only wanted to be there', async () => {
    const mode = (value: string) => ({ annotations: { 'kustomize.toolkit.fluxcd.io/ssa': value } });
    await cluster.applyObject({ ...CONFIG_MAP, metadata: { namespace: 'ns', name: 'once' }, data: { x: 'mine' } });
    await cluster.source('r1', {
      'off.yaml': configMap('off', {}, { labels: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } }),
      'ignored.yaml': configMap('ignored', {}, mode('Ignore')),
      'once.yaml': configMap('once', { x: 'git' }, mode('IfNotPresent')),
    });
    await cluster.apply('app');
    await cluster.ready('app');
    expect([await cluster.find(CONFIG_MAP, 'off'), await cluster.find(CONFIG_MAP, 'ignored')]).toEqual([
      undefined,
      undefined,
    ]);
    expect((await cluster.find(CONFIG_MAP, 'once'))?.['data']).toEqual({ x: 'mine' });
  });
});
