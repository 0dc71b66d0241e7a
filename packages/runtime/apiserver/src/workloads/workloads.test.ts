import { fieldOf, type KubeObject } from '@gotk/objects';
import { describe, expect, it, vi } from 'vitest';
import { serverForEachTest } from '../testing/server-for-each-test.js';

const api = serverForEachTest();

const PATIENT = { timeout: 10_000 };

const template = (annotations: Readonly<Record<string, string>> = {}, more: object = {}): object => ({
  metadata: { labels: { app: 'web' }, annotations },
  spec: { containers: [{ name: 'web', image: 'web:1' }], ...more },
});

function workload(kind: string, spec: object, apiVersion = 'apps/v1'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'default' }, spec };
}

const selector = { matchLabels: { app: 'web' } };
const key = (kind: string, apiVersion = 'apps/v1') => ({ apiVersion, kind, namespace: 'default', name: 'web' });

function conditionStatus(object: KubeObject, type: string): unknown {
  const conditions = fieldOf(object, 'status', 'conditions');
  return (Array.isArray(conditions) ? conditions : [])
    .map((each) => (fieldOf(each, 'type') === type ? fieldOf(each, 'status') : undefined))
    .find((status) => status !== undefined);
}

const pods = async (): Promise<readonly KubeObject[]> =>
  (await api.client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' })).items;

describe('simulated workloads', () => {
  it('a Deployment becomes available, with a ReplicaSet and pods', async () => {
    await api.client.create(workload('Deployment', { replicas: 3, selector, template: template() }));
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'status', 'availableReplicas')).toBe(3),
      PATIENT,
    );
    const deployment = await api.client.get(key('Deployment'));
    expect([conditionStatus(deployment, 'Available'), conditionStatus(deployment, 'Progressing')]).toEqual([
      'True',
      'True',
    ]);
    expect((await pods()).map((pod) => fieldOf(pod, 'status', 'phase'))).toEqual(['Running', 'Running', 'Running']);
  });

  it('a Deployment rolls out a new template and keeps the old ReplicaSet at zero', async () => {
    await api.client.create(workload('Deployment', { replicas: 2, selector, template: template() }));
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'status', 'readyReplicas')).toBe(2),
      PATIENT,
    );
    await api.client.patch(key('Deployment'), {
      type: 'merge',
      body: { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } },
    });
    await vi.waitFor(
      async () =>
        expect((await pods()).map((pod) => JSON.stringify(pod['spec'])).every((spec) => spec.includes('web:2'))).toBe(
          true,
        ),
      PATIENT,
    );
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'status', 'replicas')).toBe(2),
      PATIENT,
    );
    const sets = await api.client.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' });
    expect(sets.items.map((set) => fieldOf(set, 'spec', 'replicas')).sort()).toEqual([0, 2]);
  });

  it('pods that are told to fail keep a Deployment from becoming available', async () => {
    await api.client.create(
      workload('Deployment', { replicas: 1, selector, template: template({ 'simulation.gotk.dev/outcome': 'fail' }) }),
    );
    await vi.waitFor(
      async () => expect(JSON.stringify((await pods())[0]?.['status'] ?? '')).toContain('CrashLoopBackOff'),
      PATIENT,
    );
    await vi.waitFor(
      async () => expect(conditionStatus(await api.client.get(key('Deployment')), 'Available')).toBe('False'),
      PATIENT,
    );
  });

  it('a StatefulSet numbers its pods and claims their volumes', async () => {
    const volumeClaimTemplates = [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ];
    await api.client.create(
      workload('StatefulSet', {
        serviceName: 'web',
        replicas: 2,
        selector,
        template: template(),
        volumeClaimTemplates,
      }),
    );
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('StatefulSet')), 'status', 'readyReplicas')).toBe(2),
      PATIENT,
    );
    expect((await pods()).map(({ metadata }) => metadata.name)).toEqual(['web-0', 'web-1']);
    await vi.waitFor(async () => {
      const claim = await api.client.get({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: 'default',
        name: 'data-web-1',
      });
      expect(fieldOf(claim, 'status', 'phase')).toBe('Bound');
    }, PATIENT);
  });

  it('a DaemonSet runs on the one node', async () => {
    await api.client.create(workload('DaemonSet', { selector, template: template() }));
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('DaemonSet')), 'status', 'numberReady')).toBe(1),
      PATIENT,
    );
  });

  it.each([
    ['Complete', 'run'],
    ['Failed', 'fail'],
  ])('a Job becomes %s when its pods are told to %s', async (condition, outcome) => {
    const spec = {
      backoffLimit: 0,
      template: template({ 'simulation.gotk.dev/outcome': outcome }, { restartPolicy: 'Never' }),
    };
    await api.client.create(workload('Job', spec, 'batch/v1'));
    await vi.waitFor(
      async () => expect(conditionStatus(await api.client.get(key('Job', 'batch/v1')), condition)).toBe('True'),
      PATIENT,
    );
  });

  it('a HorizontalPodAutoscaler scales a Deployment by the metrics it is told', async () => {
    const container = { name: 'web', image: 'web:1', resources: { requests: { cpu: '100m' } } };
    await api.client.create(
      workload('Deployment', { replicas: 2, selector, template: template({}, { containers: [container] }) }),
    );
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'status', 'readyReplicas')).toBe(2),
      PATIENT,
    );
    const scaler = key('HorizontalPodAutoscaler', 'autoscaling/v2');
    const spec = {
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    };
    await api.client.create(workload('HorizontalPodAutoscaler', spec, 'autoscaling/v2'));
    await vi.waitFor(
      async () => expect(conditionStatus(await api.client.get(scaler), 'ScalingActive')).toBe('True'),
      PATIENT,
    );
    expect(fieldOf(await api.client.get(scaler), 'status', 'desiredReplicas')).toBe(2);
    const annotations = { 'simulation.gotk.dev/metrics': 'cpu=90%' };
    await api.client.patch(scaler, { type: 'merge', body: { metadata: { annotations } } });
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'status', 'readyReplicas')).toBe(4),
      PATIENT,
    );
    const { status } = await api.client.get(scaler);
    expect(status).toMatchObject({
      currentReplicas: 2,
      desiredReplicas: 4,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 90 } } }],
    });
  });

  it('leaves what a kind owns that nobody serves, until somebody does', async () => {
    const owner = { apiVersion: 'later.example.com/v1', kind: 'Later', name: 'owner', uid: 'gone' };
    const config = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' };
    for (const [name, owners] of [
      ['unknown', [owner]],
      ['known', [{ apiVersion: 'v1', kind: 'Secret', name: 'none', uid: 'gone' }]],
    ] as const) {
      const metadata = { name, namespace: 'default', ownerReferences: owners };
      await api.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    }
    const isThere = async (name: string): Promise<boolean> =>
      (await api.client.find({ ...config, name })) !== undefined;
    await vi.waitFor(async () => expect(await isThere('known')).toBe(false), PATIENT);
    expect(await isThere('unknown')).toBe(true);
    await api.client.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'laters.later.example.com' },
      spec: {
        group: 'later.example.com',
        scope: 'Namespaced',
        names: { plural: 'laters', kind: 'Later' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    await vi.waitFor(async () => expect(await isThere('unknown')).toBe(false), PATIENT);
  });

  it('a Service of type LoadBalancer gets an address', async () => {
    await api.client.create(
      workload('Service', { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] }, 'v1'),
    );
    await vi.waitFor(
      async () => expect(JSON.stringify((await api.client.get(key('Service', 'v1')))['status'])).toContain('192.0.2.1'),
      PATIENT,
    );
  });
});

describe('garbage collection', () => {
  it('deletes what a deleted owner left', async () => {
    await api.client.create(workload('Deployment', { replicas: 2, selector, template: template() }));
    await vi.waitFor(async () => expect(await pods()).toHaveLength(2), PATIENT);
    await api.client.delete(key('Deployment'), { propagation: 'Background' });
    await vi.waitFor(async () => {
      expect(await pods()).toHaveLength(0);
      expect((await api.client.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' })).items).toHaveLength(0);
    }, PATIENT);
  });

  it('deletes dependents first when asked to', async () => {
    await api.client.create(workload('Deployment', { replicas: 1, selector, template: template() }));
    await vi.waitFor(async () => expect(await pods()).toHaveLength(1), PATIENT);
    await api.client.delete(key('Deployment'), { propagation: 'Foreground' });
    await vi.waitFor(async () => expect(await api.client.find(key('Deployment'))).toBeUndefined(), PATIENT);
    expect((await api.client.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' })).items).toHaveLength(0);
  });

  it('sets dependents free when asked to', async () => {
    await api.client.create(workload('Deployment', { replicas: 1, selector, template: template() }));
    await vi.waitFor(async () => expect(await pods()).toHaveLength(1), PATIENT);
    await api.client.delete(key('Deployment'), { propagation: 'Orphan' });
    await vi.waitFor(async () => expect(await api.client.find(key('Deployment'))).toBeUndefined(), PATIENT);
    const [set] = (await api.client.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' })).items;
    expect(set?.metadata.ownerReferences ?? []).toEqual([]);
  });
});

it('a namespace goes with everything in it', async () => {
  await api.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  await api.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } });
  await api.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' });
  await vi.waitFor(
    async () => expect(await api.client.find({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBeUndefined(),
    PATIENT,
  );
});

describe('a workload that does not come to its end', () => {
  const pending = { 'simulation.gotk.dev/outcome': 'pending' };
  const podsOf = async (name: string): Promise<readonly KubeObject[]> =>
    (await pods()).filter(({ metadata }) => metadata.generateName === `${name}-`);

  it('a Job fails at its deadline, when its pods are gone', async () => {
    const spec = { activeDeadlineSeconds: 1, template: template(pending, { restartPolicy: 'Never' }) };
    await api.client.create(workload('Job', spec, 'batch/v1'));
    await vi.waitFor(
      async () => expect(conditionStatus(await api.client.get(key('Job', 'batch/v1')), 'Failed')).toBe('True'),
      PATIENT,
    );
    expect((await api.client.get(key('Job', 'batch/v1')))['status']).toMatchObject({ failed: 1, terminating: 0 });
    expect(await podsOf('web')).toEqual([]);
  });

  it('a Deployment says that it has not progressed in time, and stays with it', async () => {
    const spec = { progressDeadlineSeconds: 1, selector, template: template(pending) };
    await api.client.create(workload('Deployment', spec));
    const progress = async (): Promise<unknown> =>
      conditionStatus(await api.client.get(key('Deployment')), 'Progressing');
    await vi.waitFor(async () => expect(await progress()).toBe('False'), PATIENT);
    await api.client.patch(key('Deployment'), { type: 'merge', body: { metadata: { labels: { looked: 'at' } } } });
    await vi.waitFor(
      async () => expect(fieldOf(await api.client.get(key('Deployment')), 'metadata', 'labels', 'looked')).toBe('at'),
      PATIENT,
    );
    expect(await progress()).toBe('False');
  });

  it('a suspended Job counts the pods that it had for nothing', async () => {
    await api.client.create(workload('Job', { template: template(pending, { restartPolicy: 'Never' }) }, 'batch/v1'));
    await vi.waitFor(async () => expect(await podsOf('web')).toHaveLength(1), PATIENT);
    await api.client.patch(key('Job', 'batch/v1'), { type: 'merge', body: { spec: { suspend: true } } });
    await vi.waitFor(
      async () => expect(conditionStatus(await api.client.get(key('Job', 'batch/v1')), 'Suspended')).toBe('True'),
      PATIENT,
    );
    await vi.waitFor(async () => expect(await podsOf('web')).toEqual([]), PATIENT);
    expect(fieldOf(await api.client.get(key('Job', 'batch/v1')), 'status', 'failed')).toBeUndefined();
  });
});

describe('pods that nobody controls', () => {
  const stray: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'stray', namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  };
  const strayKey = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'stray' };

  it('are taken by the ReplicaSet that means them, and let go when it does no more', async () => {
    await vi.waitFor(async () => expect(await api.client.create(stray)).toBeDefined(), PATIENT);
    await api.client.create(workload('ReplicaSet', { replicas: 1, selector, template: template() }));
    await vi.waitFor(
      async () => expect((await api.client.get(strayKey)).metadata.ownerReferences).toHaveLength(1),
      PATIENT,
    );
    await api.client.patch(strayKey, { type: 'merge', body: { metadata: { labels: { app: 'other' } } } });
    await vi.waitFor(
      async () => expect((await api.client.get(strayKey)).metadata.ownerReferences ?? []).toEqual([]),
      PATIENT,
    );
    await vi.waitFor(async () => expect(await pods()).toHaveLength(2), PATIENT);
  });
});

it('the claims of a StatefulSet go with its pods and with it when it says so', async () => {
  const volumeClaimTemplates = [
    {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ];
  const persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
  const spec = {
    replicas: 2,
    selector,
    template: template(),
    volumeClaimTemplates,
    persistentVolumeClaimRetentionPolicy,
  };
  const claims = async (): Promise<readonly (string | undefined)[]> =>
    (await api.client.list({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' })).items.map(
      ({ metadata }) => metadata.name,
    );
  await api.client.create(workload('StatefulSet', spec));
  await vi.waitFor(async () => expect(await claims()).toEqual(['data-web-0', 'data-web-1']), PATIENT);
  await vi.waitFor(async () => expect(await pods()).toHaveLength(2), PATIENT);
  await api.client.patch(key('StatefulSet'), { type: 'merge', body: { spec: { replicas: 1 } } });
  await vi.waitFor(async () => expect(await claims()).toEqual(['data-web-0']), PATIENT);
  await api.client.delete(key('StatefulSet'), { propagation: 'Background' });
  await vi.waitFor(async () => expect(await claims()).toEqual([]), PATIENT);
});
