import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { unpackArchive } from '@gotk/archive';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { serveOciRegistry } from '@gotk/oci';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { archiveOf, pushArtifact } from '../testing/push-artifact.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';

const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

describe('an OCIRepository', () => {
  let cluster: TestCluster;
  let repositories: ObjectsOfKind;
  beforeAll(async () => {
    cluster = await startTestCluster();
    repositories = cluster.of(OCI_REPOSITORY);
  });
  afterAll(() => cluster.close());
  beforeEach(() => cluster.events.splice(0));

  const spec = (repository: string, rest: object = {}) => ({
    interval: '1h',
    url: `oci://${cluster.registry.address}/${repository}`,
    ...rest,
  });
  const told = (): readonly string[] =>
    cluster.events.map(({ severity, reason, message }) => `${severity} ${reason} ${message}`);
  const namesIn = async (object: KubeObject): Promise<unknown> => {
    const artifact = artifactOf(object);
    if (artifact === undefined) throw new Error('there is no artifact');
    return (await cluster.store.open(artifact, AbortSignal.timeout(5000))).entry('');
  };
  const push = (repository: string, tags: readonly string[], files: Readonly<Record<string, string>>) =>
    pushArtifact(cluster.registry, { repository, tags, layers: [{ files }] });

  test('follows its tag and tells where an artifact comes from', async () => {
    const annotations = {
      'org.opencontainers.image.source': 'https://example.com/app',
      'org.opencontainers.image.revision': 'main@sha1:abc',
    };
    const layers = [{ files: { 'a.yaml': 'a' } }];
    const first = pushArtifact(cluster.registry, { repository: 'org/app', tags: ['latest'], layers, annotations });
    await repositories.apply('app', spec('org/app'));
    const stored = await repositories.settled('app');
    expect(conditionsOf(stored)).toEqual([
      `Ready True Succeeded stored artifact for digest 'latest@${first}'`,
      `ArtifactInStorage True Succeeded stored artifact for digest 'latest@${first}'`,
    ]);
    expect(fieldOf(stored, 'status')).toMatchObject({
      observedGeneration: 1,
      url: 'http://source-controller/ocirepository/test/app/latest.tar.gz',
      artifact: {
        path: `ocirepository/test/app/${first}.tar.gz`,
        revision: `latest@${first}`,
        metadata: annotations,
      },
    });
    const folder = join(cluster.folder, 'data/ocirepository/test/app');
    expect(readlinkSync(join(folder, 'latest.tar.gz'))).toBe(join(folder, `${first}.tar.gz`));
    const second = push('org/app', ['latest'], { 'b.yaml': 'b' });
    await repositories.request('app', 'moved');
    const moved = await repositories.settled('app', 'moved');
    expect(fieldOf(moved, 'status', 'artifact', 'revision')).toBe(`latest@${second}`);
    await repositories.request('app', 'same');
    await repositories.settled('app', 'same');
    const { url } = spec('org/app');
    expect(told()).toEqual([
      `info NewArtifact stored artifact with revision 'latest@${first}' from '${url}', origin source 'https://example.com/app', origin revision 'main@sha1:abc'`,
      `info NewArtifact stored artifact with revision 'latest@${second}' from '${url}'`,
      `trace ArtifactUpToDate artifact up-to-date with remote revision: 'latest@${second}'`,
    ]);
    await cluster.client.delete({ ...OCI_REPOSITORY, namespace: 'test', name: 'app' });
    await repositories.gone('app');
  });

  test.each([
    { name: 'a range', ref: { semver: '1.x' }, revision: '1.1.0' },
    { name: 'a range that names prereleases', ref: { semver: '>=1.0.0-0' }, revision: '2.0.0-rc.1' },
    { name: 'a filter', ref: { semver: '>=1.0.0-0', semverFilter: '.*-alpine$' }, revision: '1.2.0-alpine' },
    { name: 'a range before a tag', ref: { semver: '1.0.x', tag: '1.1.0' }, revision: '1.0.0' },
    { name: 'a tag', ref: { tag: 'nightly' }, revision: 'nightly' },
  ])('chooses by $name', async ({ ref, revision }) => {
    const tags = ['1.0.0', '1.1.0', '1', '2.0.0-rc.1', '1.2.0-alpine', 'nightly', 'v01.5.0'];
    const digest = push('org/tags', tags, { a: 'a' });
    await repositories.apply('tags', spec('org/tags', { ref }));
    const object = await repositories.settled('tags');
    expect(fieldOf(object, 'status', 'artifact', 'revision')).toBe(`${revision}@${digest}`);
    await repositories.apply('tags', spec('org/tags', { ref: { ...ref, digest } }));
    expect(fieldOf(await repositories.settled('tags'), 'status', 'artifact', 'revision')).toBe(digest);
  });

  test('takes the tag of a chart for a version with metadata', async () => {
    const layers = [{ mediaType: CHART, files: { 'c/Chart.yaml': 'x' } }];
    const digest = pushArtifact(cluster.registry, {
      repository: 'org/chart',
      tags: ['1.0.0_build.1', '0.9.0'],
      layers,
    });
    const layerSelector = { mediaType: CHART, operation: 'copy' };
    await repositories.apply('chart', spec('org/chart', { ref: { semver: '*' }, layerSelector }));
    const object = await repositories.settled('chart');
    expect(fieldOf(object, 'status', 'artifact', 'revision')).toBe(`1.0.0_build.1@${digest}`);
  });

  test('takes the layer asked for, unpacked or as it is', async () => {
    const chart = archiveOf({ 'c/Chart.yaml': 'name: c' });
    const layers = [
      { files: { first: '1' } },
      { mediaType: CHART, bytes: chart },
      { mediaType: 'text/plain', bytes: Buffer.from('x') },
    ];
    const digest = pushArtifact(cluster.registry, { repository: 'org/layers', tags: ['latest'], layers });
    await repositories.apply('layers', spec('org/layers'));
    expect(await namesIn(await repositories.settled('layers'))).toEqual({ kind: 'directory', names: ['first'] });
    await repositories.apply('layers', spec('org/layers', { layerSelector: { mediaType: CHART } }));
    expect(await namesIn(await repositories.settled('layers'))).toEqual({ kind: 'directory', names: ['c'] });
    const layerSelector = { mediaType: CHART, operation: 'copy' };
    await repositories.apply('layers', spec('org/layers', { layerSelector }));
    const copied = await repositories.settled('layers');
    const artifact = artifactOf(copied);
    if (artifact === undefined) throw new Error('there is no artifact');
    expect(Buffer.from(await cluster.store.read(artifact, AbortSignal.timeout(5000))).equals(chart)).toBe(true);
    expect(fieldOf(copied, 'status', 'observedLayerSelector')).toEqual(layerSelector);
    expect(artifact.revision).toBe(`latest@${digest}`);
    await expect(unpackArchive(chart)).resolves.toBeDefined();
    await repositories.apply('layers', spec('org/layers', { layerSelector: { mediaType: 'application/none' } }));
    expect(conditionsOf(await repositories.settled('layers'))).toContain(
      "Ready False OCIArtifactLayerOperationFailed failed to find layer with media type 'application/none' in artifact",
    );
    await repositories.apply('layers', spec('org/layers', { layerSelector: { mediaType: 'text/plain' } }));
    expect(conditionsOf(await repositories.settled('layers'))).toContain(
      'Ready False OCIArtifactLayerOperationFailed failed to extract layer contents from artifact: requires gzip-compressed body: unexpected EOF',
    );
  });

  test('leaves out what is to be ignored', async () => {
    push('org/ignoring', ['latest'], { 'a.yaml': 'a', 'docs/x.md': 'x', 'pic.png': 'p' });
    await repositories.apply('ignoring', spec('org/ignoring'));
    expect(await namesIn(await repositories.settled('ignoring'))).toEqual({
      kind: 'directory',
      names: ['a.yaml', 'docs'],
    });
    await repositories.apply('ignoring', spec('org/ignoring', { ignore: 'docs/\n' }));
    const object = await repositories.settled('ignoring');
    expect(await namesIn(object)).toEqual({ kind: 'directory', names: ['a.yaml', 'pic.png'] });
    expect(fieldOf(object, 'status', 'observedIgnore')).toBe('docs/\n');
  });

  test('gets in with image pull secrets, its own or those of a service account', async () => {
    const registry = await serveOciRegistry({ basicAuth: { username: 'user', password: 'pass' } });
    pushArtifact(registry, { repository: 'org/private', tags: ['latest'], layers: [{ files: { a: 'a' } }] });
    const url = `oci://${registry.address}/org/private`;
    const auths = { [registry.address]: { username: 'user', password: 'pass' } };
    const stringData = { '.dockerconfigjson': JSON.stringify({ auths }) };
    const metadata = { namespace: 'test', name: 'pull' };
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'kubernetes.io/dockerconfigjson',
      stringData,
    });
    const imagePullSecrets = [{ name: 'pull' }];
    await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, imagePullSecrets });
    await repositories.apply('private', { interval: '1h', url });
    expect(conditionsOf(await repositories.settled('private')).join('\n')).toContain(
      'Ready False OCIArtifactPullFailed failed to determine artifact digest: GET http://',
    );
    await repositories.apply('private', { interval: '1h', url, secretRef: { name: 'pull' } });
    expect(conditionsOf(await repositories.settled('private'))[0]).toMatch(/^Ready True/);
    await repositories.apply('by-account', { interval: '1h', url, serviceAccountName: 'pull' });
    expect(conditionsOf(await repositories.settled('by-account'))[0]).toMatch(/^Ready True/);
    await registry.close();
  });
});
