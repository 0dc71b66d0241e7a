import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TenantClients, type TenantClientsOptions, type TenantObject } from './tenant-clients.js';

const signal = new AbortController().signal;
const closed: number[] = [];
let opened = 0;
let server: ApiServer;
let client: KubeClient;

beforeAll(async () => {
  server = await createApiServer();
  client = createKubeClient(server.transport());
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
});

afterAll(() => server.close());

function tenants(options: Partial<TenantClientsOptions> = {}): TenantClients {
  return new TenantClients({
    client,
    connect: () => {
      const number = opened++;
      return { ...client, close: async () => void closed.push(number) };
    },
    wording: { missingReference: 'no reference', unreadableSecret: (name, error) => `${name}: ${error}` },
    ...options,
  });
}

function pipeline(spec: TenantObject['spec']): TenantObject {
  return { apiVersion: 'example.com/v1', kind: 'Pipeline', metadata: { namespace: 'ns', name: 'app' }, spec };
}

async function remote(name: string): Promise<TenantObject> {
  const cluster = { server: `https://${name}.example.com` };
  const contexts = [{ name: 'x', context: { cluster: 'c', user: '' } }];
  const value = JSON.stringify({ 'current-context': 'x', contexts, clusters: [{ name: 'c', cluster }] });
  const data = { value: Buffer.from(value).toString('base64') };
  await client.create({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'ns', name }, data });
  return pipeline({ kubeConfig: { secretRef: { name } } });
}

async function whoami(tenant: KubeClient): Promise<unknown> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
  const { status } = (await tenant.create(review, undefined, signal)) as {
    status?: { userInfo?: { username?: string } };
  };
  return status?.userInfo?.username;
}

describe('in this cluster', () => {
  it.each([
    ['the account that the object names', { serviceAccountName: 'own' }, 'default', 'system:serviceaccount:ns:own'],
    ['the default account', {}, 'default', 'system:serviceaccount:ns:default'],
    ['the default account for an empty name', { serviceAccountName: '' }, 'other', 'system:serviceaccount:ns:other'],
  ])('an object acts as %s', async (_name, spec, defaultServiceAccount, user) => {
    const tenant = await tenants({ defaultServiceAccount }).clientFor(pipeline(spec), signal);
    expect(tenant.isLocal).toBe(true);
    expect(await whoami(tenant.client)).toBe(user);
  });

  it('an object without an account acts as the controller', async () => {
    expect((await tenants().clientFor(pipeline({}), signal)).client).toBe(client);
  });

  it('says whether the account is there', async () => {
    await client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'ns', name: 'there' } });
    const answers = ['there', 'gone', ''].map((serviceAccountName) =>
      tenants().canImpersonate(pipeline({ serviceAccountName }), signal),
    );
    expect(await Promise.all(answers)).toEqual([true, false, true]);
  });
});

it('takes a default account for other clusters only where accounts may be named', () => {
  expect(() => tenants({ defaultKubeConfigServiceAccount: 'x' })).toThrow('cannot set default service accounts');
});

describe('in another cluster', () => {
  it('objects of one kubeconfig have one connection, which ends with the last use', async () => {
    const clients = tenants();
    const object = await remote('one');
    const [first, second] = [await clients.clientFor(object, signal), await clients.clientFor(object, signal)];
    expect([first.isLocal, first === second]).toEqual([false, true]);
    await clients.close();
    expect(closed).toEqual([opened - 1]);
  });

  it('the connection that was not used for longest is closed when there are too many', async () => {
    const clients = tenants();
    closed.length = 0;
    const first = opened;
    for (let n = 0; n < 65; n++) await clients.clientFor(await remote(`many-${n}`), signal);
    expect(closed).toEqual([first]);
    await clients.close();
    expect(closed).toHaveLength(65);
  });

  it.each([
    ['names nothing', {}, 'no reference'],
    ['names a Secret that is not there', { secretRef: { name: 'gone' } }, 'ns/gone: secrets "gone" not found'],
  ])('a reference that %s is an error', async (_name, kubeConfig, message) => {
    await expect(tenants().clientFor(pipeline({ kubeConfig }), signal)).rejects.toThrow(message);
  });
});
