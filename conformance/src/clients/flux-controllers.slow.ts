import type { ObjectKey } from '@gotk/objects';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FluxCluster, fluxControllers, isReady, NAMESPACE, startFluxCluster } from './flux-cluster.js';
import { FILES, GIT_REPOSITORY, HELM_RELEASE, KUSTOMIZATION, NOTIFICATIONS } from './flux-repository.js';

/** Built from their Go modules, which takes minutes the first time. */
const controllers = fluxControllers();
const story = test.skipIf(controllers === undefined);

let cluster: FluxCluster;

beforeAll(async () => {
  if (controllers === undefined) return console.log('skipped: there is no Go to build the controllers with');
  cluster = await startFluxCluster(controllers, FILES);
  await cluster.client.create({ ...GIT_REPOSITORY, spec: { ...GIT_REPOSITORY.spec, url: cluster.repository } });
}, 120_000);
afterAll(async () => {
  await cluster?.close();
});

const keyOf = ({ apiVersion, kind, metadata }: typeof KUSTOMIZATION): ObjectKey => ({
  apiVersion,
  kind,
  name: metadata.name,
  namespace: NAMESPACE,
});
const configMap = (namespace: string, name: string): ObjectKey => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  namespace,
});
const web: ObjectKey = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'default' };
const kustomization = keyOf(KUSTOMIZATION);
const release = keyOf(HELM_RELEASE);

describe('the kustomize-controller and source-controller of Flux itself', () => {
  story('apply what a repository holds, and see it become healthy', async () => {
    await cluster.client.create(KUSTOMIZATION);
    await cluster.until(kustomization, isReady);
    expect(await cluster.client.get(configMap('default', 'settings'))).toMatchObject({ data: { colour: 'blue' } });
    expect(await cluster.client.get(web)).toMatchObject({ status: { readyReplicas: 2 } });
  });
  story('prune what a commit takes away', async () => {
    await cluster.commit('second', { 'app/kustomization.yaml': 'resources:\n  - deployment.yaml\n' });
    await cluster.request(keyOf(GIT_REPOSITORY));
    await cluster.untilGone(configMap('default', 'settings'));
    await cluster.until(kustomization, isReady);
  });
  story('repair drift', async () => {
    await cluster.client.patch(web, { type: 'merge', body: { spec: { replicas: 7 } } });
    await cluster.request(kustomization);
    await cluster.until(web, (object) => fieldOf(object, 'spec', 'replicas') === 2);
  });
  story('say what is wrong with an object, in the words of the API server', async () => {
    await cluster.commit('broken', {
      'app/kustomization.yaml':
        'resources:\n  - deployment.yaml\nimages:\n  - name: example.com/web\n    newName: ""\n',
      'app/deployment.yaml': (FILES['app/deployment.yaml'] ?? '').replace('replicas: 2', 'replicas: -2'),
    });
    await cluster.request(keyOf(GIT_REPOSITORY));
    await cluster.until(kustomization, (object) =>
      JSON.stringify(fieldOf(object, 'status')).includes(
        'spec.replicas: Invalid value: -2: must be greater than or equal to 0',
      ),
    );
    await cluster.commit('mended', FILES);
    await cluster.request(keyOf(GIT_REPOSITORY));
    await cluster.until(kustomization, isReady);
  });
});

describe('the helm-controller of Flux itself', () => {
  story('installs a chart of the repository with its hooks, and tests it', async () => {
    await cluster.client.create(HELM_RELEASE);
    const ready = await cluster.until(release, isReady);
    expect(ready).toMatchObject({ status: { history: [{ status: 'deployed', testHooks: expect.any(Object) }] } });
    expect(JSON.stringify(ready.status)).toContain('"phase":"Succeeded"');
    expect(await cluster.client.get(configMap(NAMESPACE, 'podinfo-settings'))).toMatchObject({
      data: { message: 'hello' },
    });
  });
  story('upgrades it', async () => {
    await cluster.client.patch(release, { type: 'merge', body: { spec: { values: { message: 'goodbye' } } } });
    await cluster.until(
      configMap(NAMESPACE, 'podinfo-settings'),
      (map) => fieldOf(map, 'data', 'message') === 'goodbye',
    );
    const ready = await cluster.until(release, isReady);
    expect(ready).toMatchObject({ status: { history: [{ version: 2 }, { version: 1 }] } });
  });
  story('rolls a failing upgrade back', async () => {
    const values = { message: 'failing', outcome: 'fail' };
    await cluster.client.patch(release, { type: 'merge', body: { spec: { timeout: '3s', values } } });
    await cluster.until(release, (object) => JSON.stringify(fieldOf(object, 'status')).includes('RollbackSucceeded'));
    expect(await cluster.client.get(configMap(NAMESPACE, 'podinfo-settings'))).toMatchObject({
      data: { message: 'goodbye' },
    });
  });
  story('uninstalls it with its objects', async () => {
    await cluster.client.delete(release);
    await cluster.untilGone(release);
    expect(await cluster.client.find(configMap(NAMESPACE, 'podinfo-settings'))).toBeUndefined();
  });
});

describe('the notification-controller of Flux itself', () => {
  story('gives a Receiver its path', async () => {
    for (const object of NOTIFICATIONS) await cluster.client.create(object);
    const key = { ...kustomization, apiVersion: 'notification.toolkit.fluxcd.io/v1', kind: 'Receiver', name: 'hook' };
    const receiver = await cluster.until(key, isReady);
    expect(fieldOf(receiver, 'status', 'webhookPath')).toMatch(/^\/hook\/[0-9a-f]{64}$/);
  });
});

describe('their informers', () => {
  story('never lose the API server', () => {
    expect(cluster.logs()).not.toMatch(/[Ff]ailed to (list|watch)|watch of .* ended with|panic:/);
  });
});

describe('a Kustomization that is deleted', () => {
  story('takes its objects along', async () => {
    await cluster.client.delete(kustomization);
    await cluster.untilGone(kustomization);
    expect(await cluster.client.find(web)).toBeUndefined();
  });
});
