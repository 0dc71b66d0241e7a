import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionsOf, configMap, deployment, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start({ concurrent: 1 });
});

afterEach(() => cluster.close());

const PENDING = { 'simulation.gotk.dev/outcome': 'pending' };
const never = deployment('web', PENDING);

describe('health checks', () => {
  it('wait for everything that was applied, and tell when it is healthy', async () => {
    await cluster.source('r1', { 'web.yaml': deployment('web') });
    await cluster.apply('app', { wait: true });
    expect(conditionsOf(await cluster.ready('app'))).toEqual([
      'Ready=True ReconciliationSucceeded: Applied revision: r1',
      'Healthy=True Succeeded: Health check passed in <duration>',
    ]);
    expect(cluster.eventsOf('app')).toEqual([
      'info Progressing: Deployment/ns/web created',
      'info Progressing: Health check passed in <duration>',
      'info ReconciliationSucceeded: Reconciliation finished in <duration>, next run in 1h0m0s',
    ]);
  });

  it('hold no worker while they wait', async () => {
    await cluster.source('r1', { 'web/web.yaml': never, 'cm/a.yaml': configMap('a') });
    await cluster.apply('waits', { path: './web', wait: true });
    await cluster.untilKustomization('waits', (object) =>
      conditionsOf(object).some((line) => line.startsWith('Healthy=Unknown')),
    );
    await cluster.apply('app', { path: './cm' });
    await cluster.ready('app');
  });

  it('are given up for a newer revision', async () => {
    await cluster.source('r1', { 'web.yaml': never });
    await cluster.apply('app', { wait: true });
    await cluster.untilKustomization('app', (object) =>
      conditionsOf(object).some((line) => line.startsWith('Healthy=Unknown')),
    );
    await cluster.source('r2', { 'web.yaml': deployment('web') });
    await cluster.ready('app', 'r2');
    expect(cluster.eventsOf('app')).toContain(
      'info HealthCheckCanceled: Health checks canceled due to new reconciliation triggered by GitRepository/ns/app',
    );
  });

  it('are given up for an object that somebody deletes meanwhile, which comes back', async () => {
    await cluster.source('r1', { 'web.yaml': deployment('web'), 'slow.yaml': deployment('slow', PENDING) });
    await cluster.apply('app', { wait: true, timeout: '10m' });
    await cluster.untilKustomization('app', (object) =>
      conditionsOf(object).some((line) => line.startsWith('Healthy=Unknown')),
    );
    await cluster.client.delete({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'ns', name: 'web' });
    await cluster.untilKustomization('app', () =>
      cluster.eventsOf('app').some((line) => line === 'info Progressing: Deployment/ns/web created'),
    );
    expect(cluster.eventsOf('app')).toContain(
      'info HealthCheckCanceled: Health checks canceled due to new reconciliation triggered by Deployment/ns/web',
    );
  });

  it('fail fast with what has failed', async () => {
    await cluster.source('r1', { 'web.yaml': deployment('web'), 'job.yaml': failingJob() });
    await cluster.apply('app', { wait: true, retryInterval: '1h' });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)).toEqual([
      'Reconciling=True ProgressingWithRetry: Running health checks for revision r1 with a timeout of 59m30s',
      "Ready=False HealthCheckFailed: health check failed after <duration>: failed early due to stalled resources: [Job/ns/job status: 'Failed']",
      "Healthy=False HealthCheckFailed: failed early due to stalled resources: [Job/ns/job status: 'Failed']",
    ]);
  });

  it('by expressions replace the built-in ones', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a', { phase: 'Waiting' }) });
    const healthCheckExprs = [
      { apiVersion: 'v1', kind: 'ConfigMap', current: "data.phase == 'Done'", failed: "data.phase == 'Broken'" },
    ];
    await cluster.apply('app', { wait: true, healthCheckExprs });
    await cluster.untilKustomization('app', (object) =>
      conditionsOf(object).some((line) => line.startsWith('Healthy=Unknown')),
    );
    await cluster.source('r2', { 'a.yaml': configMap('a', { phase: 'Done' }) });
    await cluster.ready('app', 'r2');
  });

  it('with an expression that cannot be compiled stall', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app', {
      wait: true,
      healthCheckExprs: [{ apiVersion: 'v1', kind: 'ConfigMap', current: 'status.' }],
    });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)[0]).toMatch(
      /^Stalled=True InvalidCELExpression: Reconciliation failed terminally due to configuration error: failed to create custom status evaluator for healthchecks\[0\]: failed to parse the expression Current: failed to parse the CEL expression 'status\.'/,
    );
  });

  it('end when nothing is to be checked any more', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app', { wait: true });
    await cluster.ready('app');
    await cluster.apply('app', { wait: false });
    expect(conditionsOf(await cluster.ready('app'))).toEqual([
      'Ready=True ReconciliationSucceeded: Applied revision: r1',
    ]);
  });
});

function failingJob(): string {
  const metadata = { annotations: { 'simulation.gotk.dev/outcome': 'fail' } };
  const spec = { restartPolicy: 'Never', containers: [{ name: 'j', image: 'example.com/job' }] };
  return JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'job' },
    spec: { backoffLimit: 0, template: { metadata, spec } },
  });
}
