import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiServer, createApiServer } from '../index.js';

const MAX_PODS = 12;
const ENDLESS = 2_147_483_647;

let server: ApiServer;
let client: KubeClient;
let told: string[];

beforeEach(async () => {
  told = [];
  server = await createApiServer({
    simulationLimit: { maxPods: MAX_PODS, onLimit: (message) => void told.push(message) },
  });
  client = createKubeClient(server.transport());
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const metadata = { name: 'web', namespace: 'default' };
const selector = { matchLabels: { app: 'web' } };
const template = (more: object = {}): object => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web:1' }], ...more },
});
const work = template({ restartPolicy: 'Never' });

async function podNames(): Promise<readonly string[]> {
  const pods = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default', as: 'metadata' });
  return pods.items.map(({ metadata: { name = '' } }) => name);
}

async function refusals(): Promise<readonly unknown[]> {
  const events = await client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace: 'default' });
  return events.items.filter((event) => event['reason'] === 'FailedCreate').map((event) => event['message']);
}

const ENDLESS_OWNERS: readonly (readonly [name: string, object: KubeObject])[] = [
  [
    'a Deployment',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: ENDLESS, selector, template: template() },
    },
  ],
  [
    'a ReplicationController',
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata,
      spec: { replicas: ENDLESS, selector: { app: 'web' }, template: template() },
    },
  ],
  [
    'a StatefulSet',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: { replicas: ENDLESS, selector, template: template() },
    },
  ],
  [
    'a StatefulSet without an order',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: { replicas: ENDLESS, podManagementPolicy: 'Parallel', selector, template: template() },
    },
  ],
  [
    'a Job with many pods at a time',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { parallelism: ENDLESS, completions: ENDLESS, template: work },
    },
  ],
  [
    'a Job with many pods one after the other',
    { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { completions: ENDLESS, template: work } },
  ],
  [
    'a Job with many indexes',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { completionMode: 'Indexed', parallelism: 50_000, completions: 100_000, template: work },
    },
  ],
];

describe('more pods than the simulation makes', () => {
  it.each(ENDLESS_OWNERS)('are refused to %s, which is told so, while the server answers', async (_name, object) => {
    await client.create(object);
    await vi.waitFor(async () => expect(await refusals()).toHaveLength(1), { timeout: 20_000 });
    expect(await refusals()).toEqual([
      expect.stringMatching(/^Error creating: the simulation makes at most 12 objects for one \w+$/),
    ]);
    expect(await podNames()).toHaveLength(MAX_PODS);
    expect(told).toEqual([expect.stringMatching(/^\w+ default\/web\S* gets no more pods: the simulation/)]);
  });

  it('are named in the conditions of a Deployment, until it asks for fewer', async () => {
    const spec = { replicas: ENDLESS, selector, template: template() };
    await client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
    const key = { apiVersion: 'apps/v1', kind: 'Deployment', ...metadata };
    const conditions = async (): Promise<string> =>
      JSON.stringify(fieldOf(await client.get(key), 'status', 'conditions') ?? []);
    await vi.waitFor(async () => expect(await conditions()).toContain('"ReplicaFailure","status":"True"'), 20_000);
    await client.patch(key, { type: 'merge', body: { spec: { replicas: 3 } } });
    await vi.waitFor(async () => expect(await conditions()).not.toContain('ReplicaFailure'), 20_000);
    await vi.waitFor(async () => expect(await podNames()).toHaveLength(3), 20_000);
  });
});

describe('a pod that the server refuses', () => {
  it('is told of by a ReplicaSet, and comes when it is allowed', async () => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { ...metadata, name: 'few' } };
    await client.create({ ...quota, spec: { hard: { pods: '1' } } });
    const quotaKey = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: 'default', name: 'few' };
    await vi.waitFor(async () => expect(fieldOf(await client.get(quotaKey), 'status', 'used')).toBeDefined(), 20_000);
    const spec = { replicas: 2, selector, template: template() };
    await client.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec });
    await vi.waitFor(async () => expect((await refusals()).length).toBeGreaterThan(0), 20_000);
    expect((await refusals())[0]).toMatch(/^Error creating: pods "web-\w{5}" is forbidden: exceeded quota: few/);
    await vi.waitFor(async () => {
      const set = await client.get({ apiVersion: 'apps/v1', kind: 'ReplicaSet', ...metadata });
      expect(JSON.stringify(fieldOf(set, 'status', 'conditions') ?? [])).toContain('"ReplicaFailure"');
    }, 20_000);
    await client.delete(quotaKey);
    await vi.waitFor(async () => expect(await podNames()).toHaveLength(2), 20_000);
  });
});
