// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is a variable of the manifest
import { randomBytes } from 'node:crypto';
import { ageRecipient, encryptSops, type SopsFormat } from '@gotk/sops';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

// Made for these tests; they protect nothing.
const KEY = 'AGE-SECRET-KEY-1MJHJ746ZWN58T95AU78WQPXXL3AN44F577PLENV6G2R4XPRKNE0S6GMWFU';
const RECIPIENT = 'age157jkzgfe4mnzas633gjscnlgjc5s46zm0ca99egxx4hsm89lt59qqe0asx';
const OTHER_KEY = 'AGE-SECRET-KEY-1DZQS54KLK87A7XY9K73SU6WDQZE73N83KGXJ3HW0SF5EE385WMDS9YTRNS';

const SECRET = { apiVersion: 'v1', kind: 'Secret' };
const MANIFEST = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: top\nstringData:\n  password: "${WORD}"\n';

let cluster: TestCluster;
let encryptedManifest: string;

beforeEach(async () => {
  cluster = await TestCluster.start({ homeDirectory: '/home/flux', sopsAgeSecret: { namespace: 'ns', name: 'all' } });
  encryptedManifest = await encrypt(MANIFEST, 'yaml');
});

afterEach(() => cluster.close());

async function encrypt(text: string, format: SopsFormat): Promise<string> {
  const bytes = await encryptSops(new TextEncoder().encode(text), {
    format,
    keyGroups: [[ageRecipient(RECIPIENT, randomBytes)]],
    rules: format === 'yaml' ? { encryptedRegex: '^(data|stringData)$' } : {},
    now: '2026-01-02T03:04:05Z',
    random: randomBytes,
  });
  return new TextDecoder().decode(bytes);
}

async function keySecret(name: string, key: string, labels: Record<string, string> = {}): Promise<void> {
  const data = { 'age.agekey': Buffer.from(key).toString('base64') };
  await cluster.applyObject({ ...SECRET, metadata: { namespace: 'ns', name, labels }, data });
}

async function dataOf(name: string): Promise<unknown> {
  const data = (await cluster.find(SECRET, name))?.['data'] as Record<string, string> | undefined;
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

const decryption = { provider: 'sops', secretRef: { name: 'keys' } } as const;

describe('decryption', () => {
  it('comes before variables are replaced', async () => {
    await keySecret('keys', KEY);
    await cluster.source('r1', { 'top.yaml': encryptedManifest, 'cm.yaml': configMap('plain', { a: 'b' }) });
    await cluster.apply('app', { decryption, postBuild: { substitute: { WORD: 'sesame' } } });
    await cluster.ready('app');
    expect(await dataOf('top')).toEqual({ password: 'sesame' });
  });

  it('reaches the files that Secrets are made of', async () => {
    await keySecret('keys', KEY);
    await cluster.source('r1', {
      'kustomization.yaml':
        'secretGenerator:\n- name: gen\n  envs: [app.env]\ngeneratorOptions:\n  disableNameSuffixHash: true\n',
      'app.env': await encrypt('A=1\n', 'dotenv'),
    });
    await cluster.apply('app', { decryption });
    await cluster.ready('app');
    expect(await dataOf('gen')).toEqual({ A: '1' });
  });

  it('uses the age keys for everybody when none are named', async () => {
    await keySecret('all', KEY);
    await cluster.source('r1', { 'top.yaml': encryptedManifest });
    await cluster.apply('app', { decryption: { provider: 'sops' } });
    await cluster.ready('app');
    expect(await dataOf('top')).toEqual({ password: '${WORD}' });
  });

  it('is tried again as soon as a labelled Secret has the right key', async () => {
    const labels = { 'reconcile.fluxcd.io/watch': 'Enabled' };
    await keySecret('keys', OTHER_KEY, labels);
    await cluster.source('r1', { 'top.yaml': encryptedManifest });
    await cluster.apply('app', { decryption });
    await cluster.settled('app');
    await keySecret('keys', KEY, labels);
    await cluster.ready('app');
    expect(await dataOf('top')).toEqual({ password: '${WORD}' });
  });

  it.each([
    ['without the key', OTHER_KEY, /^decryption failed for 'Secret\.v1\.\[noGrp\]\/top': failed to decrypt and format/],
    [
      'with a key that is none',
      'junk',
      /^failed to import 'age\.agekey' data from sops decryption Secret 'ns\/keys': failed to parse and add to age identities: unknown identity type$/,
    ],
    ['without the Secret', undefined, /^secrets "keys" not found$/],
  ])('fails %s', async (_name, key, message) => {
    if (key !== undefined) await keySecret('keys', key);
    await cluster.source('r1', { 'top.yaml': encryptedManifest });
    await cluster.apply('app', { decryption });
    const [, ready = ''] = conditionsOf(await cluster.settled('app'));
    expect(ready).toMatch(/^Ready=False BuildFailed: /);
    expect(ready.replace('Ready=False BuildFailed: ', '')).toMatch(message);
    expect(ready).not.toContain('AGE-SECRET-KEY');
    expect(await cluster.find(SECRET, 'top')).toBeUndefined();
  });

  it('names the Secret for everybody when that one is wrong', async () => {
    await keySecret('all', 'junk');
    await cluster.source('r1', { 'top.yaml': encryptedManifest });
    await cluster.apply('app', { decryption: { provider: 'sops' } });
    expect(conditionsOf(await cluster.settled('app'))[1]).toContain("sops SOPS age decryption Secret 'ns/all'");
  });

  it.each([
    ['is asked for when data is encrypted', 'data', 'is SOPS encrypted, configuring decryption is required'],
    ['is left out for texts', 'stringData', 'Applied revision: r1'],
  ])('%s and it is not configured', async (_name, field, message) => {
    const manifest = MANIFEST.replace('stringData', field);
    await cluster.source('r1', { 'top.yaml': await encrypt(manifest, 'yaml') });
    await cluster.apply('app');
    expect(conditionsOf(await cluster.settled('app')).join('\n')).toContain(message);
  });
});
