import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import {
  createBuildCache,
  type KustomizeBuildOptions,
  kustomizeBuild,
  kustomizeBuildSync,
  renderBuild,
} from './index.js';

type Files = Readonly<Record<string, string>>;

async function build(files: Files, options: Partial<KustomizeBuildOptions> = {}): Promise<string> {
  return renderBuild(await kustomizeBuild({ tree: memoryTree(files), ...options }));
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: app
        image: nginx:1.0
        envFrom:
        - configMapRef:
            name: settings
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`;

describe('an overlay', () => {
  const files: Files = {
    'base/kustomization.yaml':
      'resources: [deployment.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [a=1]\n',
    'base/deployment.yaml': DEPLOYMENT,
    'overlay/kustomization.yaml': `
namespace: prod
namePrefix: eu-
resources: [../base]
labels:
- pairs: {team: web}
  includeSelectors: true
images:
- name: nginx
  newTag: "1.10"
configMapGenerator:
- name: settings
  behavior: merge
  literals: [b=2]
patches:
- patch: |
    - op: add
      path: /spec/replicas
      value: 3
  target: {kind: Deployment}
`,
  };

  it('edits everything, and names that refer to others follow', async () => {
    expect(await build(files, { directory: 'overlay' })).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    team: web
  name: eu-web
  namespace: prod
spec:
  replicas: 3
  selector:
    matchLabels:
      team: web
  template:
    metadata:
      labels:
        team: web
    spec:
      containers:
      - envFrom:
        - configMapRef:
            name: eu-settings-7gdc49gk6d
        image: nginx:1.10
        name: app
---
apiVersion: v1
data:
  a: "1"
  b: "2"
kind: ConfigMap
metadata:
  labels:
    team: web
  name: eu-settings-7gdc49gk6d
  namespace: prod
`);
  });

  it('patches again what a patch gave its first name back', async () => {
    const rename = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';
    const patches = [
      { patch: rename, target: { kind: 'Service' }, options: { allowNameChange: true } },
      { patch: `${rename}spec: {type: ClusterIP}\n`, target: { kind: 'Service' } },
    ];
    const tree = {
      'base/kustomization.yaml': 'resources: [s.yaml]\nnamePrefix: x-\n',
      'base/s.yaml': rename,
      'top/kustomization.yaml': JSON.stringify({ resources: ['../base'], patches }),
    };
    expect(await build(tree, { directory: 'top' })).toContain('name: web\nspec:\n  type: ClusterIP\n');
  });

  it('knows where each object was written and what changed it', async () => {
    const { objects } = await kustomizeBuild({ tree: memoryTree(files), directory: 'overlay', explain: true });
    const [deployment, settings] = objects;
    expect(deployment?.origin).toEqual({ file: 'base/deployment.yaml', line: 1, document: 0 });
    expect(settings?.origin).toMatchObject({ file: 'base/kustomization.yaml', line: 3 });
    expect(deployment?.changes.map(({ step }) => step)).toEqual([
      'patches[0]',
      'namespace',
      'namePrefix',
      'labels[0]',
      'images[0]',
      'name references',
    ]);
    expect(deployment?.changes[0]).toEqual({ file: 'overlay/kustomization.yaml', step: 'patches[0]', line: 16 });
  });

  it('is the same from a cache, which it leaves as it was', async () => {
    const cache = createBuildCache();
    const first = await build(files, { directory: 'overlay', cache });
    expect(await build(files, { directory: 'overlay', cache })).toBe(first);
    expect(cache.sizeBytes).toBe(DEPLOYMENT.length);
    const changed = { ...files, 'base/deployment.yaml': DEPLOYMENT.replace('name: app', 'name: main') };
    expect(await build(changed, { directory: 'overlay', cache })).toContain('name: main');
    cache.clear();
    expect(cache.sizeBytes).toBe(0);
  });

  it('is the same without waiting', async () => {
    const result = kustomizeBuildSync({ tree: memoryTree(files), directory: 'overlay' });
    expect(renderBuild(result)).toBe(await build(files, { directory: 'overlay' }));
  });
});

describe('patches', () => {
  const rows: readonly [what: string, patch: string, expected: string][] = [
    [
      'merges lists by their keys',
      'spec:\n  ports:\n  - port: 80\n    name: http',
      'ports:\n  - name: http\n    port: 80',
    ],
    ['puts new items first', 'spec:\n  ports:\n  - port: 81', 'ports:\n  - port: 81\n  - port: 80'],
    ['removes by null', 'spec:\n  ports: null\n  type: ClusterIP', 'spec:\n  type: ClusterIP'],
    ['deletes items', 'spec:\n  ports:\n  - port: 80\n    $patch: delete\n  - port: 81', 'ports:\n  - port: 81'],
    ['replaces lists', 'spec:\n  ports:\n  - port: 81\n  - $patch: replace', 'ports:\n  - port: 81\n'],
  ];
  it.each(rows)('%s', async (_, patch, expected) => {
    const head = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
    const files = { 'kustomization.yaml': 'resources: [s.yaml]\npatches: [{path: p.yaml}]', 's.yaml': SERVICE };
    expect(await build({ ...files, 'p.yaml': head + patch })).toContain(expected);
  });

  it('may delete the object', async () => {
    const patch = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n$patch: delete\n';
    const files = { 'kustomization.yaml': 'resources: [s.yaml, d.yaml]\npatches: [{path: p.yaml}]', 's.yaml': SERVICE };
    expect(await build({ ...files, 'd.yaml': DEPLOYMENT, 'p.yaml': patch })).not.toContain('Service');
  });
});

describe('the other fields', () => {
  it('copies values by replacements, into text as well', async () => {
    const text = await build({
      'kustomization.yaml': `
resources: [c.yaml]
replacements:
- source: {kind: ConfigMap, name: from, fieldPath: data.host}
  targets:
  - select: {name: to}
    fieldPaths: [data.url]
    options: {delimiter: /, index: 2}
  - select: {name: to}
    fieldPaths: [data.json.a.b]
`,
      'c.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: from}
data: {host: example.com}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: to}
data:
  url: https://old/path
  json: '{"a":{"b":"c"}}'
`,
    });
    expect(text).toContain('url: https://example.com/path');
    expect(text).toContain(`json: '{"a":{"b":"example.com"}}'`);
  });

  it('runs components on what is there', async () => {
    const text = await build({
      'kustomization.yaml': 'resources: [s.yaml]\ncomponents: [part]\n',
      's.yaml': SERVICE,
      'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -part\n',
    });
    expect(text).toContain('name: web-part');
  });

  it('has one field spec of those that cover one another behind a component', async () => {
    const files = {
      'kustomization.yaml': 'resources: [s.yaml]\ncomponents: [part]\nnamePrefix: x-\nconfigurations: [c.yaml]\n',
      's.yaml': `${SERVICE}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n`,
      'c.yaml': 'namePrefix:\n- path: metadata/name\n  kind: Service\n',
      'part/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: []\nnamespace: ns\n',
    };
    expect((await build(files)).match(/^ {2}name: .*/gm)).toEqual(['  name: x-web', '  name: settings']);
  });

  it('keeps times in flow collections that cannot be written without quotes', async () => {
    const data = '{a: 2001-12-14 21:59:43, b: 2001-12-14}';
    const files = {
      'kustomization.yaml': 'resources: [c.yaml]\n',
      'c.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: ${data}\n`,
    };
    const text = await build(files);
    expect(text).toContain('a: "2001-12-14 21:59:43"\n  b: "2001-12-14T00:00:00Z"');
  });

  it('warns of deprecated fields, even when the build fails', async () => {
    const warnings: string[] = [];
    const files = { 'kustomization.yaml': 'commonLabels: {a: b}\nresources: [absent.yaml]\n' };
    await expect(build(files, { onWarning: (warning) => warnings.push(warning) })).rejects.toThrow();
    expect(warnings).toEqual([expect.stringContaining("'commonLabels' is deprecated")]);
  });

  it('takes files in memory beside those of the tree', async () => {
    const overrides = { 'apps/kustomization.yaml': 'resources: [s.yaml]\nnamePrefix: x-\n' };
    expect(await build({ 'apps/s.yaml': SERVICE }, { directory: 'apps', overrides })).toContain('name: x-web');
  });
});

describe('from outside', () => {
  it('asks for repositories and files, each once', async () => {
    const asked: string[] = [];
    const remote = memoryTree({ 'deploy/kustomization.yaml': 'resources: [s.yaml]', 'deploy/s.yaml': SERVICE });
    const text = await build(
      {
        'kustomization.yaml':
          'resources: [https://example.com/d.yaml, "github.com/org/repo//deploy?ref=v1"]\nnamePrefix: p-\n',
      },
      {
        fetchRemote: async (request) => {
          asked.push(request.kind === 'git' ? `${request.cloneUrl} ${request.ref}` : request.url);
          if (request.kind === 'git') return { kind: 'tree', tree: remote };
          return { kind: 'file', content: new TextEncoder().encode(DEPLOYMENT) };
        },
      },
    );
    expect(asked).toEqual(['https://example.com/d.yaml', 'https://github.com/org/repo v1']);
    expect(text.match(/name: p-web/g)).toHaveLength(2);
  });

  it('has charts rendered, with the values that the kustomization gives', async () => {
    const requests: unknown[] = [];
    const text = await build(
      {
        'kustomization.yaml':
          'helmCharts:\n- name: web\n  releaseName: r\n  valuesInline: {a: 2}\nnamespace: prod\nnameSuffix: -x\n',
        'charts/web/Chart.yaml': 'name: web',
        'charts/web/values.yaml': 'a: 1\nb: 1\n',
      },
      {
        helm: {
          inflateChart: async ({ values, namespace, releaseName }) => {
            requests.push({ values, namespace, releaseName });
            return SERVICE;
          },
        },
      },
    );
    expect(requests).toEqual([{ values: ['a: 2\nb: 1\n'], namespace: 'prod', releaseName: 'r' }]);
    expect(text).toContain('name: web-x');
  });

  it('fetches nothing unless it may', async () => {
    await expect(build({ 'kustomization.yaml': 'resources: [https://example.com/x.yaml]' })).rejects.toThrow(
      'remote bases are not enabled',
    );
    await expect(build({ 'kustomization.yaml': 'helmCharts: [{name: web}]' })).rejects.toThrow(
      'must specify --enable-helm',
    );
  });
});
