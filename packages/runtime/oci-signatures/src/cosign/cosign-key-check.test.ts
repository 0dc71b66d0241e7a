import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recorded, type RecordedRegistry, readRecorded, serveRecorded } from '../testing/serve-recorded.js';
import { cosignKeyCheck } from './cosign-key-check.js';

const recorded = readRecorded<Recorded & { readonly publicKey: string }>('cosign-key.json');
const strangers = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
const { signal } = new AbortController();
let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await serveRecorded(recorded);
});
afterAll(() => registry.close());

describe('a signature made by cosign with a key', () => {
  it.each(['tagged', 'bundled'])('counts when it is %s', async (repository) => {
    expect(await cosignKeyCheck(recorded.publicKey)(registry.signed(repository), signal)).toBe('verified');
  });

  it.each([
    ['tagged', 'no matching signatures: '],
    ['bundled', 'no matching attestations: '],
  ])('does not count for another key when it is %s', async (repository, problem) => {
    const check = cosignKeyCheck(strangers.toString());
    await expect(check(registry.signed(repository), signal)).rejects.toThrow(problem);
  });

  it('needs a key', () => {
    expect(() => cosignKeyCheck('no key')).toThrow('PEM decoding failed');
  });
});

const COSIGN = process.env['COSIGN'] ?? 'cosign';
const hasCosign = spawnSync(COSIGN, ['version']).status === 0;
if (!hasCosign) it.skip('signatures made now: cosign is neither in PATH nor named by $COSIGN', () => undefined);

describe.runIf(hasCosign)('a signature made now', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cosign-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const cosign = (args: readonly string[]) =>
    promisify(execFile)(COSIGN, [...args], { cwd: folder, env: { ...process.env, COSIGN_PASSWORD: '' } });

  it.each([
    ['tag', ['--new-bundle-format=false']],
    ['bundle', []],
  ])('counts when it is a %s', async (_form, flags) => {
    const unsigned = await serveRecorded({ repositories: { app: unsignedRepository() } });
    try {
      await cosign(['generate-key-pair', '--output-key-prefix', `key-${flags.length}`]);
      const { name, digest } = unsigned.signed('app');
      const image = `${name.registry}/${name.repository}@${digest}`;
      const key = ['--key', `key-${flags.length}.key`, '--allow-insecure-registry', '--allow-http-registry'];
      await cosign(['sign', '--yes', '--use-signing-config=false', '--tlog-upload=false', ...key, ...flags, image]);
      const publicKey = readFileSync(join(folder, `key-${flags.length}.pub`), 'utf8');
      expect(await cosignKeyCheck(publicKey)(unsigned.signed('app'), signal)).toBe('verified');
    } finally {
      await unsigned.close();
    }
  });
});

function unsignedRepository(): Recorded['repositories'][string] {
  const { blobs = [], manifests = [] } = recorded.repositories['tagged'] ?? {};
  return { blobs, manifests: manifests.filter(({ tag }) => tag === 'v1') };
}
