// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is a variable of the manifest
import { memoryTree } from '@gotk/file-tree';
import { createBuildCache } from '@gotk/kustomize';
import type { KubeObject } from '@gotk/objects';
import { createSopsKeyService, NO_CREDENTIALS } from '@gotk/sops';
import { describe, expect, it } from 'vitest';
import { type BuildManifestsOptions, buildManifests, type ManifestSpec } from './build-manifests.js';
import { Substitutions } from './substitutions.js';

type Files = Parameters<typeof memoryTree>[0];

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - image: nginx:1.0
        name: web
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const APP: Files = {
  'd.yaml': DEPLOYMENT,
  'kustomization.yaml': 'resources: [d.yaml]\nimages: [{name: nginx, newName: mine}]\n',
};
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -c\n';

function build(files: Files, spec: ManifestSpec = {}, more: Partial<BuildManifestsOptions> = {}): Promise<string> {
  const tree = memoryTree(files);
  const loadVariables = async (): Promise<ReadonlyMap<string, string>> => new Map();
  return buildManifests({ tree, directory: '', spec, rootPath: '/tmp/k', loadVariables, ...more }).then(
    ({ text }) => text,
  );
}

describe('fields of the spec change the build', () => {
  const rows: readonly [name: string, files: Files, spec: ManifestSpec, expected: string][] = [
    ['the namespace', { 's.yaml': SERVICE }, { targetNamespace: 'x' }, `${SERVICE}  namespace: x\n`],
    [
      'prefix and suffix',
      { 's.yaml': SERVICE },
      { namePrefix: 'a-', nameSuffix: '-z' },
      SERVICE.replace('web', 'a-web-z'),
    ],
    [
      'an image that the file names: its name stays',
      APP,
      { images: [{ name: 'nginx', newTag: '2' }] },
      'image: mine:2\n',
    ],
    ['an image by digest', APP, { images: [{ name: 'nginx', digest: 'sha256:1' }] }, 'image: mine@sha256:1\n'],
    ['another image', { 'd.yaml': DEPLOYMENT }, { images: [{ name: 'nginx', newName: 'y' }] }, 'image: y:1.0\n'],
    [
      'a merge patch',
      APP,
      { patches: [{ patch: `${DEPLOYMENT.slice(0, 61)}spec: {replicas: 3}\n` }] },
      'replicas: 3\n',
    ],
    [
      'a JSON patch',
      APP,
      { patches: [{ patch: '- {op: add, path: /spec/replicas, value: 4}', target: { kind: 'Deployment' } }] },
      'replicas: 4\n',
    ],
    [
      'a component',
      { 's.yaml': SERVICE, 'kustomization.yaml': 'resources: [s.yaml]\n', 'part/kustomization.yaml': COMPONENT },
      { components: ['part'] },
      'web-c\n',
    ],
    [
      'a component that may be missing',
      { 's.yaml': SERVICE },
      { components: ['no'], ignoreMissingComponents: true },
      SERVICE,
    ],
    ['metadata of the build', { 's.yaml': SERVICE }, { buildMetadata: ['originAnnotations'] }, 'path: s.yaml\n'],
    [
      'folders of their own are taken as such',
      { 'f/kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: f-\n', 'f/x.yaml': SERVICE, 'f/y.yaml': SERVICE },
      {},
      'f-web\n',
    ],
    ['nothing is no error', { 'README.md': '' }, {}, ''],
  ];
  it.each(rows)('%s', async (_name, files, spec, expected) => {
    expect(await build(files, spec)).toContain(expected);
  });

  const failures: readonly [name: string, files: Files, spec: ManifestSpec, message: RegExp][] = [
    [
      'a component that is missing',
      { 's.yaml': SERVICE },
      { components: ['no'] },
      /^kustomize build failed: accumulating components: .*no such file/,
    ],
    [
      'a component from elsewhere',
      { 's.yaml': SERVICE },
      { components: ['https://github.com/x/y'] },
      /^component path 'https:\/\/github\.com\/x\/y' must be local and relative$/,
    ],
    ['YAML that is none', { 'a.yaml': 'a: [' }, {}, /^failed to decode Kubernetes YAML from \/tmp\/k\/a\.yaml: /],
    [
      'a remote base that is not allowed',
      { 'kustomization.yaml': 'resources: [github.com/x/y]\n' },
      {},
      /^kustomize build failed: .*remote bases are not enabled; unable to fetch 'https:\/\/github\.com\/x\/y'/,
    ],
  ];
  it.each(failures)('%s fails', async (_name, files, spec, message) => {
    await expect(build(files, spec)).rejects.toThrow(message);
  });
});

describe('keys that are not there', () => {
  const encrypted = (keys: object): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { a: 'ENC[AES256_GCM,data:aaaa,iv:AAAA,tag:AAAA,type:str]' },
      sops: {
        ...keys,
        lastmodified: '2024-01-01T00:00:00Z',
        mac: 'ENC[AES256_GCM,data:aa,iv:AA,tag:AA,type:str]',
        version: '3.9.0',
      },
    });
  const rows: readonly [name: string, keys: object, named: RegExp][] = [
    [
      'AWS KMS',
      { kms: [{ arn: 'arn:aws:kms:eu-west-1:1:key/k', created_at: '2024-01-01T00:00:00Z', enc: 'AAAA' }] },
      /arn:aws:kms:eu-west-1:1:key\/k: FAILED.*'kms'/s,
    ],
    [
      'Google Cloud KMS',
      { gcp_kms: [{ resource_id: 'projects/p/x', created_at: '2024-01-01T00:00:00Z', enc: 'AAAA' }] },
      /projects\/p\/x: FAILED.*'gcp_kms'/s,
    ],
    [
      'Azure Key Vault',
      {
        azure_kv: [
          {
            vault_url: 'https://v.vault.azure.net',
            name: 'n',
            version: '1',
            created_at: '2024-01-01T00:00:00Z',
            enc: 'AAAA',
          },
        ],
      },
      /v\.vault\.azure\.net\/keys\/n\/1: FAILED.*'azure_kv'/s,
    ],
    [
      'Vault',
      {
        hc_vault: [
          {
            vault_address: 'https://vault:8200',
            engine_path: 'sops',
            key_name: 'k',
            created_at: '2024-01-01T00:00:00Z',
            enc: 'x',
          },
        ],
      },
      /vault:8200\/v1\/sops\/keys\/k: FAILED.*'hc_vault'/s,
    ],
  ];
  it.each(rows)('are named: %s', async (_name, keys, named) => {
    const decryptionKeys = createSopsKeyService(NO_CREDENTIALS);
    const built = build({ 's.yaml': encrypted(keys) }, {}, { decryptionKeys });
    await expect(built).rejects.toThrow(/^decryption failed for 'Secret\.v1\.\[noGrp\]\/s': /);
    await expect(built).rejects.toThrow(named);
  });
});

it('a build after a change takes over what has not changed', async () => {
  const cache = createBuildCache();
  const files: Record<string, string> = { 'a.yaml': SERVICE, 'b.yaml': SERVICE.replace('web', 'b') };
  const options = { directory: '', spec: { targetNamespace: 'x' }, loadVariables: async () => new Map(), cache };
  const before = await buildManifests({ tree: memoryTree(files), ...options });
  files['a.yaml'] += 'spec: {type: ClusterIP}\n';
  const after = await buildManifests({ tree: memoryTree(files), ...options });
  expect(after.objects.map((object) => before.objects.includes(object))).toEqual([false, true]);
});

it('a build after a change takes over what was substituted, unless the variables have changed', async () => {
  const files: Record<string, string> = {
    'a.yaml': SERVICE,
    'b.yaml': SERVICE.replace('web', 'b').concat('  labels: {x: "${X}"}\n'),
  };
  const kept = { cache: createBuildCache(), substitutions: new Substitutions() };
  const objectsOf = async (value: string): Promise<readonly KubeObject[]> => {
    const spec = { postBuild: { substitute: { X: value } } };
    const options = { directory: '', spec, loadVariables: async () => new Map([['X', value]]), ...kept };
    return (await buildManifests({ tree: memoryTree(files), ...options })).objects;
  };
  const before = await objectsOf('one');
  files['a.yaml'] += 'spec: {type: ClusterIP}\n';
  const after = await objectsOf('one');
  expect(after.map((object) => before.includes(object))).toEqual([false, true]);
  expect((await objectsOf('two'))[1]?.metadata.labels).toEqual({ x: 'two' });
});
