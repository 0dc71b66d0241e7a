import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FileServer, serveFiles } from '../testing/serve-files.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { HELM_REPOSITORY } from './helm-repository-kind.js';
import { humanSize } from './human-size.js';

const index = (version: string): string =>
  `apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: ${version}\ngenerated: "2024-01-01T00:00:00Z"\n`;

describe('a HelmRepository', () => {
  let cluster: TestCluster;
  let repositories: ObjectsOfKind;
  let web: FileServer;
  beforeAll(async () => {
    cluster = await startTestCluster();
    repositories = cluster.of(HELM_REPOSITORY);
    web = await serveFiles();
    const metadata = { namespace: 'test', name: 'keys' };
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      stringData: { username: 'user', password: 'pass' },
    });
  });
  afterAll(async () => {
    await cluster.close();
    await web.close();
  });
  beforeEach(() => cluster.events.splice(0));

  test('stores the index that is served', async () => {
    web.files.set('/charts/index.yaml', index('1.0.0'));
    await repositories.apply('repo', { url: `${web.url}/charts/` });
    const stored = await repositories.settled('repo');
    const revision = String(fieldOf(stored, 'status', 'artifact', 'revision'));
    expect(conditionsOf(stored)).toEqual([
      `Ready True Succeeded stored artifact: revision '${revision}'`,
      `ArtifactInStorage True Succeeded stored artifact: revision '${revision}'`,
    ]);
    expect(fieldOf(stored, 'status', 'url')).toBe('http://source-controller/helmrepository/test/repo/index.yaml');
    const file = join(cluster.folder, 'data/helmrepository/test/repo/index.yaml');
    expect(JSON.parse(readFileSync(file, 'utf8')).entries.web[0].version).toBe('1.0.0');
    await repositories.request('repo', 'same');
    await repositories.settled('repo', 'same');
    web.files.set('/charts/index.yaml', index('1.1.0'));
    await repositories.request('repo', 'changed');
    const changed = await repositories.settled('repo', 'changed');
    expect(fieldOf(changed, 'status', 'artifact', 'revision')).not.toBe(revision);
    expect(cluster.events.map(({ reason, message }) => `${reason} ${message}`)).toEqual([
      `NewArtifact stored fetched index of size ${fieldOf(stored, 'status', 'artifact', 'size')}B from '${web.url}/charts/'`,
      `ArtifactUpToDate artifact up-to-date with remote revision: '${revision}'`,
      `NewArtifact stored fetched index of size ${fieldOf(stored, 'status', 'artifact', 'size')}B from '${web.url}/charts/'`,
    ]);
  });

  test('sends its credentials', async () => {
    web.files.set('/private/index.yaml', index('1.0.0'));
    await repositories.apply('private', { url: `${web.url}/private`, secretRef: { name: 'keys' } });
    expect(conditionsOf(await repositories.settled('private'))[0]).toMatch(/^Ready True/);
    await repositories.apply('private', { url: `${web.url}/private` });
    expect(conditionsOf(await repositories.settled('private'))).toContain(
      `Ready False Failed failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch ${web.url}/private/index.yaml : 401 Unauthorized`,
    );
  });

  test.each([
    {
      name: 'no index',
      spec: { url: '/none' },
      ready:
        'Failed failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch <WEB>/none/index.yaml : 404 Not Found',
    },
    {
      name: 'a broken index',
      spec: { url: '/broken' },
      ready:
        "IndexationFailed failed to load Helm repository from index YAML: failed to load index: error converting YAML to JSON: yaml: line 1: did not find expected ',' or '}'",
    },
    {
      name: 'no Secret',
      spec: { url: '/charts', secretRef: { name: 'none' } },
      ready: `AuthenticationFailed failed to get authentication secret 'test/none': secrets "none" not found`,
    },
    {
      name: 'a Secret without certificates',
      spec: { url: '/charts', certSecretRef: { name: 'keys' } },
      ready:
        "AuthenticationFailed failed to construct Helm client's TLS config: secret 'test/keys' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'",
    },
  ])('with $name tells why', async ({ name, spec, ready }) => {
    web.files.set('/broken/index.yaml', '{{{ nope');
    const object = name.replaceAll(' ', '-').toLowerCase();
    await repositories.apply(object, { ...spec, url: web.url + spec.url });
    const conditions = conditionsOf(await repositories.settled(object)).map((text) =>
      text.replaceAll(web.url, '<WEB>'),
    );
    expect(conditions).toContain(`Ready False ${ready}`);
    expect(conditions).toContain(`FetchFailed True ${ready}`);
  });

  test('of a registry is left alone, and what it was before goes', async () => {
    const url = 'oci://registry.example.com/charts';
    await repositories.apply('static', { type: 'oci', url });
    const isBare = (object: object): boolean => Object.keys(fieldOf(object, 'status') ?? {}).length === 0;
    const bare = await repositories.until('static', isBare);
    expect(bare.metadata.finalizers).toBeUndefined();
    web.files.set('/charts/index.yaml', index('1.0.0'));
    await repositories.apply('migrated', { url: `${web.url}/charts` });
    await repositories.settled('migrated');
    await repositories.apply('migrated', { type: 'oci', url });
    const migrated = await repositories.until('migrated', isBare);
    expect(migrated.metadata.finalizers).toBeUndefined();
    await repositories.apply('stalled', { url });
    expect(conditionsOf(await repositories.settled('stalled'))).toContain(
      "Stalled True URLInvalid invalid Helm repository URL: 'oci' URL scheme cannot be used with 'default' HelmRepository type",
    );
  });
});

test.each([
  { bytes: 0, size: '0B' },
  { bytes: 999, size: '999B' },
  { bytes: 1394, size: '1.394kB' },
  { bytes: 12_345_678, size: '12.35MB' },
])('$bytes bytes are $size', ({ bytes, size }) => {
  expect(humanSize(bytes)).toBe(size);
});
