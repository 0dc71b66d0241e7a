import { memoryTree } from '@gotk/file-tree';
import { beforeAll, describe, expect, it } from 'vitest';
import { ageRecipient } from '../age/age-recipient.js';
import { encryptSops } from '../encrypt-sops.js';
import type { SopsFormat } from '../formats/format.js';
import { ageService, bytesOf, random, SOPS_FILES, textOf } from '../testing/sops-files.js';
import { decryptSources } from './decrypt-sources.js';

const { keys } = SOPS_FILES;
const keyServices = [ageService(keys.age.secret)];
const plain: Readonly<Record<SopsFormat, string>> = {
  yaml: 'a: 1\n',
  json: '{\n\t"a": 1\n}\n',
  dotenv: 'A=1\n',
  ini: '[a]\nb = c\n',
  binary: 'any text',
};
const encrypted = {} as Record<SopsFormat, string>;

beforeAll(async () => {
  const keyGroups = [[ageRecipient(keys.age.public, random)]];
  for (const format of Object.keys(plain) as SopsFormat[]) {
    const options = { format, keyGroups, now: '2026-01-01T00:00:00Z', random };
    encrypted[format] = textOf(await encryptSops(bytesOf(plain[format]), options));
  }
});

type Files = Parameters<typeof memoryTree>[0];

async function decrypt(files: Files, directory = 'app'): Promise<Record<string, string>> {
  const decrypted = await decryptSources({ tree: memoryTree(files), directory, keyServices });
  return Object.fromEntries(Object.entries(decrypted).map(([path, bytes]) => [path, textOf(bytes)]));
}

const generator = (fields: string): string => `secretGenerator:\n- name: x\n${fields}`;

describe('files that a kustomization makes Secrets of', () => {
  it.each([
    ['an env file', '  envs: [app.env]\n', 'app.env', 'dotenv'],
    ['an env file of any name', '  envs: [secrets]\n', 'secrets', 'dotenv'],
    ['an old env field', '  env: app.env\n', undefined, 'dotenv'],
    ['a file', '  files: [config.yaml]\n', 'config.yaml', 'yaml'],
    ['a file whose key tells the format', '  files: [config.json=secrets]\n', 'secrets', 'json'],
    ['a file of no known format', '  files: [tls.key]\n', 'tls.key', 'binary'],
    ['a file outside the directory', '  files: [../shared/app.ini]\n', '../shared/app.ini', 'ini'],
  ] as const)('%s', async (_name, fields, path, format) => {
    const files = { 'app/kustomization.yaml': generator(fields) };
    const at = path === undefined ? undefined : path.startsWith('../') ? path.slice(3) : `app/${path}`;
    const result = await decrypt(
      at === undefined ? { ...files, 'app/app.env': 'A=1\n' } : { ...files, [at]: encrypted[format] },
    );
    expect(result).toEqual(at === undefined ? {} : { [at]: plain[format] });
  });

  it('are left alone when they are not encrypted', async () => {
    const files = { 'app/kustomization.yaml': generator('  envs: [app.env]\n'), 'app/app.env': 'A=1\n' };
    expect(await decrypt(files)).toEqual({});
  });
});

it('decrypts patches, but no manifests', async () => {
  const kustomization =
    'resources: [secret.yaml]\npatches:\n- path: patch.yaml\n- patch: "{}"\n- path: https://example.com/p.yaml\n';
  const files = {
    'app/kustomization.yaml': kustomization,
    'app/patch.yaml': encrypted.yaml,
    'app/secret.yaml': encrypted.yaml,
  };
  expect(await decrypt(files)).toEqual({ 'app/patch.yaml': plain.yaml });
});

it('follows bases and components, each once', async () => {
  const files = {
    'app/kustomization.yaml': 'resources: [../base, ./cm.yaml, missing, github.com/org/repo]\ncomponents: [part]\n',
    'app/cm.yaml': 'kind: ConfigMap\n',
    'app/part/Kustomization': 'resources: [../../base]\n',
    'base/kustomization.yml': generator('  envs: [app.env]\n'),
    'base/app.env': encrypted.dotenv,
  };
  expect(await decrypt(files)).toEqual({ 'base/app.env': plain.dotenv });
});

it('follows links, but never out of the tree', async () => {
  const files = {
    'app/kustomization.yaml': generator('  envs: [inside.env, outside.env]\n'),
    'app/inside.env': { symlink: '../real.env' },
    'app/outside.env': { symlink: '../../../../../real.env' },
    'real.env': encrypted.dotenv,
  };
  expect(await decrypt(files)).toEqual({ 'real.env': plain.dotenv });
});

it('reads files that stand in for those of the tree', async () => {
  const tree = memoryTree({ 'app/app.env': encrypted.dotenv });
  const overrides = { 'app/kustomization.yaml': generator('  envs: [app.env]\n') };
  const decrypted = await decryptSources({ tree, directory: 'app', overrides, keyServices });
  expect(Object.keys(decrypted)).toEqual(['app/app.env']);
});

describe('errors', () => {
  const big = `sops_mac=ENC[${'x'.repeat(5 * 1024 * 1024)}`;
  it.each([
    [
      'missing file',
      { 'app/kustomization.yaml': generator('  envs: [app.env]\n') },
      'lstat app/app.env: no such file or directory',
    ],
    ['no kustomization', { 'app/x': '' }, 'no kustomization file found'],
    ['missing directory', { 'other/x': '' }, 'lstat app: no such file or directory'],
    [
      'two kustomizations',
      { 'app/kustomization.yaml': '', 'app/Kustomization': '' },
      'found multiple kustomization files',
    ],
    [
      'a base without kustomization',
      { 'app/kustomization.yaml': 'resources: [base]\n', 'app/base/x': '' },
      'no kustomization file found',
    ],
    [
      'a directory',
      { 'app/kustomization.yaml': generator('  files: [sub]\n'), 'app/sub/x': '' },
      'cannot decrypt irregular file as it has file mode type bits set',
    ],
    [
      'a large file',
      { 'app/kustomization.yaml': generator('  envs: [app.env]\n'), 'app/app.env': big },
      `cannot decrypt file with size (${big.length} bytes) exceeding limit (5242880)`,
    ],
    [
      'no YAML',
      { 'app/kustomization.yaml': 'a: [' },
      "failed to unmarshal kustomization file from 'app/kustomization.yaml': ",
    ],
  ] as [string, Files, string][])('%s', async (_name, files, message) => {
    await expect(decrypt(files)).rejects.toThrow(message);
  });

  it('tell the file', async () => {
    const files = { 'app/kustomization.yaml': generator('  envs: [app.env]\n'), 'app/app.env': 'A=x\nsops_mac=ENC[\n' };
    await expect(decrypt(files)).rejects.toMatchObject({ code: 'sops-load', at: { file: 'app/app.env' } });
  });
});
