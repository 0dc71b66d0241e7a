import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { createBuildCache, type KustomizeBuildResult, kustomizeBuild, renderBuild } from './index.js';

type Files = Readonly<Record<string, string>>;

const APPS = ['a', 'b', 'c'];

const app = (name: string, image = 'nginx:1'): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  template:
    spec:
      serviceAccountName: ${name}
      containers:
      - {name: app, image: "${image}", args: ["$(HOST)"]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}}
`;

const FILES: Files = {
  'base/kustomization.yaml': `resources: [${APPS.map((name) => `${name}.yaml`)}, job.yaml]\n`,
  ...Object.fromEntries(APPS.map((name) => [`base/${name}.yaml`, app(name)])),
  'base/job.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: job}
spec: {template: {spec: {containers: [{name: j, image: j, envFrom: [{configMapRef: {name: settings}}]}]}}}
`,
  'overlay/kustomization.yaml': `resources: [../base]
namespace: prod
namePrefix: p-
images: [{name: nginx, newTag: "2"}]
labels: [{pairs: {team: x}, includeSelectors: true}]
configMapGenerator: [{name: settings, envs: [s.env]}]
patches:
- path: patch.yaml
- target: {kind: Deployment, name: b}
  patch: '[{"op": "add", "path": "/spec/replicas", "value": 2}]'
`,
  'overlay/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 3}\n',
  'overlay/s.env': 'A=1\n',
};

const ALL = ['Deployment p-a', 'ServiceAccount p-a', 'Deployment p-b', 'ServiceAccount p-b', 'Deployment p-c'];
const REST = [...ALL, 'ServiceAccount p-c', 'Job p-job'];

/** The objects of `after` that were made anew, and not taken over from `before`. */
function madeAnew(before: KustomizeBuildResult, after: KustomizeBuildResult): readonly string[] {
  const known = new Set(before.objects.map(({ object }) => object));
  const anew = after.objects.filter(({ object }) => !known.has(object)).map(({ object }) => object);
  return anew.map(({ kind, metadata }) => `${kind} ${metadata.name?.replace(/-[a-z0-9]{10}$/, '')}`);
}

/** Builds `FILES`, then what they become, with one cache; the second build must be what it is without. */
async function rebuild(change: Files, before: Files = FILES): Promise<readonly string[]> {
  const cache = createBuildCache();
  const directory = 'overlay';
  const first = await kustomizeBuild({ tree: memoryTree(before), directory, cache });
  const tree = memoryTree({ ...before, ...change });
  const second = await kustomizeBuild({ tree, directory, cache });
  expect(renderBuild(second)).toBe(renderBuild(await kustomizeBuild({ tree, directory })));
  expect(second.warnings).toEqual((await kustomizeBuild({ tree, directory })).warnings);
  return madeAnew(first, second);
}

describe('a second build with a cache', () => {
  const kustomization = FILES['overlay/kustomization.yaml'] ?? '';
  const rows: readonly [name: string, change: Files, anew: readonly string[]][] = [
    ['nothing', {}, []],
    ['a file', { 'base/c.yaml': app('c', 'nginx:9') }, []],
    ['a file that the overlay does not make the same', { 'base/c.yaml': app('c', 'other') }, ['Deployment p-c']],
    ['the place of an object in its file', { 'base/c.yaml': `# more\n\n${app('c')}` }, []],
    ['a patch', { 'overlay/patch.yaml': (FILES['overlay/patch.yaml'] ?? '').replace('3', '4') }, ['Deployment p-a']],
    ['a generated name', { 'overlay/s.env': 'A=2\n' }, ['Job p-job']],
    ['a field of the overlay', { 'overlay/kustomization.yaml': kustomization.replace('team: x', 'team: z') }, REST],
    ['a comment in a kustomization', { 'base/kustomization.yaml': `# hi\n${FILES['base/kustomization.yaml']}` }, []],
    ['a new object', { 'base/c.yaml': `${app('c')}---\n${app('d')}` }, ['Deployment p-d', 'ServiceAccount p-d']],
  ];
  it.each(rows)('makes anew what %s changes', async (_name, change, expected) => {
    const anew = (await rebuild(change)).filter((name) => name !== 'ConfigMap p-settings');
    // What an edit makes the same is equal, not identical.
    expect(anew.filter((name) => !name.includes('p-c') || expected.includes(name))).toEqual(expected);
  });

  const more: readonly [name: string, fields: string][] = [
    ['vars', 'vars: [{name: HOST, objref: {kind: Deployment, name: a, apiVersion: apps/v1}}]\n'],
    [
      'replacements',
      `replacements:
- source: {kind: Deployment, name: a}
  targets: [{select: {kind: Deployment, name: b}, fieldPaths: [spec.template.spec.serviceAccountName]}]
`,
    ],
    ['notes on origins', 'buildMetadata: [originAnnotations, transformerAnnotations]\n'],
    ['a schema of its own', 'openapi: {path: schema.json}\n'],
    ['replicas', 'replicas: [{name: c, count: 5}]\n'],
  ];
  it.each(more)('is right with %s', async (_name, fields) => {
    const before = { ...FILES, 'overlay/kustomization.yaml': kustomization + fields, 'overlay/schema.json': '{}' };
    await rebuild({ 'base/c.yaml': app('c', 'other') }, before);
    await rebuild({ 'base/a.yaml': app('a', 'other') }, before);
  });

  it('says what is wrong as the first does', async () => {
    const cache = createBuildCache();
    await kustomizeBuild({ tree: memoryTree(FILES), directory: 'overlay', cache });
    const broken = memoryTree({ ...FILES, 'base/c.yaml': app('a') });
    const message = /may not add resource with an already registered id: Deployment\.v1\.apps\/a/;
    await expect(kustomizeBuild({ tree: broken, directory: 'overlay', cache })).rejects.toThrow(message);
    await expect(kustomizeBuild({ tree: broken, directory: 'overlay' })).rejects.toThrow(message);
  });

  it('finds two objects that come to one id', async () => {
    const service = (namespace: string): string =>
      `kind: Service\napiVersion: v1\nmetadata: {name: s, namespace: ${namespace}}\n`;
    const files = {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]\nnamespace: one\n',
      'a.yaml': service('a'),
      'b.yaml': service('b'),
    };
    const build = kustomizeBuild({ tree: memoryTree(files), cache: createBuildCache() });
    await expect(build).rejects.toThrow('namespace transformation produces ID conflict');
  });

  it('keeps no more source text than it may', async () => {
    const cache = createBuildCache({ maxSizeBytes: 600 });
    await kustomizeBuild({ tree: memoryTree(FILES), directory: 'overlay', cache });
    expect(cache.sizeBytes).toBeGreaterThan(0);
    expect(cache.sizeBytes).toBeLessThanOrEqual(600);
    cache.clear();
    expect(cache.sizeBytes).toBe(0);
  });
});
