import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

afterEach(() => cluster.close());

describe('a source', () => {
  beforeEach(async () => {
    cluster = await TestCluster.start();
  });

  it('that is missing is waited for, without an event, and its artifact starts the work at once', async () => {
    await cluster.apply('app');
    expect(conditionsOf(await cluster.settled('app'))).toEqual([
      'Ready=False ArtifactFailed: GitRepository.source.toolkit.fluxcd.io "app" not found',
    ]);
    expect(cluster.events).toEqual([]);
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.ready('app', 'r1');
  });

  it('without an artifact is waited for', async () => {
    await cluster.applyObject({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { namespace: 'ns', name: 'app' },
      spec: { interval: '1h', url: 'http://x/y' },
    });
    await cluster.apply('app');
    expect(conditionsOf(await cluster.settled('app'))).toEqual([
      'Ready=False ArtifactFailed: Source artifact not found, retrying in 1m0s',
    ]);
  });

  it('whose artifact has gone is waited for', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    cluster.loseArtifact('r1');
    await cluster.apply('app');
    expect(conditionsOf(await cluster.settled('app'))).toEqual([
      'Reconciling=True ProgressingWithRetry: Fetching manifests for revision r1 with a timeout of 59m30s',
      'Ready=False ArtifactFailed: Source is not ready, artifact not found, retrying in 1m0s',
    ]);
  });

  it('in another namespace is used when that is named', async () => {
    await cluster.applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } });
    await cluster.source('r1', { 'a.yaml': configMap('a') }, { namespace: 'elsewhere' });
    await cluster.apply('app', { sourceRef: { kind: 'GitRepository', name: 'app', namespace: 'elsewhere' } });
    await cluster.ready('app', 'r1');
  });

  it('gives what is at the path, which never leads out of it', async () => {
    await cluster.source('r1', { 'apps/a.yaml': configMap('a'), 'b.yaml': configMap('b') });
    await cluster.apply('app', { path: '../../apps' });
    await cluster.ready('app', 'r1');
    expect([(await cluster.find(CONFIG_MAP, 'a')) === undefined, await cluster.find(CONFIG_MAP, 'b')]).toEqual([
      false,
      undefined,
    ]);
  });

  it('without the path is a failure that says which', async () => {
    await cluster.source('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app', { path: './apps/none' });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)[1]).toBe(
      'Ready=False ArtifactFailed: kustomization path not found: stat /tmp/kustomization-0/apps/none: no such file or directory',
    );
    expect(object.status?.diagnostics).toMatchObject([
      { code: 'path-not-found', hint: expect.stringContaining('./apps/none') },
    ]);
  });
});

describe('an external artifact', () => {
  it('is applied like any other source, and its new revision at once', async () => {
    cluster = await TestCluster.start({ featureGates: { ExternalArtifact: true } });
    const sourceRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'ExternalArtifact', name: 'app' } as const;
    await cluster.externalArtifact('r1', { 'a.yaml': configMap('a') });
    await cluster.apply('app', { sourceRef });
    await cluster.ready('app', 'r1');
    await cluster.externalArtifact('r2', { 'a.yaml': configMap('a', { x: '2' }) });
    await cluster.ready('app', 'r2');
    expect(await cluster.find(CONFIG_MAP, 'a')).toMatchObject({ data: { x: '2' } });
  });
});

describe('references', () => {
  it.each([
    [
      'to other namespaces may be blocked',
      { noCrossNamespaceRefs: true },
      { kind: 'GitRepository', name: 'app', namespace: 'elsewhere' },
      "can't access 'GitRepository/elsewhere/app', cross-namespace references have been blocked",
    ],
    [
      'to external artifacts need their gate',
      {},
      { kind: 'ExternalArtifact', name: 'app' },
      "can't access 'ExternalArtifact/ns/app', ExternalArtifact feature gate is disabled",
    ],
  ] as const)('%s', async (_name, options, sourceRef, message) => {
    cluster = await TestCluster.start(options);
    await cluster.apply('app', { sourceRef });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)).toEqual([
      `Stalled=True AccessDenied: ${message}`,
      `Ready=False AccessDenied: ${message}`,
    ]);
    expect(cluster.eventsOf('app')).toEqual([`error AccessDenied: ${message}`]);
  });
});
