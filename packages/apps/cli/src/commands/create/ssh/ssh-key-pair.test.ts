import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSshKey, readSshKey } from './ssh-key-pair.js';

const hasKeygen = spawnSync('ssh-keygen', ['-?'], { stdio: 'ignore' }).error === undefined;
const rows = [
  { name: 'ecdsa p256', algorithm: 'ecdsa', curve: 'p256', rsaBits: 2048, type: 'ecdsa-sha2-nistp256' },
  { name: 'ecdsa p384', algorithm: 'ecdsa', curve: 'p384', rsaBits: 2048, type: 'ecdsa-sha2-nistp384' },
  { name: 'ecdsa p521', algorithm: 'ecdsa', curve: 'p521', rsaBits: 2048, type: 'ecdsa-sha2-nistp521' },
  { name: 'ed25519', algorithm: 'ed25519', curve: 'p384', rsaBits: 2048, type: 'ssh-ed25519' },
  { name: 'rsa', algorithm: 'rsa', curve: 'p384', rsaBits: 2048, type: 'ssh-rsa' },
];

describe('keys for SSH', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux-ssh-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(rows)('are made, and read again: $name', ({ type, ...kind }) => {
    const made = generateSshKey(kind);
    expect(made.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(made.publicKey.split(' ')[0]).toBe(type);
    expect(readSshKey(made.privateKey, '')).toEqual(made);
  });

  const own = rows.filter(({ name }) => hasKeygen && name !== '');
  it.skipIf(!hasKeygen).each(own)('are what OpenSSH takes them for: $name (skipped without ssh-keygen)', (row) => {
    const file = join(folder, row.type);
    const type = row.algorithm === 'ecdsa' ? ['-t', 'ecdsa', '-b', row.curve.slice(1)] : ['-t', row.algorithm];
    execFileSync('ssh-keygen', ['-q', ...type, '-N', '', '-C', '', '-f', file]);
    const [wanted = '', blob = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
    expect(readSshKey(readFileSync(file, 'utf8'), '').publicKey).toBe(`${wanted} ${blob.trim()}\n`);
    writeFileSync(`${file}.made`, generateSshKey(row).publicKey);
    expect(String(execFileSync('ssh-keygen', ['-l', '-f', `${file}.made`]))).toMatch(/SHA256:/);
  });

  it.each(['nonsense', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'])(
    'refuse %j',
    (text) => {
      expect(() => readSshKey(text, '')).toThrow();
    },
  );
});
