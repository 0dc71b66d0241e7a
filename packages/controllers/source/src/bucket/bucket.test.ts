import { createHash } from 'node:crypto';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BucketServer, serveBucket } from '../testing/serve-bucket.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { BUCKET } from './bucket-kind.js';

let cluster: TestCluster;
let storage: BucketServer;
let buckets: ObjectsOfKind;
beforeAll(async () => {
  cluster = await startTestCluster({ env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' } });
  storage = await serveBucket();
  buckets = cluster.of(BUCKET);
  await secret('keys', { accesskey: 'key', secretkey: 'secret' });
  await secret('wrong', { accesskey: 'nobody', secretkey: 'secret' });
  await secret('other', { username: 'x' });
});
afterAll(async () => {
  await storage.close();
  await cluster.close();
});

async function secret(name: string, stringData: Readonly<Record<string, string>>): Promise<void> {
  await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, stringData });
}

function apply(name: string, rest: object = {}): Promise<KubeObject> {
  const keys = { secretRef: { name: 'keys' } };
  const place = { endpoint: storage.endpoint, bucketName: 'files', insecure: true, region: 'us-east-1' };
  return buckets.apply(name, JSON.parse(JSON.stringify({ interval: '1h', ...place, ...keys, ...rest })));
}

function offer(objects: Readonly<Record<string, string>>): void {
  storage.objects.clear();
  for (const [key, content] of Object.entries(objects)) storage.objects.set(key, content);
}

function revisionOf(objects: Readonly<Record<string, string>>): string {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const lines = Object.keys(objects)
    .sort()
    .map((key) => `${key} ${md5(objects[key] ?? '')}\n`);
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}

async function filesOf(object: KubeObject): Promise<readonly string[]> {
  const artifact = artifactOf(object);
  if (artifact === undefined) return [];
  const tree = await cluster.store.open(artifact, AbortSignal.timeout(5000));
  const visit = (path: string): readonly string[] => {
    const entry = tree.entry(path);
    if (entry?.kind !== 'directory') return [path];
    return entry.names.flatMap((name) => visit(path === '' ? name : `${path}/${name}`));
  };
  return visit('');
}

describe('a Bucket', () => {
  it('becomes an artifact of all objects, with a revision over keys and etags', async () => {
    const objects = { 'a b/c+d.yaml': '1', 'apps/x.yaml': '2', 'z.yaml': '3' };
    offer({ ...objects, 'folder/': '' });
    await apply('all');
    const object = await buckets.settled('all');
    const revision = revisionOf(objects);
    expect(conditionsOf(object)).toEqual([
      `Ready True Succeeded stored artifact: revision '${revision}'`,
      `ArtifactInStorage True Succeeded stored artifact: revision '${revision}'`,
    ]);
    expect(artifactOf(object)).toMatchObject({ revision, path: `bucket/test/all/${revision.slice(7)}.tar.gz` });
    expect(fieldOf(object, 'status', 'url')).toBe('http://source-controller/bucket/test/all/latest.tar.gz');
    expect(await filesOf(object)).toEqual(Object.keys(objects));
    expect(cluster.events.map(({ message }) => message)).toContain(
      "stored artifact with 3 fetched files from 'files' bucket",
    );
  });

  it('fetches nothing while nothing has changed, and everything when something has', async () => {
    offer({ a: '1', b: '2' });
    await apply('change');
    const before = await buckets.settled('change');
    storage.requests.length = 0;
    await buckets.request('change', 'one');
    await buckets.settled('change', 'one');
    expect(storage.requests.filter((line) => /GET \/files\/[ab]/.test(line))).toEqual([]);
    storage.objects.set('b', 'changed');
    await buckets.request('change', 'two');
    const after = await buckets.settled('change', 'two');
    expect(artifactOf(after)?.revision).toBe(revisionOf({ a: '1', b: 'changed' }));
    expect(artifactOf(after)?.revision).not.toBe(artifactOf(before)?.revision);
  });

  it('leaves out what its own and the object’s rules ignore, and what is not below the prefix', async () => {
    offer({ '.sourceignore': '*.md\n', 'p/a.yaml': '1', 'p/README.md': '', 'p/secret.txt': '', 'q/b.yaml': '' });
    await apply('ignore', { prefix: 'p/', ignore: '*.txt\n' });
    const object = await buckets.settled('ignore');
    expect(await filesOf(object)).toEqual(['.sourceignore', 'p/a.yaml']);
    expect(fieldOf(object, 'status', 'observedIgnore')).toBe('*.txt\n');
  });

  it('takes keys for what they are', async () => {
    offer({ ['__proto__']: '1', 'a//b': '2' });
    await apply('odd');
    expect(await filesOf(await buckets.settled('odd'))).toEqual(['__proto__', 'a/b']);
  });

  it('asks for no key that leads to another place', async () => {
    offer({ 'a/../../other/b': '1' });
    await apply('evil');
    const refused = "failed to get 'a/../../other/b' object: the key leads out of the bucket";
    const told = `BucketOperationFailed fetch from bucket 'files' failed: ${refused}`;
    expect(conditionsOf(await buckets.settled('evil'))).toContain(`Ready False ${told}`);
  });

  it.each([
    ['bucket', { bucketName: 'none' }, "BucketOperationFailed bucket 'none' not found"],
    [
      'keys',
      { secretRef: { name: 'wrong' } },
      "BucketOperationFailed failed to confirm existence of 'files' bucket: Access Denied.",
    ],
    [
      'none',
      { secretRef: { name: 'nothing' } },
      `AuthenticationFailed failed to get secret 'test/nothing': secrets "nothing" not found`,
    ],
    [
      'fields',
      { secretRef: { name: 'other' } },
      "AuthenticationFailed invalid 'other' secret data: required fields 'accesskey' and 'secretkey'",
    ],
    [
      'server',
      { endpoint: '127.0.0.1:1' },
      `BucketOperationFailed failed to confirm existence of 'files' bucket: Head "http://127.0.0.1:1/files/": dial tcp 127.0.0.1:1: connect: connection refused`,
    ],
    [
      'tls',
      { certSecretRef: { name: 'other' } },
      "AuthenticationFailed failed to get TLS config: secret 'test/other' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'",
    ],
    ['gcp', { provider: 'gcp' }, "AuthenticationFailed invalid 'keys' secret data: required fields 'serviceaccount'"],
  ])('fails without its %s', async (name, rest, ready) => {
    await apply(`fail-${name}`, rest);
    expect(conditionsOf(await buckets.settled(`fail-${name}`))).toContain(`Ready False ${ready}`);
  });

  it('of AWS is read with the identity that this process has there', async () => {
    offer({ a: '1' });
    const place = { endpoint: storage.endpoint, bucketName: 'files', insecure: true, region: 'us-east-1' };
    await buckets.apply('aws', { interval: '1h', ...place, provider: 'aws' });
    expect(await filesOf(await buckets.settled('aws'))).toEqual(['a']);
  });

  it('takes its artifacts along when it goes', async () => {
    offer({ a: '1' });
    await apply('gone');
    const artifact = artifactOf(await buckets.settled('gone'));
    await cluster.client.delete({ ...BUCKET, namespace: 'test', name: 'gone' });
    await buckets.gone('gone');
    expect(artifact && (await cluster.store.check(artifact))).toEqual({ kind: 'missing' });
  });
});
