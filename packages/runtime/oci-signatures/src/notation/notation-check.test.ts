import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recorded, type RecordedRegistry, readRecorded, serveRecorded } from '../testing/serve-recorded.js';
import { judgeSignature } from './judge-signature.js';
import { notationCheck } from './notation-check.js';
import { parseTrustPolicy } from './trust-policy.js';

const recorded = readRecorded<Recorded & { readonly certificates: Readonly<Record<string, string>> }>('notation.json');
const { signal } = new AbortController();
const SIGNED_MS = Date.UTC(2026, 10, 22);
const LATER_MS = Date.UTC(2030, 0, 1);
let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await serveRecorded(recorded);
});
afterAll(() => registry.close());

function policy(statement: object = {}): string {
  const trusting = {
    name: 'test',
    registryScopes: ['*'],
    signatureVerification: { level: 'strict' },
    trustStores: ['ca:flux'],
    trustedIdentities: ['*'],
    ...statement,
  };
  return JSON.stringify({ version: '1.0', trustPolicies: [trusting] });
}

interface Asked {
  readonly statement?: object;
  readonly certificates?: readonly string[];
  readonly nowMs?: number;
}

async function check(repository: string, asked: Asked = {}): Promise<string> {
  const { statement, certificates = Object.values(recorded.certificates), nowMs = SIGNED_MS } = asked;
  const bytes = certificates.map((pem) => Buffer.from(pem));
  const options = { trustPolicy: policy(statement), certificates: bytes, nowMs: () => nowMs };
  return notationCheck(options)(registry.signed(repository), signal);
}

const IDENTITY = 'x509.subject: C=US, ST=WA, O=Example\\, Inc.';
const level = (name: string, override?: object) => ({ signatureVerification: { level: name, override } });

describe('a signature made by notation', () => {
  it.each(['jws-rsa', 'jws-ec', 'cose-rsa', 'cose-ec'])('counts in the form %s', async (repository) => {
    expect(await check(repository)).toBe('verified');
    expect(await check(repository, { statement: { trustedIdentities: [IDENTITY] } })).toBe('verified');
  });

  it('counts when it is trusted by a certificate in DER', async () => {
    const der = Buffer.from((recorded.certificates['rsa'] ?? '').replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    const verify = notationCheck({ trustPolicy: policy(), certificates: [der], nowMs: () => SIGNED_MS });
    expect(await verify(registry.signed('jws-rsa'), signal)).toBe('verified');
  });

  const stranger = [recorded.certificates['ec'] ?? ''];
  it.each<[string, string, Asked, string]>([
    ['a stranger', 'jws-rsa', { certificates: stranger }, 'does not contain any trusted certificate'],
    [
      'a store of another kind',
      'jws-rsa',
      { statement: { trustStores: ['signingAuthority:flux'] } },
      'no trusted certificates are found',
    ],
    [
      'another identity',
      'cose-rsa',
      { statement: { trustedIdentities: ['x509.subject: C=DE, ST=BE, O=Other'] } },
      'does not match the X.509 trusted identities',
    ],
    ['another artifact', 'jws-for-another', {}, 'content descriptor mismatch'],
    ['an expired signature', 'jws-short', { nowMs: LATER_MS }, 'digital signature has expired on'],
    ['an expired signature in COSE', 'cose-short', { nowMs: LATER_MS }, 'digital signature has expired on'],
    ['an expired certificate', 'short-certificate', { nowMs: LATER_MS }, 'verification time is after certificate'],
    [
      'a time stamp',
      'jws-rsa',
      { statement: { trustStores: ['ca:flux', 'tsa:flux'] } },
      'trust stores of the type "tsa" are not supported yet',
    ],
  ])('does not count for %s', async (_name, repository, asked, problem) => {
    await expect(check(repository, asked)).rejects.toThrow(problem);
    await expect(check(repository, asked)).rejects.toThrow('failed to verify signature with digest sha256:');
  });

  it.each<[string, string, Asked, string]>([
    ['an expired signature', 'jws-short', { nowMs: LATER_MS, statement: level('permissive') }, 'verified'],
    [
      'an expiry that is overridden',
      'jws-short',
      { nowMs: LATER_MS, statement: level('strict', { expiry: 'log' }) },
      'verified',
    ],
    ['a stranger who is only noted', 'jws-rsa', { certificates: stranger, statement: level('audit') }, 'ignored'],
    ['nothing to be verified', 'jws-rsa', { statement: level('skip') }, 'ignored'],
  ])('may pass by the level of the policy: %s', async (_name, repository, asked, result) => {
    expect(await check(repository, asked)).toBe(result);
  });

  it('is missing where nobody has signed', async () => {
    const { blobs = [], manifests = [] } = recorded.repositories['jws-rsa'] ?? {};
    const [first] = manifests;
    const unsigned = await serveRecorded({ repositories: { app: { blobs, manifests: first ? [first] : [] } } });
    try {
      const options = { trustPolicy: policy(), certificates: [], nowMs: () => SIGNED_MS };
      const verify = notationCheck(options)(unsigned.signed('app'), signal);
      await expect(verify).rejects.toThrow('make sure the artifact was signed successfully');
    } finally {
      await unsigned.close();
    }
  });

  it('counts by the statement for its repository', async () => {
    const { name } = registry.signed('jws-rsa');
    const scope = `${name.registry}/${name.repository}`;
    expect(await check('jws-rsa', { statement: { registryScopes: [scope] } })).toBe('verified');
    const other = check('jws-rsa', { statement: { registryScopes: ['example.com/other'] } });
    await expect(other).rejects.toThrow('has no applicable trust policy statement');
  });

  it('does not count when it was changed', async () => {
    const { blobs = [], manifests = [] } = recorded.repositories['jws-rsa'] ?? {};
    const envelopes = blobs.map((blob) => Buffer.from(blob, 'base64')).filter((blob) => blob.includes('x5c'));
    const [envelope = ''] = envelopes.map((blob) => blob.toString('utf8'));
    const { payload, ...rest } = JSON.parse(envelope) as Readonly<Record<string, unknown>>;
    const changed = Buffer.from(JSON.stringify({ ...rest, payload: `${String(payload).slice(0, -4)}AAAA` }));
    const [statement] = parseTrustPolicy(policy());
    if (statement === undefined || manifests.length === 0) throw new Error('nothing to judge');
    const artifact = { mediaType: '', digest: '', sizeBytes: 0 };
    const options = { mediaType: 'application/jose+json', artifact, statement, trusted: [], nowMs: 0 };
    const problem = expect.stringContaining('signature is invalid') as string;
    expect(judgeSignature({ ...options, envelope: changed })).toEqual({ kind: 'refused', problem });
  });
});

describe('a trust policy', () => {
  const named = 'trust policy: trust policy statement "test"';
  it.each([
    ['{', 'error occurred while parsing trustpolicy.json: '],
    ['{}', 'trust policy document has empty version, version must be specified'],
    ['{"version":"2.0"}', 'trust policy document uses unsupported version "2.0"'],
    ['{"version":"1.0"}', 'trust policy document can not have zero trust policy statements'],
    [policy({ name: '' }), 'a trust policy statement is missing a name'],
    [policy(level('none')), `${named} has invalid signatureVerification: invalid signature verification level "none"`],
    [policy(level('strict', { integrity: 'log' })), '"integrity" verification can not be overridden'],
    [policy(level('strict', { expiry: 'skip' })), '"expiry" verification can not be skipped'],
    [policy({ trustStores: [] }), `${named} is either missing trust stores or trusted identities`],
    [policy({ trustStores: ['flux'] }), `${named} has malformed trust store value "flux"`],
    [policy({ trustStores: ['x:flux'] }), `${named} uses an unsupported trust store type "x"`],
    [policy({ trustedIdentities: ['*', IDENTITY] }), `${named} uses a wildcard trusted identity '*'`],
    [policy({ trustedIdentities: ['x509.subject: CN=x'] }), 'has no mandatory RDN attribute for "C"'],
    [policy({ trustedIdentities: [IDENTITY, `${IDENTITY}, CN=x`] }), 'has overlapping x509 trustedIdentities'],
    [policy({ registryScopes: [] }), 'trust policy statement "test" has zero registry scopes'],
    [policy({ registryScopes: ['example.com'] }), 'registry scope "example.com" is not valid'],
    [policy({ registryScopes: ['example.com/*'] }), 'registry scope "example.com/*" with wild card(s) is not valid'],
  ])('is refused: %s', (trustPolicy, problem) => {
    expect(() => notationCheck({ trustPolicy, certificates: [], nowMs: () => 0 })).toThrow(problem);
  });
});
