import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ApplyError,
  type ApplyOptions,
  applyObjects,
  createApplyMemory,
  deleteObjects,
  renderChanges,
  waitForHealth,
  waitForTermination,
} from './index.js';

const signal = new AbortController().signal;

let server: ApiServer;
let client: KubeClient;

beforeEach(async () => {
  server = await createApiServer({});
  client = createKubeClient(server.transport());
});

afterEach(async () => {
  await client.close();
  await server.close();
});

function configMap(name: string, data: Readonly<Record<string, string>>, metadata: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', ...metadata }, data };
}

function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

const options = (more: Partial<ApplyOptions> = {}): ApplyOptions => ({
  client,
  fieldManager: 'kustomize-controller',
  statusOf: () => ({ status: 'Current' }),
  ...more,
});

const apply = async (objects: readonly KubeObject[], more: Partial<ApplyOptions> = {}): Promise<string> =>
  (await applyObjects(objects, options(more), signal))
    .map(({ key, action }) => `${key.kind}/${key.name} ${action}`)
    .join(', ');

describe('applying', () => {
  it('goes by stages and kinds, and says what it did', async () => {
    const inside = { ...configMap('a', { x: '1' }), metadata: { name: 'a', namespace: 'shop' } };
    expect(await apply([inside, namespace('shop')])).toBe('Namespace/shop created, ConfigMap/a created');
    expect(await apply([inside, namespace('shop')])).toBe('Namespace/shop unchanged, ConfigMap/a unchanged');
  });

  it('applies only what differs', async () => {
    await apply([configMap('a', { x: '1' }), configMap('b', { x: '1' })]);
    const before = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' });
    expect(await apply([configMap('a', { x: '1' }), configMap('b', { x: '2' })])).toBe(
      'ConfigMap/a unchanged, ConfigMap/b configured',
    );
    const after = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' });
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  it('repairs a field that was changed by hand', async () => {
    await apply([configMap('a', { x: '1' })]);
    await client.patch(
      { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' },
      { type: 'merge', body: { data: { x: '2' } } },
      { fieldManager: 'someone' },
    );
    expect(await apply([configMap('a', { x: '1' })])).toBe('ConfigMap/a configured');
    expect(
      (await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' }))['data'],
    ).toEqual({ x: '1' });
  });

  it('checks every object of a stage before it applies any', async () => {
    await expect(apply([configMap('a', { x: '1' }), { ...configMap('b', {}), data: 'nonsense' }])).rejects.toThrow(
      /^ConfigMap\/default\/b dry-run failed/,
    );
    expect(await client.find({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' })).toBeUndefined();
  });

  it('says where an object with an unknown kind was written', async () => {
    const unknown: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 't', namespace: 'default' },
    };
    const locate = () => ({ file: 'apps/thing.yaml', line: 3 });
    await expect(apply([unknown], { locate })).rejects.toMatchObject({
      message: 'Thing/default/t dry-run failed: no matches for kind "Thing" in version "example.com/v1"',
      at: { file: 'apps/thing.yaml', line: 3 },
    });
  });

  it('tells of everything that is wrong in a stage, and does nothing', async () => {
    const of = (kind: string): KubeObject => ({ apiVersion: 'example.com/v1', kind, metadata: { name: 'x' } });
    const locate = (object: KubeObject) => ({ file: `${object.kind}.yaml`, line: 1 });
    const error = await applyObjects(
      [configMap('a', { x: '1' }), ...['A', 'B', 'C', 'D', 'E', 'F'].map(of)],
      options({ locate, concurrency: 1 }),
      signal,
    ).catch((thrown: unknown) => thrown);
    if (!(error instanceof ApplyError)) throw error;
    expect([error, ...error.others].map(({ at }) => at?.file).sort()).toEqual(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((kind) => `${kind}.yaml`),
    );
    expect(await client.find({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' })).toBeUndefined();
  });

  it('refuses Secrets that nobody decrypted', async () => {
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default' },
      data: { a: 'ENC[AES256_GCM,data:x]' },
      sops: { mac: 'x' },
    };
    await expect(apply([secret])).rejects.toThrow(
      'Secret/default/s is SOPS encrypted, configuring decryption is required for this secret to be reconciled',
    );
  });

  it('passes over fields that a built-in kind does not have', async () => {
    const object = {
      ...configMap('a', { x: 'y' }),
      sops: { mac: 'x' },
      metadata: { name: 'a', namespace: 'default', color: 'red' },
    };
    expect(await apply([object])).toBe('ConfigMap/a created');
  });

  it('leaves alone what is excluded, in the repository or in the cluster', async () => {
    const exclusions = [['kustomize.toolkit.fluxcd.io/reconcile', 'disabled']] as const;
    const excluded = configMap('a', {}, { annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'Disabled' } });
    expect(await apply([excluded], { exclusions })).toBe('ConfigMap/a skipped');
    await client.create(
      configMap('b', { x: '1' }, { labels: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } }),
    );
    expect(await apply([configMap('b', { x: '2' })], { exclusions })).toBe('ConfigMap/b skipped');
  });

  it('only creates what asks for it', async () => {
    const ifNotPresent = [['kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent']] as const;
    const once = (x: string): KubeObject =>
      configMap('a', { x }, { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } });
    expect(await apply([once('1')], { ifNotPresent })).toBe('ConfigMap/a created');
    expect(await apply([once('2')], { ifNotPresent })).toBe('ConfigMap/a skipped');
  });

  it('recreates an object with immutable fields when forced, and else says that they are', async () => {
    const immutable = (x: string): KubeObject => ({ ...configMap('a', { x }), immutable: true });
    await apply([immutable('1')]);
    await expect(apply([immutable('2')])).rejects.toThrow(/immutable/);
    const before = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' });
    expect(await apply([immutable('2')], { force: true })).toBe('ConfigMap/a created');
    const after = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' });
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
  });

  it('takes over what kubectl apply left', async () => {
    await client.create(
      configMap('a', { x: '1', y: '2' }, { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } }),
      { fieldManager: 'kubectl-client-side-apply' },
    );
    const cleanup = {
      annotations: ['kubectl.kubernetes.io/last-applied-configuration'],
      managers: [{ name: 'kubectl', operation: 'Update' }],
    } as const;
    expect(await apply([configMap('a', { x: '1' })], { cleanup })).toBe('ConfigMap/a configured');
    const live = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' });
    expect(live['data']).toEqual({ x: '1' });
    expect(live.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['kustomize-controller']);
  });

  it('does not fight over ignored fields', async () => {
    const ignore = [{ paths: ['/data/x'] }];
    await apply([configMap('a', { x: '1', y: '1' })], { ignore });
    await client.patch(
      { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' },
      { type: 'merge', body: { data: { x: '9' } } },
      { fieldManager: 'scaler' },
    );
    expect(await apply([configMap('a', { x: '1', y: '1' })], { ignore })).toBe('ConfigMap/a unchanged');
    expect(await apply([configMap('a', { x: '1', y: '2' })], { ignore })).toBe('ConfigMap/a configured');
    expect(
      (await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' }))['data'],
    ).toEqual({ x: '9', y: '2' });
  });

  it('asks the server only once about an object that nobody touched', async () => {
    const memory = createApplyMemory();
    let dryRuns = 0;
    const counting: KubeClient = {
      ...client,
      apply: (object, applyOptions, abort) => {
        dryRuns += applyOptions.dryRun === true ? 1 : 0;
        return client.apply(object, applyOptions, abort);
      },
    };
    const objects = [configMap('a', { x: '1' })];
    await apply(objects, { client: counting, memory });
    expect(await apply(objects, { client: counting, memory })).toBe('ConfigMap/a unchanged');
    expect(dryRuns).toBe(1);
  });
});

describe('deleting', () => {
  const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps' };

  it('deletes what is ours and keeps the rest', async () => {
    await client.create(configMap('ours', {}, { labels }));
    await client.create(configMap('theirs', {}));
    await client.create(
      configMap('kept', {}, { labels, annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } }),
    );
    await client.create(configMap('claimed', {}, { labels }));
    const keys = ['ours', 'theirs', 'kept', 'claimed', 'gone'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name,
    }));
    const changes = await deleteObjects(
      keys,
      {
        client,
        ownerLabels: labels,
        exclusions: [['kustomize.toolkit.fluxcd.io/prune', 'disabled']],
        keeps: (live) => live.metadata.name === 'claimed',
      },
      signal,
    );
    expect(Object.fromEntries(changes.map(({ key, action }) => [key.name, action]))).toEqual({
      ours: 'deleted',
      theirs: 'skipped',
      kept: 'skipped',
      claimed: 'skipped',
      gone: 'deleted',
    });
    expect(renderChanges(changes)).toBe('ConfigMap/default/ours deleted\nConfigMap/default/gone deleted');
  });

  it('waits until finalizers are gone', async () => {
    await client.create(configMap('a', {}, { finalizers: ['example.com/wait'] }));
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
    await client.delete(key);
    await expect(waitForTermination([key], { client, timeoutMs: 50 }, signal)).rejects.toThrow(
      'ConfigMap/default/a termination timeout',
    );
    const waiting = waitForTermination([key], { client, timeoutMs: 10_000 }, signal);
    await client.patch(key, { type: 'merge', body: { metadata: { finalizers: [] } } });
    await waiting;
  });
});

describe('waiting for health', () => {
  const key = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name });
  const statusOf: ApplyOptions['statusOf'] = (object) => ({
    status: (fieldOf(object, 'data', 'status') ?? 'InProgress') as 'Current',
  });

  it('ends when the last one becomes ready', async () => {
    await client.create(configMap('a', { status: 'Current' }));
    const waiting = waitForHealth([key('a'), key('b')], { client, statusOf, timeoutMs: 10_000 }, signal);
    await client.create(configMap('b', {}));
    await client.patch(key('b'), { type: 'merge', body: { data: { status: 'Current' } } });
    await waiting;
  });

  it('ends early when everything is ready or failed', async () => {
    await client.create(configMap('a', { status: 'Current' }));
    await client.create(configMap('b', { status: 'Failed' }));
    await expect(waitForHealth([key('a'), key('b')], { client, statusOf, timeoutMs: 10_000 }, signal)).rejects.toThrow(
      "failed early due to stalled resources: [ConfigMap/default/b status: 'Failed']",
    );
  });

  it('says what it waited for when the time is over', async () => {
    await client.create(configMap('a', {}));
    await expect(waitForHealth([key('a'), key('none')], { client, statusOf, timeoutMs: 100 }, signal)).rejects.toThrow(
      "timeout waiting for: [ConfigMap/default/a status: 'InProgress', ConfigMap/default/none status: 'NotFound']",
    );
  });

  it('takes the absence of what may be gone as done', async () => {
    await waitForHealth([key('a')], { client, statusOf, timeoutMs: 10_000, mayBeGone: () => true }, signal);
  });

  it('ends at once when it is no longer wanted', async () => {
    const abort = new AbortController();
    const waiting = waitForHealth([key('a')], { client, statusOf, timeoutMs: 10_000 }, abort.signal);
    abort.abort(new Error('a newer revision'));
    await expect(waiting).rejects.toThrow('a newer revision');
  });
});
