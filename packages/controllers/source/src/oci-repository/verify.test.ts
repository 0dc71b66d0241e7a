import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { artifactOf } from '@gotk/flux-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushArtifact } from '../testing/push-artifact.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const IN_TOTO = 'application/vnd.in-toto+json';

let cluster: TestCluster;
let repositories: ObjectsOfKind;
const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const others = generateKeyPairSync('ed25519');

beforeAll(async () => {
  cluster = await startTestCluster();
  repositories = cluster.of(OCI_REPOSITORY);
  const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
  const secrets = { ours: pem(ours.publicKey), others: pem(others.publicKey), broken: 'no key' };
  for (const [name, key] of Object.entries(secrets)) {
    const stringData = { 'cosign.pub': key, 'README.txt': 'not a key' };
    await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, stringData });
  }
});
afterAll(() => cluster.close());

function push(repository: string, content = 'a'): string {
  return pushArtifact(cluster.registry, { repository, tags: ['v1'], layers: [{ files: { a: content } }] });
}

function putManifest(repository: string, manifest: object, tag?: string): string {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, ...manifest }));
  return cluster.registry.putManifest(repository, { mediaType: MANIFEST, bytes, ...(tag !== undefined && { tag }) });
}

/** As `cosign sign --key` of version 2 leaves it: a tag beside the artifact. */
function signByTag(repository: string, digest: string, { key = ours.privateKey, signed = digest } = {}): void {
  const payload = Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': `example.com/${repository}` },
        image: { 'docker-manifest-digest': signed },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', payload, key).toString('base64');
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    digest: cluster.registry.putBlob(repository, payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': signature },
  };
  putManifest(repository, { layers: [layer] }, `${digest.replace(':', '-')}.sig`);
}

/** As version 3 leaves it: a bundle that refers to the artifact, found by the tag that stands for a list. */
function signByBundle(repository: string, digest: string, subject = digest): void {
  const statement = { _type: 'https://in-toto.io/Statement/v1', subject: [{ digest: { sha256: subject.slice(7) } }] };
  const payload = Buffer.from(JSON.stringify(statement));
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]);
  const sig = sign('sha256', signed, ours.privateKey).toString('base64');
  const dsseEnvelope = { payload: payload.toString('base64'), payloadType: IN_TOTO, signatures: [{ sig }] };
  const bundle = Buffer.from(JSON.stringify({ mediaType: BUNDLE, dsseEnvelope }));
  const layer = { mediaType: BUNDLE, digest: cluster.registry.putBlob(repository, bundle), size: bundle.length };
  const referrer = putManifest(repository, { artifactType: BUNDLE, layers: [layer] });
  putManifest(repository, { manifests: [{ artifactType: BUNDLE, digest: referrer }] }, digest.replace(':', '-'));
}

function apply(name: string, secret: string): Promise<unknown> {
  const verify = { provider: 'cosign', secretRef: { name: secret } };
  const url = `oci://${cluster.registry.address}/org/${name}`;
  return repositories.apply(name, { interval: '1h', url, ref: { tag: 'v1' }, verify });
}

describe('an OCIRepository that asks for a signature', () => {
  it.each([
    ['tag', signByTag],
    ['bundle', signByBundle],
  ])('finds it by a %s', async (name, signIt) => {
    const digest = push(`org/${name}`);
    signIt(`org/${name}`, digest);
    await apply(name, 'ours');
    const object = await repositories.settled(name);
    expect(conditionsOf(object)).toContain(`SourceVerified True Succeeded verified signature of revision v1@${digest}`);
    expect(artifactOf(object)?.revision).toBe(`v1@${digest}`);
  });

  const missing = (name: string): string => {
    const found = `no matching signatures were found for '${cluster.registry.address}/org/${name}:v1'`;
    return `VerificationError failed to verify the signature using provider 'cosign': ${found}`;
  };
  it.each([
    ['unsigned', () => undefined],
    ['by-others', (repository: string, digest: string) => signByTag(repository, digest, { key: others.privateKey })],
    ['for-another', (repository: string, digest: string) => signByTag(repository, digest, { signed: hashOf('x') })],
    ['bundle-for-another', (repository: string, digest: string) => signByBundle(repository, digest, hashOf('x'))],
  ])('is not ready when it is %s, and stores nothing', async (name, signIt) => {
    signIt(`org/${name}`, push(`org/${name}`));
    await apply(name, 'ours');
    const object = await repositories.settled(name);
    expect(conditionsOf(object)).toContain(`SourceVerified False ${missing(name)}`);
    expect(conditionsOf(object)).toContain(`Ready False ${missing(name)}`);
    expect(artifactOf(object)).toBeUndefined();
  });

  it('keeps what is verified when what comes next is not', async () => {
    const digest = push('org/next');
    signByTag('org/next', digest);
    await apply('next', 'ours');
    await repositories.settled('next');
    push('org/next', 'other');
    await repositories.request('next', 'again');
    const object = await repositories.settled('next', 'again');
    expect(conditionsOf(object)).toContain(`Ready False ${missing('next')}`);
    expect(artifactOf(object)?.revision).toBe(`v1@${digest}`);
  });

  it('takes other kinds of keys', async () => {
    signByTag('org/edwards', push('org/edwards'), { key: others.privateKey });
    await apply('edwards', 'others');
    expect(conditionsOf(await repositories.settled('edwards')).join()).toContain('SourceVerified True');
  });

  it.each([
    ['broken', 'PEM decoding failed'],
    ['nothing', 'secrets "nothing" not found'],
  ])('says what is wrong with the Secret %s', async (secret, problem) => {
    push(`org/${secret}`);
    await apply(secret, secret);
    const told = `VerificationError failed to verify the signature using provider 'cosign': ${problem}`;
    expect(conditionsOf(await repositories.settled(secret))).toContain(`SourceVerified False ${told}`);
  });
});

function hashOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
