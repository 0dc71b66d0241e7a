import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { artifactOf } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushArtifact } from '../testing/push-artifact.js';
import { signArtifact } from '../testing/sign-artifact.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const IN_TOTO = 'application/vnd.in-toto+json';

/** Of an authority that has signed nothing here. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIICGDCCAZ+gAwIBAgIBATAKBggqhkjOPQQDAzBTMQswCQYDVQQGEwJVUzELMAkG
A1UECBMCV0ExEDAOBgNVBAcTB1NlYXR0bGUxFjAUBgNVBAoTDUV4YW1wbGUsIElu
Yy4xDTALBgNVBAMTBHJvb3QwIBcNMjUwMTAxMDAwMDAwWhgPMjIwMDAxMDEwMDAw
MDBaMFMxCzAJBgNVBAYTAlVTMQswCQYDVQQIEwJXQTEQMA4GA1UEBxMHU2VhdHRs
ZTEWMBQGA1UEChMNRXhhbXBsZSwgSW5jLjENMAsGA1UEAxMEcm9vdDB2MBAGByqG
SM49AgEGBSuBBAAiA2IABMZYwOvLWsSeHn/qMP7FDRA3asjmh9SI61bIF/0cI+MM
/p9lVrtLKSTLYGonfKkaVAaJ7ZvcGkW2hxnrmbjIu5Y7mMgRjVL53EZ9Uvza2RfD
6Nr84QUbRdG+Fb16q3Da96NFMEMwDgYDVR0PAQH/BAQDAgIEMBIGA1UdEwEB/wQI
MAYBAf8CAQEwHQYDVR0OBBYEFJ/R8EZEQwIC2rMGIpy3suIjlD8GMAoGCCqGSM49
BAMDA2cAMGQCMA/TorlO5hcFifEiqRJ4iP21G2yT4nZT31CTg3SLPiAtoqeVWTIW
bxiQuOel9Cq6PQIweFxBdhqV9MMjgvL8MLOvkUoazV3XxAnJeJsqhQDCZK+8GQFX
WxuynRwVDWY7birG
-----END CERTIFICATE-----`;

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
  for (const [name, level] of Object.entries({ policy: 'strict', strict: 'strict', skip: 'skip' })) {
    const stringData = { 'trustpolicy.json': policyOf(level), ...(name !== 'policy' && { 'ca.crt': CERTIFICATE }) };
    await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, stringData });
  }
});
afterAll(() => cluster.close());

function policyOf(level: string): string {
  const trust = { trustStores: ['ca:flux'], trustedIdentities: ['*'] };
  const statement = { name: 'all', registryScopes: ['*'], signatureVerification: { level }, ...trust };
  return JSON.stringify({ version: '1.0', trustPolicies: [statement] });
}

function push(repository: string, content = 'a'): string {
  return pushArtifact(cluster.registry, { repository, tags: ['v1'], layers: [{ files: { a: content } }] });
}

/** As `cosign sign --key` of version 2 leaves it. */
function signByTag(repository: string, digest: string, { key = ours.privateKey, signed = digest } = {}): void {
  signArtifact(cluster.registry, { repository, digest, key, signed });
}

function putManifest(repository: string, manifest: object, tag?: string): string {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, ...manifest }));
  return cluster.registry.putManifest(repository, { mediaType: MANIFEST, bytes, ...(tag !== undefined && { tag }) });
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

function apply(
  name: string,
  secret: string,
  verify: JsonObject = { provider: 'cosign', secretRef: { name: secret } },
): Promise<unknown> {
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

  const missing = (name: string, digest: string): string => {
    const found = `no matching signatures were found for '${cluster.registry.address}/org/${name}@${digest}'`;
    return `VerificationError failed to verify the signature using provider 'cosign': ${found}`;
  };
  it.each([
    ['unsigned', () => undefined],
    ['by-others', (repository: string, digest: string) => signByTag(repository, digest, { key: others.privateKey })],
    ['for-another', (repository: string, digest: string) => signByTag(repository, digest, { signed: hashOf('x') })],
    ['bundle-for-another', (repository: string, digest: string) => signByBundle(repository, digest, hashOf('x'))],
  ])('is not ready when it is %s, and stores nothing', async (name, signIt) => {
    const digest = push(`org/${name}`);
    signIt(`org/${name}`, digest);
    await apply(name, 'ours');
    const object = await repositories.settled(name);
    expect(conditionsOf(object)).toContain(`SourceVerified False ${missing(name, digest)}`);
    expect(conditionsOf(object)).toContain(`Ready False ${missing(name, digest)}`);
    expect(artifactOf(object)).toBeUndefined();
  });

  it('keeps what is verified when what comes next is not', async () => {
    const digest = push('org/next');
    signByTag('org/next', digest);
    await apply('next', 'ours');
    await repositories.settled('next');
    const other = push('org/next', 'other');
    await repositories.request('next', 'again');
    const object = await repositories.settled('next', 'again');
    expect(conditionsOf(object)).toContain(`Ready False ${missing('next', other)}`);
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

  const secretRef = { name: 'ours' };
  it.each([
    ['keyless', { provider: 'cosign', trustedRootSecretRef: secretRef }, "'trusted_root.json' not found in secret"],
    ['no-root', { provider: 'cosign' }, 'unable to initialize trusted root: nobody is to be trusted here'],
    ['no-policy', { provider: 'notation', secretRef }, "'trustpolicy.json' not found in secret 'test/ours'"],
    ['no-secret', { provider: 'notation' }, 'verification secret cannot be empty: '],
    [
      'no-certs',
      { provider: 'notation', secretRef: { name: 'policy' } },
      "no certificates found in secret 'test/policy'",
    ],
    ['no-notation', { provider: 'notation', secretRef: { name: 'strict' } }, 'no signature is associated with '],
  ])('tells what it lacks for %s', async (name, verify, problem) => {
    push(`org/${name}`);
    await apply(name, '', verify);
    const provider = verify.provider === 'cosign' ? 'cosign keyless' : 'notation';
    const told = `SourceVerified False VerificationError failed to verify the signature using provider '${provider}': `;
    const conditions = conditionsOf(await repositories.settled(name));
    const condition = conditions.find((text) => text.startsWith(told));
    expect(condition, conditions.join('\n')).toContain(problem);
  });

  it('takes what a policy says need not be signed, without saying that it was', async () => {
    push('org/skipped');
    await apply('skipped', '', { provider: 'notation', secretRef: { name: 'skip' } });
    const object = await repositories.settled('skipped');
    expect(conditionsOf(object).join()).not.toContain('SourceVerified');
    expect(artifactOf(object)).toBeDefined();
  });
});

function hashOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
