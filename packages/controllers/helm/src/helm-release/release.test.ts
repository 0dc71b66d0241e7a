import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELM_RELEASE } from '../group.js';
import { decodeReleaseSecret, encodeReleaseSecret } from '../storage/release-secret.js';
import { CONFIG_MAP, conditionsOf, MESSAGE_TEMPLATE, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
  await cluster.chart({ values: { message: 'hello' }, templates: { 'cm.yaml': MESSAGE_TEMPLATE } });
});

afterEach(() => cluster.close());

const keyOf = (name: string) => ({ ...CONFIG_MAP, namespace: 'ns', name });

async function messageOf(name: string): Promise<unknown> {
  return ((await cluster.client.find(keyOf(name)))?.['data'] as { message?: string } | undefined)?.message;
}

describe('a release', () => {
  it('is installed, upgraded for values and charts, and uninstalled', async () => {
    await cluster.apply('app');
    const installed = await cluster.ready('app', 1);
    expect(conditionsOf(installed)).toEqual([
      'Ready=True InstallSucceeded: Helm install succeeded for release ns/app.v1 with chart app@1.0.0',
      'Released=True InstallSucceeded: Helm install succeeded for release ns/app.v1 with chart app@1.0.0',
    ]);
    expect(await messageOf('app')).toBe('hello');
    await cluster.apply('app', { values: { message: 'values' } });
    await cluster.ready('app', 2);
    expect(await messageOf('app')).toBe('values');
    await cluster.chart({ version: '1.1.0', templates: { 'cm.yaml': MESSAGE_TEMPLATE.replace('data:', 'data: &x') } });
    const upgraded = await cluster.ready('app', 3);
    expect(
      upgraded.status?.history?.map(({ version, status, chartVersion }) => [version, status, chartVersion]),
    ).toEqual([
      [3, 'deployed', '1.1.0'],
      [2, 'superseded', '1.0.0'],
    ]);
    await cluster.client.delete({ ...HELM_RELEASE, namespace: 'ns', name: 'app' });
    await cluster.until({ ...HELM_RELEASE, namespace: 'ns', name: 'app' }, (object) => object === undefined);
    expect(await messageOf('app')).toBe(undefined);
    const { items } = await cluster.client.list({ apiVersion: 'v1', kind: 'Secret' }, { namespace: 'ns' });
    expect(items).toEqual([]);
    expect(cluster.eventsOf('app')).toEqual([
      'info InstallSucceeded: Helm install succeeded for release ns/app.v1 with chart app@1.0.0',
      'info UpgradeSucceeded: Helm upgrade succeeded for release ns/app.v2 with chart app@1.0.0',
      'info UpgradeSucceeded: Helm upgrade succeeded for release ns/app.v3 with chart app@1.1.0',
      'info UninstallSucceeded: Helm uninstall succeeded for release ns/app.v3 with chart app@1.1.0',
    ]);
  });

  it('tells where a template is wrong, and is mended by the next chart', async () => {
    await cluster.chart({ version: '2.0.0', templates: { 'cm.yaml': 'a: {{ .Values.none.deep }}' } });
    await cluster.apply('app');
    const failed = await cluster.untilRelease('app', ({ status }) => status?.['diagnostics'] !== undefined);
    expect(failed.status?.['diagnostics']).toMatchObject([{ file: 'app/templates/cm.yaml', line: 1 }]);
    await cluster.chart({ version: '2.0.1', values: { message: 'x' }, templates: { 'cm.yaml': MESSAGE_TEMPLATE } });
    const mended = await cluster.ready('app', 1);
    expect(mended.status?.['diagnostics']).toBe(undefined);
  });

  it('looks hosts up where the gate allows it', async () => {
    const template = MESSAGE_TEMPLATE.replace('.Values.message', 'getHostByName `localhost`');
    await cluster.chart({ templates: { 'cm.yaml': template } });
    await cluster.apply('app');
    await cluster.ready('app', 1);
    expect(await messageOf('app')).toBe('');
    await cluster.close();
    cluster = await TestCluster.start({ featureGates: { AllowDNSLookups: true } });
    await cluster.chart({ templates: { 'cm.yaml': template } });
    await cluster.apply('app');
    await cluster.ready('app', 1);
    expect(await messageOf('app')).toMatch(/^127\.|^::1$/);
  });

  it('is left alone while it is suspended, with what changes in the meantime', async () => {
    await cluster.apply('app');
    await cluster.ready('app', 1);
    await cluster.apply('app', { suspend: true, values: { message: 'later' } });
    await cluster.untilRelease('app', ({ metadata, status }) => status?.observedGeneration === metadata.generation);
    expect(await messageOf('app')).toBe('hello');
    await cluster.apply('app', { suspend: false, values: { message: 'later' } });
    await cluster.ready('app', 2);
    expect(await messageOf('app')).toBe('later');
  });

  it('follows values in a labelled ConfigMap', async () => {
    const values = (message: string) => ({
      ...CONFIG_MAP,
      metadata: { namespace: 'ns', name: 'values', labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
      data: { 'values.yaml': `message: ${message}` },
    });
    await cluster.applyObject(values('one'));
    await cluster.apply('app', { valuesFrom: [{ kind: 'ConfigMap', name: 'values' }] });
    await cluster.ready('app', 1);
    await cluster.applyObject(values('two'));
    await cluster.ready('app', 2);
    expect(await messageOf('app')).toBe('two');
  });

  it('waits for what it depends on, and goes on at once', async () => {
    await cluster.apply('app', { dependsOn: [{ name: 'base' }] });
    await cluster.untilRelease('app', (object) =>
      conditionsOf(object).some((text) => text.includes('DependencyNotReady')),
    );
    await cluster.apply('base');
    await cluster.ready('app', 1);
  });

  it('keeps what says so', async () => {
    const kept = MESSAGE_TEMPLATE.replace('}"}', '}", annotations: {helm.sh/resource-policy: keep}}');
    await cluster.chart({ version: '3.0.0', values: { message: 'x' }, templates: { 'cm.yaml': kept } });
    await cluster.apply('app');
    await cluster.ready('app', 1);
    await cluster.client.delete({ ...HELM_RELEASE, namespace: 'ns', name: 'app' });
    await cluster.until({ ...HELM_RELEASE, namespace: 'ns', name: 'app' }, (object) => object === undefined);
    expect(await messageOf('app')).toBe('x');
  });
});

describe('an upgrade that fails', () => {
  const broken = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}, annotations: {simulation.gotk.dev/outcome: "{{ .Values.outcome }}"}}
    spec: {containers: [{name: web, image: web}]}
`;

  beforeEach(() => cluster.chart({ version: '4.0.0', values: { outcome: 'run' }, templates: { 'web.yaml': broken } }));

  it('is rolled back, and stays so', async () => {
    const upgrade = { remediation: { remediateLastFailure: true } };
    await cluster.apply('app', { upgrade });
    await cluster.ready('app', 1);
    await cluster.apply('app', { upgrade, timeout: '500ms', values: { outcome: 'pending' } });
    const stalled = await cluster.untilRelease('app', (object) =>
      conditionsOf(object).some((text) => text.startsWith('Stalled')),
    );
    expect(conditionsOf(stalled)[0]).toBe('Stalled=True RetriesExceeded: Failed to upgrade after 1 attempt(s)');
    expect(stalled.status?.history?.map(({ version, status }) => [version, status])).toEqual([
      [3, 'deployed'],
      [2, 'failed'],
      [1, 'superseded'],
    ]);
    await cluster.apply('app', { upgrade, values: { outcome: 'run', mended: 'yes' } });
    await cluster.ready('app', 4);
  });

  it.each([
    ['its own, which it did not come to tell of', 'helm-controller', 'RetriesExceeded', ['deployed', 'failed']],
    ["somebody else's", 'helm', 'MissingRollbackTarget', ['failed']],
  ])('after a revision that is %s', async (_, fieldManager, reason, statuses) => {
    const upgrade = { remediation: { remediateLastFailure: true } };
    await cluster.apply('app', { upgrade });
    await cluster.ready('app', 1);
    const values = { outcome: 'pending' };
    await cluster.apply('app', { upgrade, suspend: true });
    await cluster.untilRelease('app', ({ metadata, status }) => status?.observedGeneration === metadata.generation);
    await leavePending(fieldManager);
    await cluster.apply('app', { upgrade, suspend: false, timeout: '500ms', values });
    const stalled = await cluster.untilRelease('app', (object) =>
      conditionsOf(object).some((text) => text.startsWith('Stalled')),
    );
    expect(conditionsOf(stalled)[0]).toMatch(`Stalled=True ${reason}: `);
    expect(stalled.status?.history?.slice(0, statuses.length).map(({ status }) => status)).toEqual(statuses);
  });

  /** What is left of an upgrade whose process was killed. */
  async function leavePending(fieldManager: string): Promise<void> {
    const key = { apiVersion: 'v1', kind: 'Secret', namespace: 'ns', name: 'sh.helm.release.v1.app.v1' };
    const release = decodeReleaseSecret(await cluster.client.get(key));
    const pending = { ...release, version: 2, info: { ...release.info, status: 'pending-upgrade' as const } };
    const secret = await encodeReleaseSecret(pending, { namespace: 'ns', stamp: { createdAt: '1' } });
    await cluster.client.create(secret, { fieldManager });
  }

  it('is given up for a newer wish', async () => {
    await cluster.apply('app');
    await cluster.ready('app', 1);
    await cluster.apply('app', { timeout: '1h', values: { outcome: 'pending' } });
    await cluster.untilRelease('app', (object) =>
      conditionsOf(object).some((text) => text.includes("Running 'upgrade' action with timeout of 1h0m0s")),
    );
    await cluster.apply('app', { values: { outcome: 'run', mended: 'yes' } });
    const mended = await cluster.ready('app');
    expect(mended.status?.failures).toBe(undefined);
    expect(cluster.eventsOf('app').filter((text) => text.startsWith('error'))).toEqual([]);
  });
});

describe('drift', () => {
  it('is undone as soon as it is seen', async () => {
    await cluster.apply('app', { driftDetection: { mode: 'enabled' } });
    await cluster.ready('app', 1);
    const body = { data: { message: 'theirs' } };
    await cluster.client.patch(keyOf('app'), { type: 'merge', body }, { fieldManager: 'somebody' });
    await cluster.until(keyOf('app'), (object) => JSON.stringify(object?.['data']) === '{"message":"hello"}');
    await cluster.ready('app', 1);
    expect(cluster.eventsOf('app').slice(1)).toEqual([
      'error DriftDetected: Cluster state of release ns/app.v1 has drifted from the desired state:\n' +
        'ConfigMap/ns/app changed (0 additions, 1 changes, 0 removals)',
      'info DriftCorrected: Cluster state of release ns/app.v1 has been corrected:\nConfigMap/ns/app configured',
    ]);
  });
});
