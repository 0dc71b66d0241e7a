import { PassThrough } from 'node:stream';
import { parseYaml } from '@gotk/yaml';
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientCluster, startClientCluster } from './client-cluster.js';
import { CRON, CRON_DEFINITION, WEB } from './kubectl-manifests.js';

const namespace = 'default';

let cluster: ClientCluster;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  cluster = await startClientCluster();
  config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
});
afterAll(async () => {
  await cluster.close();
});

const configMap = (name: string): V1ConfigMap => ({ metadata: { name, labels: { made: name } }, data: { a: 'b' } });

describe('@kubernetes/client-node', () => {
  test('creates, reads, lists, replaces and deletes', async () => {
    const made = await core.createNamespacedConfigMap({ namespace, body: configMap('one') });
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const body = { ...made, data: { a: 'c' } };
    await core.replaceNamespacedConfigMap({ namespace, name: 'one', body });
    const { items } = await core.listNamespacedConfigMap({ namespace, labelSelector: 'made=one' });
    expect(items.map(({ data }) => data)).toEqual([{ a: 'c' }]);
    await core.deleteNamespacedConfigMap({ namespace, name: 'one' });
    await expect(core.readNamespacedConfigMap({ namespace, name: 'one' })).rejects.toMatchObject({ code: 404 });
  });

  test('patches in every way', async () => {
    await core.createNamespacedConfigMap({ namespace, body: configMap('patched') });
    const patch = (body: unknown, strategy: PatchStrategy): Promise<V1ConfigMap> =>
      core.patchNamespacedConfigMap(
        {
          namespace,
          name: 'patched',
          body,
          fieldManager: 'me',
          ...(strategy === PatchStrategy.ServerSideApply && { force: true }),
        },
        setHeaderOptions('Content-Type', strategy),
      );
    await patch([{ op: 'add', path: '/data/json', value: '1' }], PatchStrategy.JsonPatch);
    await patch({ data: { merge: '2' } }, PatchStrategy.MergePatch);
    await patch({ data: { strategic: '3' } }, PatchStrategy.StrategicMergePatch);
    const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'patched' }, data: { a: 'applied' } };
    const { data } = await patch(applied, PatchStrategy.ServerSideApply);
    expect(data).toEqual({ a: 'applied', json: '1', merge: '2', strategic: '3' });
  });

  test('watches', async () => {
    const seen: string[] = [];
    const watch = new Watch(config);
    const stop = await new Promise<AbortController>((resolve) => {
      const controller = watch.watch(
        `/api/v1/namespaces/${namespace}/configmaps`,
        { labelSelector: 'made=watched' },
        (phase: string, object: V1ConfigMap) => {
          seen.push(`${phase} ${object.metadata?.name}`);
          if (seen.length === 2) controller.then(resolve);
        },
        () => undefined,
      );
      controller
        .then(() => core.createNamespacedConfigMap({ namespace, body: configMap('watched') }))
        .then(() => core.deleteNamespacedConfigMap({ namespace, name: 'watched' }));
    });
    stop.abort();
    expect(seen).toEqual(['ADDED watched', 'DELETED watched']);
  });

  test('informs', async () => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const informer = makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace }));
    const added = new Promise<void>((resolve) => {
      informer.on('add', ({ metadata }) => {
        if (metadata?.name === 'informed') resolve();
      });
    });
    await informer.start();
    await core.createNamespacedConfigMap({ namespace, body: configMap('informed') });
    await added;
    expect(informer.get('informed', namespace)?.data).toEqual({ a: 'b' });
    await informer.stop();
  });

  test('finds kinds by discovery', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const [deployment] = WEB.split('---\n');
    await objects.create(parseYaml(deployment ?? '') as never);
    const apps = config.makeApiClient(AppsV1Api);
    const { spec } = await apps.readNamespacedDeployment({ namespace, name: 'web' });
    expect(spec?.replicas).toBe(2);
    const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'web' });
    expect(scale.spec?.replicas).toBe(2);
  });

  test('works with kinds of its own', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    await objects.create(parseYaml(CRON_DEFINITION) as never);
    const kind = { group: 'clients.example.com', version: 'v1', plural: 'crons', namespace };
    const custom = config.makeApiClient(CustomObjectsApi);
    await custom.createNamespacedCustomObject({ ...kind, body: parseYaml(CRON) });
    expect(await custom.listNamespacedCustomObject(kind)).toMatchObject({ items: [{ spec: { cronSpec: '@daily' } }] });
  });

  test('is told why something is refused', async () => {
    const refusal = core.createNamespacedConfigMap({ namespace, body: configMap('Not_A_Name') });
    const error = await refusal.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiException);
    expect(JSON.parse((error as ApiException<string>).body)).toMatchObject({ reason: 'Invalid', code: 422 });
  });

  test('is refused what needs a container', async () => {
    const container = { name: 'main', image: 'example.com/main:1' };
    await core.createNamespacedPod({
      namespace,
      body: { metadata: { name: 'pod' }, spec: { containers: [container] } },
    });
    const none = new PassThrough();
    const exec = new Exec(config).exec(namespace, 'pod', 'main', 'true', none, none, null, false);
    await expect(exec).rejects.toHaveProperty('message', 'Unexpected server response: 400');
    const log = new Log(config).log(namespace, 'nothing', 'main', none);
    await expect(log).rejects.toMatchObject({ code: 404 });
  });
});
