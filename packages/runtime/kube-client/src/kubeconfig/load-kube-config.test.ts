import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clusterAccessFromKubeConfig, type LoadKubeConfigOptions, loadKubeConfig, restrictAccess } from '../index.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function load(options: LoadKubeConfigOptions = {}) {
  return loadKubeConfig({ env: {}, home: folder, serviceAccountDirectory: join(folder, 'none'), ...options });
}

const STAGING = `
apiVersion: v1
kind: Config
current-context: staging
clusters:
- name: c1
  cluster:
    server: https://c1:6443
    certificate-authority: pki/ca.crt
    tls-server-name: c1.test
- name: c2
  cluster: {server: 'https://c2:6443', insecure-skip-tls-verify: true, proxy-url: 'http://proxy:3128', certificate-authority-data: Q0E=}
users:
- name: u1
  user: {token: t1}
- name: u2
  user: {client-certificate-data: Q0VSVA==, client-key: key.pem, as: jane, as-groups: [a], as-uid: u}
- name: u3
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [x], env: [{name: A, value: b}], interactiveMode: Never, provideClusterInfo: true}
- name: u4
  user: {auth-provider: {name: gcp}}
- name: u5
  user: {username: me, password: pw}
- name: u6
  user: {tokenFile: token}
contexts:
- name: staging
  context: {cluster: c1, user: u1, namespace: apps}
- name: other
  context: {cluster: c2, user: u2}
- name: broken
  context: {cluster: nowhere, user: u1}
`;

describe('the present context', () => {
  it('gives server, namespace, credentials and files beside the kubeconfig', () => {
    expect(load({ kubeconfig: write('config', STAGING) })).toEqual({
      server: 'https://c1:6443',
      namespace: 'apps',
      contextName: 'staging',
      tls: {
        ca: { kind: 'file', path: join(folder, 'pki/ca.crt') },
        certificate: undefined,
        serverName: 'c1.test',
        insecureSkipVerify: false,
      },
      credentials: { kind: 'token', token: 't1' },
      proxyUrl: undefined,
      impersonate: undefined,
    });
  });

  it('may be another by flag, with data in place of files', () => {
    expect(load({ kubeconfig: write('config', STAGING), context: 'other' })).toEqual({
      server: 'https://c2:6443',
      namespace: 'default',
      contextName: 'other',
      tls: {
        ca: { kind: 'data', data: 'CA' },
        certificate: { cert: { kind: 'data', data: 'CERT' }, key: { kind: 'file', path: join(folder, 'key.pem') } },
        serverName: undefined,
        insecureSkipVerify: true,
      },
      credentials: { kind: 'none' },
      proxyUrl: 'http://proxy:3128',
      impersonate: { user: 'jane', uid: 'u', groups: ['a'] },
    });
  });

  it('gives way to flags', () => {
    const access = load({
      kubeconfig: write('config', STAGING),
      cluster: 'c2',
      user: 'u2',
      namespace: 'ns',
      server: 'https://x',
      token: 't9',
      tlsServerName: 'n',
      certificateAuthority: '/ca',
      insecureSkipTlsVerify: false,
      impersonate: { user: 'joe' },
    });
    expect(access).toMatchObject({
      server: 'https://x',
      namespace: 'ns',
      tls: { ca: { kind: 'file', path: '/ca' }, serverName: 'n', insecureSkipVerify: false },
      credentials: { kind: 'token', token: 't9' },
      impersonate: { user: 'joe' },
    });
  });

  it.each([
    ['u3', { kind: 'exec' }],
    ['u5', { kind: 'basic', username: 'me', password: 'pw' }],
    ['u6', { kind: 'token-file' }],
  ])('knows the credentials of %s', (user, expected) => {
    expect(load({ kubeconfig: write('config', STAGING), user }).credentials).toMatchObject(expected);
  });

  it('starts relative plugins beside the kubeconfig and tells them the cluster', () => {
    const { credentials } = load({ kubeconfig: write('config', STAGING), user: 'u3' });
    expect(credentials).toMatchObject({
      plugin: {
        command: join(folder, 'login'),
        args: ['x'],
        env: [{ name: 'A', value: 'b' }],
        interactiveMode: 'Never',
        cluster: { server: 'https://c1:6443' },
      },
    });
  });
});

describe('files', () => {
  it('merges the files of KUBECONFIG: the first that says something has it', () => {
    const first = write(
      'first',
      'current-context: mine\ncontexts: [{name: mine, context: {cluster: c2, user: own}}]\nusers: [{name: own, user: {token: own}}]\n',
    );
    const second = write('second', STAGING.replace('t1', 'second'));
    const env = { KUBECONFIG: [first, join(folder, 'absent'), second].join(':') };
    expect(load({ env })).toMatchObject({
      contextName: 'mine',
      server: 'https://c2:6443',
      credentials: { token: 'own' },
    });
  });

  it('falls back to the home directory', () => {
    mkdirSync(join(folder, '.kube'));
    write('.kube/config', STAGING);
    expect(load().server).toBe('https://c1:6443');
  });

  it('falls back to localhost, or KUBERNETES_MASTER', () => {
    expect(load().server).toBe('http://localhost:8080');
    expect(load({ env: { KUBERNETES_MASTER: 'http://m:1' } }).server).toBe('http://m:1');
  });

  it('falls back to the cluster it runs in', () => {
    mkdirSync(join(folder, 'sa'));
    for (const name of ['token', 'ca.crt', 'namespace']) write(`sa/${name}`, name);
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    expect(load({ env, serviceAccountDirectory: join(folder, 'sa') })).toMatchObject({
      server: 'https://[fd00::1]:443',
      namespace: 'namespace',
      credentials: { kind: 'token-file', path: join(folder, 'sa/token') },
    });
  });
});

describe('mistakes', () => {
  it.each([
    ['a missing context', { context: 'x' }, 'context "x" does not exist'],
    ['a missing cluster', { context: 'broken' }, 'cluster "nowhere" does not exist'],
    ['a missing user', { user: 'x' }, 'auth info "x" does not exist'],
    ['a provider that is gone', { user: 'u4' }, 'no Auth Provider found for name "gcp"'],
    ['a server that is no URL', { server: 'https://[' }, 'invalid configuration: the server is not a URL'],
  ])('names %s', (_name, options, message) => {
    expect(() => load({ kubeconfig: write('config', STAGING), ...options })).toThrow(message);
  });

  it('names a file that is not there', () => {
    expect(() => load({ kubeconfig: '/no/such' })).toThrow('stat /no/such: no such file or directory');
  });

  it.each([
    ['is no YAML', 'users: [{name: a, user: {token: s3cr3t'],
    ['is something else', '- s3cr3t'],
  ])('does not quote a file that %s', (_name, text) => {
    const file = write('config', text);
    expect(() => load({ kubeconfig: file })).toThrow(file);
    expect(() => load({ kubeconfig: file })).not.toThrow('s3cr3t');
  });

  it('takes names of every kind for names', () => {
    expect(() => load({ kubeconfig: write('config', STAGING), context: '__proto__' })).toThrow('does not exist');
  });
});

describe('a kubeconfig from somebody else', () => {
  it('may not run programs, read files, or switch TLS checks off', () => {
    const restricted = (context: string, user: string) =>
      restrictAccess(clusterAccessFromKubeConfig(STAGING, { context, user }), {
        allowExec: false,
        allowInsecureTls: false,
      });
    expect(restricted('staging', 'u3')).toMatchObject({ tls: { ca: undefined }, credentials: { kind: 'none' } });
    expect(restricted('staging', 'u6').credentials).toEqual({ kind: 'none' });
    expect(restricted('other', 'u2')).toMatchObject({
      tls: { insecureSkipVerify: false, certificate: undefined },
      impersonate: undefined,
    });
    expect(restricted('staging', 'u1').credentials).toEqual({ kind: 'token', token: 't1' });
  });

  it('may where it was allowed', () => {
    const access = clusterAccessFromKubeConfig(STAGING, { context: 'other', user: 'u3' });
    const allowed = restrictAccess(access, { allowExec: true, allowInsecureTls: true });
    expect(allowed).toMatchObject({ tls: { insecureSkipVerify: true }, credentials: { kind: 'exec' } });
  });

  it('needs a server', () => {
    expect(() => clusterAccessFromKubeConfig('{}')).toThrow(
      'invalid configuration: no configuration has been provided',
    );
  });
});
