import type { KubeObject } from '@gotk/objects';
import { beforeAll, describe, expect, it } from 'vitest';
import { ageRecipient } from '../age/age-recipient.js';
import { encryptSops } from '../encrypt-sops.js';
import type { SopsFormat } from '../formats/format.js';
import { ageService, bytesOf, random, SOPS_FILES, textOf } from '../testing/sops-files.js';
import { decryptResource } from './decrypt-resource.js';

const { keys } = SOPS_FILES;
const options = { keyServices: [ageService(keys.age.secret)] };
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'apps' } };

async function encrypt(plain: string, format: SopsFormat): Promise<string> {
  const keyGroups = [[ageRecipient(keys.age.public, random)]];
  const rules = format === 'json' ? { encryptedRegex: '^(data|stringData)$' } : {};
  const now = '2026-01-01T00:00:00Z';
  return textOf(await encryptSops(bytesOf(plain), { format, keyGroups, rules, now, random }));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('an object that is encrypted as a whole', () => {
  const plain = { ...SECRET, stringData: { password: 'hunter2', port: 5432, ratio: 0.5, on: true, none: null } };
  let encrypted: KubeObject;
  beforeAll(async () => {
    encrypted = JSON.parse(await encrypt(JSON.stringify(plain), 'json')) as KubeObject;
  });

  it('is decrypted, whatever the build added to it', async () => {
    const labelled = { ...encrypted, metadata: { ...encrypted.metadata, labels: { team: 'a' } } };
    expect(await decryptResource(labelled, options)).toEqual({
      ...plain,
      metadata: { ...SECRET.metadata, labels: { team: 'a' } },
    });
  });

  it.each(['disabled', 'Disabled'])('stays as it is when decryption is %s', async (value) => {
    const annotations = { 'kustomize.toolkit.fluxcd.io/decrypt': value };
    const kept = { ...encrypted, metadata: { ...encrypted.metadata, annotations } };
    expect(await decryptResource(kept, options)).toBe(kept);
  });

  it('is named in errors', async () => {
    const other = { keyServices: [ageService(keys.other.secret)] };
    await expect(decryptResource(encrypted, other)).rejects.toMatchObject({
      code: 'sops-data-key',
      message: expect.stringMatching(
        /^failed to decrypt and format 'apps\/keys' Secret data: cannot get sops data key: Failed to get/,
      ) as string,
    });
  });
});

describe('a Secret with encrypted files in it', () => {
  it.each([
    ['app.env', 'dotenv', 'A=1\n'],
    ['config.yaml', 'yaml', 'a: 1\n'],
    ['config.json', 'json', '{\n\t"a": 1\n}\n'],
    ['app.ini', 'ini', '[a]\nb = c\n'],
    ['certificate', 'binary', 'any text'],
  ] as const)('%s', async (key, format, plain) => {
    const object = { ...SECRET, data: { [key]: base64(await encrypt(plain, format)), other: base64('left alone') } };
    const decrypted = await decryptResource(object, options);
    expect(decrypted['data']).toEqual({ [key]: base64(plain), other: base64('left alone') });
  });

  it('is written in the format that the key names', async () => {
    const object = { ...SECRET, data: { 'app.yaml': base64(await encrypt('A=1\n', 'dotenv')) } };
    expect((await decryptResource(object, options))['data']).toEqual({ 'app.yaml': base64('A: "1"\n') });
  });

  it('is named with its key in errors', async () => {
    const object = { ...SECRET, data: { key: base64('sops_mac=ENC[x') } };
    await expect(decryptResource(object, options)).rejects.toThrow(
      "failed to decrypt and format 'apps/keys' Secret field 'key': failed to load encrypted dotenv data: ",
    );
  });
});

it.each([
  ['a Secret without data', SECRET],
  ['a Secret with plain data', { ...SECRET, data: { a: base64('b'), broken: '%' } }],
  ['another kind with encrypted data', { ...SECRET, kind: 'ConfigMap', data: { a: base64('sops_mac=ENC[x') } }],
  ['a field called sops without code', { ...SECRET, sops: { mac: '' } }],
] as [string, KubeObject][])('leaves %s as it is', async (_name, object) => {
  expect(await decryptResource(object, options)).toBe(object);
});
