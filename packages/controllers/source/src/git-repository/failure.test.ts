import { generateKeyPairSync } from 'node:crypto';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';

describe('a GitRepository that fails', () => {
  let cluster: TestCluster;
  let count = 0;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.commit('private-app', { files: { a: 'a' } });
    await cluster.commit('app', { files: { a: 'a' } });
    await cluster.commit('app', { branch: 'other', files: { a: 'a' } });
  });
  afterAll(() => cluster.close());

  const secret = (name: string, values: Readonly<Record<string, string>>) => {
    const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)]));
    return cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, data });
  };
  const url = (repository: string): string => cluster.urlOf(repository);
  const base = (repository = 'app') => ({ interval: '1h', url: url(repository), ref: { branch: 'main' } });

  test('with credentials tells why, recovers, and keeps its artifact when they go bad', async () => {
    const spec = { ...base('private-app'), secretRef: { name: 'creds' } };
    await cluster.applyRepository('auth', spec);
    const missing = `failed to get secret 'test/creds': failed to get secret 'test/creds': secrets "creds" not found`;
    expect(conditionsOf(await cluster.settled('auth'))).toEqual([
      'Reconciling True ProgressingWithRetry building artifact',
      `Ready False AuthenticationFailed ${missing}`,
      `FetchFailed True AuthenticationFailed ${missing}`,
    ]);
    await secret('creds', { username: 'user', password: 'wrong' });
    await cluster.request('auth', '1');
    const refused = (action: string) =>
      `GitOperationFailed failed to checkout and determine revision: unable to ${action} '${url('private-app')}': authentication required: Unauthorized`;
    expect(conditionsOf(await cluster.settled('auth', '1'))).toContain(`FetchFailed True ${refused('clone')}`);
    await secret('creds', { username: 'user', password: 'pass' });
    await cluster.request('auth', '2');
    const recovered = await cluster.settled('auth', '2');
    expect(conditionsOf(recovered)[0]).toMatch(/^Ready True Succeeded stored artifact/);
    await secret('creds', { username: 'user', password: 'changed' });
    await cluster.request('auth', '3');
    const broken = await cluster.settled('auth', '3');
    expect(conditionsOf(broken).slice(0, 3)).toEqual([
      'Reconciling True ProgressingWithRetry reconciliation in progress',
      `Ready False ${refused('list remote for')}`,
      expect.stringContaining('ArtifactInStorage True Succeeded'),
    ]);
    expect(artifactOf(broken)).toEqual(artifactOf(recovered));
    expect(fieldOf(broken, 'status', 'observedGeneration')).toBe(1);
    await secret('creds', { username: 'user', password: 'pass' });
    await cluster.request('auth', '4');
    await cluster.settled('auth', '4');
    const events = cluster.events.filter(({ object }) => object.metadata.name === 'auth');
    expect(events.map(({ severity, reason }) => `${severity} ${reason}`)).toEqual([
      'error AuthenticationFailed',
      'error GitOperationFailed',
      'info NewArtifact',
      'error GitOperationFailed',
      'trace GitOperationSucceeded',
      'info Succeeded',
    ]);
    expect(JSON.stringify([broken, events])).not.toMatch(/wrong|changed/);
  });

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encrypted = privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  test.each([
    {
      name: 'a password without a user',
      data: { password: 'x' },
      spec: {},
      ready:
        "AuthenticationFailed failed to configure authentication options: invalid 'http' auth option: 'password' requires 'username' to be set",
    },
    {
      name: 'no identity for SSH',
      data: {},
      spec: { url: 'ssh://git@127.0.0.1:1/app.git' },
      ready:
        "AuthenticationFailed failed to configure authentication options: invalid 'ssh' auth option: 'identity' is required",
    },
    {
      name: 'an encrypted identity without its password',
      data: { identity: encrypted, known_hosts: 'x' },
      spec: { url: 'ssh://git@127.0.0.1:1/app.git' },
      ready:
        "AuthenticationFailed SSH identity key is encrypted but no 'password' field was provided in the secret 'test/keys'",
    },
    {
      name: 'the keys of a GitHub App for a generic provider',
      data: { githubAppID: '1' },
      spec: {},
      ready: "InvalidProviderConfiguration secretRef 'test/keys' has github app data but provider is not set to github",
    },
    {
      name: 'no keys of a GitHub App for GitHub',
      data: { username: 'x', password: 'x' },
      spec: { provider: 'github' },
      ready:
        'InvalidProviderConfiguration secretRef with github app data must be specified when provider is set to github',
    },
    {
      name: 'a proxy without an address',
      data: { username: 'x' },
      spec: { proxySecretRef: { name: 'keys' } },
      ready: "AuthenticationFailed failed to configure proxy options: secret 'test/keys': key 'address' not found",
    },
    {
      name: 'a proxy that is not there',
      data: {},
      spec: { proxySecretRef: { name: 'none' } },
      ready: "AuthenticationFailed failed to configure proxy options: secret 'test/none' not found",
    },
    {
      name: 'a server that is not there',
      data: {},
      spec: { url: 'http://127.0.0.1:1/x.git' },
      ready:
        'GitOperationFailed failed to checkout and determine revision: unable to clone \'http://127.0.0.1:1/x.git\': Get "http://127.0.0.1:1/x.git/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:1: connect: connection refused',
    },
    {
      name: 'a server of nobody’s cloud',
      data: {},
      spec: { provider: 'aws' },
      ready:
        'AuthenticationFailed failed to configure authentication options: AWS CodeCommit authentication requires an HTTPS Git URL',
    },
  ])('$name is retried', async ({ data, spec, ready }) => {
    const name = `broken-${++count}`;
    await secret('keys', data as Record<string, string>);
    await cluster.applyRepository(name, { ...base(), secretRef: { name: 'keys' }, ...spec });
    const conditions = conditionsOf(await cluster.settled(name));
    expect(conditions).toContain(`Ready False ${ready}`);
    expect(conditions).toContain(`FetchFailed True ${ready}`);
    expect(conditions.some((condition) => condition.startsWith('Stalled'))).toBe(false);
  });

  test.each([
    {
      name: 'GitHub without a Secret',
      spec: { provider: 'github' },
      stalled:
        'InvalidProviderConfiguration secretRef with github app data must be specified when provider is set to github',
    },
    {
      name: 'a service account',
      spec: { provider: 'azure', serviceAccountName: 'x' },
      stalled:
        'FeatureGateDisabled to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller',
    },
    {
      name: 'a URL that is none',
      spec: { url: 'http://host:port/x' },
      stalled: `URLInvalid failed to parse url 'http://host:port/x': parse "http://host:port/x": invalid port ":port" after host`,
    },
  ])('$name is stalled', async ({ spec, stalled }) => {
    const name = `stalled-${++count}`;
    await cluster.applyRepository(name, { ...base(), ...spec });
    const object = await cluster.settled(name);
    expect(conditionsOf(object)).toEqual([
      `Stalled True ${stalled}`,
      `Ready False ${stalled}`,
      `FetchFailed True ${stalled}`,
    ]);
    expect(fieldOf(object, 'status', 'observedGeneration')).toBe(object.metadata.generation);
    await cluster.applyRepository(name, { ...base(), provider: 'generic' });
    expect(conditionsOf(await cluster.settled(name))[0]).toMatch(/^Ready True/);
  });

  test('in time has its reason told', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await cluster.applyRepository('slow', { ...base(), url: `http://127.0.0.1:${port}/x.git`, timeout: '200ms' });
    const conditions = conditionsOf(await cluster.settled('slow'));
    expect(conditions.find((condition) => condition.startsWith('Ready'))).toMatch(
      /GitOperationFailed failed to checkout and determine revision: unable to clone '.*': Get ".*": context deadline exceeded$/,
    );
    silent.close();
  });
});
