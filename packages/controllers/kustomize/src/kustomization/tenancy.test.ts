import type { JsonObject } from '@gotk/json';
import { type ClusterAccess, createKubeClient, type KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { afterEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

const clusters: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.close();
});

async function start(options: Parameters<typeof TestCluster.start>[0] = {}): Promise<TestCluster> {
  const cluster = await TestCluster.start(options);
  clusters.push(cluster);
  await cluster.source('r1', { 'a.yaml': configMap('a') });
  return cluster;
}

async function grant(cluster: TestCluster, account: string): Promise<void> {
  await cluster.applyObject({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'ns', name: account } });
  await cluster.applyObject({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { namespace: 'ns', name: account },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'ns', name: account }],
  });
}

describe('a service account', () => {
  it('may do what it was granted', async () => {
    const cluster = await start();
    await grant(cluster, 'deployer');
    await cluster.apply('app', { serviceAccountName: 'deployer' });
    await cluster.ready('app');
  });

  it.each([
    ['of the Kustomization', {}, { serviceAccountName: 'nobody' }, 'nobody'],
    ['by default', { defaultServiceAccount: 'default' }, {}, 'default'],
  ])('may do nothing else: %s', async (_name, options, spec, account) => {
    const cluster = await start(options);
    await cluster.apply('app', spec);
    expect(conditionsOf(await cluster.settled('app'))[1]).toContain(
      `Ready=False ReconciliationFailed: ConfigMap/ns/a dry-run failed (Forbidden): configmaps "a" is forbidden: User "system:serviceaccount:ns:${account}"`,
    );
  });
});

describe('another cluster', () => {
  async function secret(cluster: TestCluster, data: Readonly<Record<string, string>>): Promise<void> {
    const encoded = Object.entries(data).map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
    const metadata = { namespace: 'ns', name: 'remote' };
    await cluster.applyObject({ apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(encoded) });
  }

  const kubeConfig = { secretRef: { name: 'remote' } };

  it('is reached by the kubeconfig in a Secret, which may not run programs or read files', async () => {
    const other = await start();
    const seen: object[] = [];
    const here = await start({
      connect: (access) => {
        seen.push(access);
        return createKubeClient(other.server.transport());
      },
    });
    const user = { exec: { command: 'evil', apiVersion: 'client.authentication.k8s.io/v1' } };
    const cluster = {
      server: 'https://other',
      'certificate-authority': '/etc/passwd',
      'insecure-skip-tls-verify': true,
    };
    await secret(here, {
      value: JSON.stringify({
        'current-context': 'x',
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user }],
      }),
    });
    await here.apply('app', { kubeConfig });
    await here.ready('app');
    expect(await other.find(CONFIG_MAP, 'a')).toBeDefined();
    expect(await here.find(CONFIG_MAP, 'a')).toBeUndefined();
    expect(seen).toMatchObject([
      { server: 'https://other', credentials: { kind: 'none' }, tls: { ca: undefined, insecureSkipVerify: false } },
    ]);
  });

  it.each([
    [
      'no Secret',
      undefined,
      kubeConfig,
      'unable to read KubeConfig secret \'ns/remote\' error: secrets "remote" not found',
    ],
    [
      'no key',
      { other: 'x' },
      kubeConfig,
      "KubeConfig secret 'ns/remote' does not contain a 'value' key with a kubeconfig",
    ],
    [
      'not the key that is named',
      { value: 'x' },
      { secretRef: { name: 'remote', key: 'mine' } },
      "KubeConfig secret 'ns/remote' does not contain a 'mine' key with a kubeconfig",
    ],
  ] as const)('needs a kubeconfig: %s', async (_name, data, reference, message) => {
    const cluster = await start();
    if (data !== undefined) await secret(cluster, data);
    await cluster.apply('app', { kubeConfig: reference });
    expect(conditionsOf(await cluster.settled('app'))[1]).toBe(`Ready=False ReconciliationFailed: ${message}`);
  });
});

describe('another cluster by a ConfigMap', () => {
  const kubeConfig = { configMapRef: { name: 'remote' } };
  const featureGates = { ObjectLevelWorkloadIdentity: true };
  const generic = { provider: 'generic', address: 'Other.example:6443', serviceAccountName: 'deployer' };

  async function describeCluster(cluster: TestCluster, data: JsonObject): Promise<void> {
    await cluster.applyObject({ ...CONFIG_MAP, metadata: { namespace: 'ns', name: 'remote' }, data } as KubeObject);
  }

  it('is reached with a token of the account that it names', async () => {
    const other = await start();
    const seen: ClusterAccess[] = [];
    const connect = (access: ClusterAccess): KubeClient => {
      seen.push(access);
      return createKubeClient(other.server.transport());
    };
    const here = await start({ connect, featureGates });
    await grant(here, 'deployer');
    await describeCluster(here, { ...generic, 'ca.crt': 'PEM', audiences: 'one\n two\n\n' });
    await here.apply('app', { kubeConfig });
    await here.ready('app');
    expect(await other.find(CONFIG_MAP, 'a')).toBeDefined();
    expect(await here.find(CONFIG_MAP, 'a')).toBeUndefined();
    const [access] = seen;
    expect(access).toMatchObject({ server: 'https://other.example:6443', tls: { ca: { kind: 'data', data: 'PEM' } } });
    const credentials = access?.credentials;
    const issued = credentials?.kind === 'issued' ? await credentials.issue() : undefined;
    const claims = JSON.parse(Buffer.from(issued?.token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: 'system:serviceaccount:ns:deployer', aud: ['one', 'two'] });
    expect(issued?.expiresAtMs).toBeGreaterThan(Date.now());
  });

  const refusals: readonly [name: string, data: JsonObject | undefined, options: object, message: string][] = [
    ['no ConfigMap', undefined, {}, 'failed to get configmap ns/remote: configmaps "remote" not found'],
    ['an unknown provider', { provider: 'x' }, {}, "provider 'x' not implemented"],
    ['no address', { provider: 'generic' }, {}, 'cluster address is required to create a REST config'],
    ['an address without TLS', { ...generic, address: 'http://x' }, {}, 'must use https scheme'],
    [
      'no such account',
      generic,
      {},
      'failed to get service account \'ns/deployer\': serviceaccounts "deployer" not found',
    ],
    [
      'no default account',
      { provider: 'generic', address: 'x' },
      { defaultKubeConfigServiceAccount: 'locked' },
      'the specified default service account does not exist in the object namespace',
    ],
    ['no gate', generic, { featureGates: {} }, 'ObjectLevelWorkloadIdentity feature gate is not enabled'],
  ];
  it.each(refusals)('is refused with %s', async (_name, data, options, message) => {
    const cluster = await start({ featureGates, ...options });
    if (data !== undefined) await describeCluster(cluster, data);
    await cluster.apply('app', { kubeConfig });
    const [, ready = ''] = conditionsOf(await cluster.settled('app'));
    expect(ready).toContain('Ready=False ReconciliationFailed: ');
    expect(ready).toContain(message);
  });
});

it('refuses the providers of clouds, naming the field', async () => {
  const cluster = await start({ featureGates: { ObjectLevelWorkloadIdentity: true } });
  const data = { provider: 'aws', cluster: 'arn:x' };
  await cluster.applyObject({ ...CONFIG_MAP, metadata: { namespace: 'ns', name: 'remote' }, data });
  await cluster.apply('app', { kubeConfig: { configMapRef: { name: 'remote' } } });
  const message = "spec.kubeConfig.configMapRef: provider 'aws' needs an identity of its cloud";
  expect(conditionsOf(await cluster.settled('app'))).toEqual([
    expect.stringContaining(`Stalled=True InvalidProviderConfiguration: ${message}`),
    expect.stringContaining(`Ready=False InvalidProviderConfiguration: ${message}`),
  ]);
});

describe('malformed Kustomizations', () => {
  it('stop nothing but themselves', async () => {
    const cluster = await start();
    for (let n = 0; n < 10; n++) await cluster.apply(`bad${n}`, { interval: '99999999999999h' });
    await cluster.apply('good');
    await cluster.ready('good');
    expect(conditionsOf(await cluster.settled('bad9'))[0]).toMatch(/^Stalled=True InvalidSpec: malformed object: /);
  });
});
