import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
  await cluster.source('r1', { 'ok/a.yaml': configMap('a'), 'bad/kustomization.yaml': 'resources: [none.yaml]\n' });
});

afterEach(() => cluster.close());

const waits = 'info DependencyNotReady: Dependencies do not meet ready condition, retrying in 1m0s';

describe('a dependency', () => {
  it('that is missing, then fails, then is ready: the dependent follows at once', async () => {
    await cluster.apply('app', { path: './ok', dependsOn: [{ name: 'dep' }] });
    expect(conditionsOf(await cluster.settled('app'))).toEqual([
      'Ready=False DependencyNotReady: dependency \'ns/dep\' not found: kustomizations.kustomize.toolkit.fluxcd.io "dep" not found',
    ]);
    expect(cluster.eventsOf('app')).toEqual([waits]);
    await cluster.apply('dep', { path: './bad' });
    await cluster.settled('dep');
    await cluster.apply('dep', { path: './ok' });
    await cluster.ready('app');
    expect(cluster.eventsOf('app').filter((line) => line === waits)).toHaveLength(1);
  });

  it('is waited for at the revision of the source they share', async () => {
    await cluster.apply('dep', { path: './ok' });
    await cluster.apply('app', { path: './ok', dependsOn: [{ name: 'dep' }] });
    await cluster.ready('app');
    cluster.events.length = 0;
    await cluster.source('r2', { 'ok/a.yaml': configMap('a', { x: '2' }) });
    await cluster.ready('app', 'r2');
    const applied = cluster.events.filter(({ message }) => message.startsWith('Reconciliation finished'));
    expect(applied.map(({ object }) => object.metadata.name)).toEqual(['dep', 'app']);
  });

  it('in a cycle is reported with the way round', async () => {
    await cluster.apply('app', { path: './ok', dependsOn: [{ name: 'dep' }] });
    await cluster.apply('dep', { path: './ok', dependsOn: [{ name: 'app' }] });
    const object = await cluster.untilKustomization('dep', ({ status }) => status?.diagnostics !== undefined);
    expect(conditionsOf(object)).toEqual(["Ready=False DependencyNotReady: dependency 'ns/app' is not ready"]);
    expect(object.status?.diagnostics).toMatchObject([
      { code: 'dependency-cycle', message: 'dependency cycle: ns/dep → ns/app → ns/dep' },
    ]);
  });
});

describe('a ready expression', () => {
  it('decides in place of readiness, and wakes the dependent when it becomes true', async () => {
    const readyExpr = "has(dep.metadata.annotations) && dep.metadata.annotations['go'] == self.metadata.name";
    await cluster.apply('dep', { path: './bad' });
    await cluster.settled('dep');
    await cluster.apply('app', { path: './ok', dependsOn: [{ name: 'dep', readyExpr }] });
    expect(conditionsOf(await cluster.settled('app'))).toEqual([
      "Ready=False DependencyNotReady: dependency 'ns/dep' is not ready according to readyExpr eval",
    ]);
    await cluster.apply('dep', { path: './bad' }, { annotations: { go: 'app' } });
    await cluster.ready('app');
  });

  it('that cannot be compiled stalls', async () => {
    await cluster.apply('dep', { path: './ok' });
    await cluster.apply('app', { path: './ok', dependsOn: [{ name: 'dep', readyExpr: 'dep.metadata.' }] });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)[0]).toMatch(
      /^Stalled=True InvalidCELExpression: Reconciliation failed terminally due to configuration error: terminal error: failed to evaluate dependency dep: failed to parse the CEL expression 'dep\.metadata\.'/,
    );
    expect(object.status?.observedGeneration).toBe(1);
  });
});
