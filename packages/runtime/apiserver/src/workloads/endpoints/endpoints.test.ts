import { fieldOf, type KubeObject } from '@gotk/objects';
import { describe, expect, it, vi } from 'vitest';
import { serverForEachTest } from '../../testing/server-for-each-test.js';

const api = serverForEachTest();

const service = (spec: object): KubeObject =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec }) as KubeObject;

const pod = (name: string, annotations: Readonly<Record<string, string>> = {}): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'web' }, annotations },
    spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] }] },
  }) as KubeObject;

const slices = async (): Promise<readonly KubeObject[]> =>
  (
    await api.client.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }, { namespace: 'default' })
  ).items.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web');

/** The names of the pods in the slices, and whether they are ready. */
async function endpoints(): Promise<readonly unknown[]> {
  return (await slices()).flatMap((slice) =>
    ((slice['endpoints'] ?? []) as readonly object[]).map((each) => [
      fieldOf(each, 'targetRef', 'name'),
      fieldOf(each, 'conditions', 'ready'),
    ]),
  );
}

const KEY = { apiVersion: 'v1', kind: 'Endpoints', namespace: 'default', name: 'web' };

describe('a Service with a selector', () => {
  it('has slices and Endpoints with its pods, their addresses and their ports', async () => {
    await api.client.create(pod('a'));
    await api.client.create(
      service({ selector: { app: 'web' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }] }),
    );
    await api.client.create(pod('b'));
    await vi.waitFor(async () =>
      expect(await endpoints()).toEqual([
        ['a', true],
        ['b', true],
      ]),
    );
    const [slice] = await slices();
    expect(slice?.['ports']).toEqual([{ name: 'web', port: 8080, protocol: 'TCP' }]);
    expect(slice?.metadata.ownerReferences?.map(({ kind, name }) => [kind, name])).toEqual([['Service', 'web']]);
    const a = await api.client.get({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' });
    await vi.waitFor(async () => {
      const [subset] = (await api.client.get(KEY))['subsets'] as readonly object[];
      expect(fieldOf(subset, 'addresses')).toHaveLength(2);
      expect(fieldOf((fieldOf(subset, 'addresses') as readonly object[])[0], 'ip')).toBe(fieldOf(a, 'status', 'podIP'));
    });
  });

  it('has a slice without endpoints while it has no pods', async () => {
    await api.client.create(service({ selector: { app: 'web' }, ports: [{ port: 80 }] }));
    await vi.waitFor(async () => expect(await slices()).toHaveLength(1));
    expect(await endpoints()).toEqual([]);
  });

  it('loses the pods that go, and its Endpoints when it goes itself', async () => {
    await api.client.create(service({ selector: { app: 'web' }, ports: [{ port: 80 }] }));
    await api.client.create(pod('a'));
    await api.client.create(pod('b'));
    await vi.waitFor(async () => expect(await endpoints()).toHaveLength(2));
    await api.client.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' });
    await vi.waitFor(async () => expect(await endpoints()).toEqual([['b', true]]));
    await api.client.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'web' });
    await vi.waitFor(async () => {
      expect(await slices()).toEqual([]);
      expect(await api.client.find(KEY)).toBeUndefined();
    });
  });
});

describe('a Service without a selector', () => {
  it('is left to who made it', async () => {
    await api.client.create(service({ ports: [{ port: 80 }] }));
    await api.client.create({
      ...service({ selector: { app: 'web' }, ports: [{ port: 80 }] }),
      metadata: { name: 'other', namespace: 'default' },
    });
    const other = { ...KEY, name: 'other' };
    await vi.waitFor(async () => expect(await api.client.find(other)).toBeDefined());
    expect([await slices(), await api.client.find(KEY)]).toEqual([[], undefined]);
  });
});
