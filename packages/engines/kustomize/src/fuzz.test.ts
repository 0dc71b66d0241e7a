import { type FileTree, memoryTree, type TreeEntry } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { parseYamlNodes } from '@gotk/yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuildCache, kustomizeBuild, renderBuild } from './index.js';
import { sameNode } from './node/same-node.js';
import { style, tag, type YamlNode } from './node/yaml-node.js';
import { fromYamlNodes } from './read/from-yaml-nodes.js';
import { parseSimpleYaml } from './read/parse-simple-yaml.js';

const FILES: Readonly<Record<string, string>> = {
  'app/kustomization.yaml': `resources: [../base, extra.yaml]
components: [../part]
namespace: prod
namePrefix: x-
labels:
- pairs: {a: b}
  includeSelectors: true
images:
- name: nginx
  newTag: "2"
patches:
- path: patch.yaml
- target: {kind: Service, name: w.*}
  patch: '[{"op": "add", "path": "/spec/type", "value": "ClusterIP"}]'
replacements:
- source: {kind: Service, name: web, fieldPath: metadata.name}
  targets:
  - select: {kind: Deployment}
    fieldPaths: [spec.template.spec.containers.[name=app].image]
    options: {delimiter: ":", index: 1}
vars:
- name: HOST
  objref: {apiVersion: v1, kind: Service, name: web}
configMapGenerator:
- name: settings
  envs: [settings.env]
`,
  'app/extra.yaml': 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c}\n',
  'app/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n',
  'app/settings.env': 'A=1\n# b\nC="x"\n',
  'base/kustomization.yaml': 'resources:\n- all.yaml\n',
  'base/all.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: &m
  name: web
  annotations: {x: "1"}
spec:
  template:
    spec:
      containers:
      - name: app
        image: nginx:1
        args: ["$(HOST)"]
        envFrom:
        - configMapRef: {name: settings}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{port: 80}]
`,
  'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -p\n',
};

const SNIPPETS = [
  '\n',
  '  ',
  '- ',
  ': ',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '|',
  '&a ',
  '*a',
  '!!int ',
  '---\n',
  '#',
  '\t',
  '\0',
  '../',
  '/',
];
const VALUES = [
  'null',
  '[]',
  '{}',
  '""',
  '1',
  'true',
  '../../x',
  '/etc/passwd',
  '$patch',
  '(',
  '*',
  '~',
  '<<',
  '9'.repeat(40),
  'é',
];

/** One change to one file: something put in at a place, or in place of a line or of a word. */
const change = fc.record({
  file: fc.constantFrom(...Object.keys(FILES)),
  at: fc.nat(2000),
  edit: fc.oneof(
    fc.constantFrom(...SNIPPETS).map((text) => ({ kind: 'insert', text }) as const),
    fc.constantFrom(...VALUES).map((text) => ({ kind: 'word', text }) as const),
    fc.constant({ kind: 'drop', text: '' } as const),
  ),
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function applyChange(text: string, { at, edit }: Change): string {
  const offset = text.length === 0 ? 0 : at % text.length;
  if (edit.kind === 'insert') return text.slice(0, offset) + edit.text + text.slice(offset);
  const pattern = edit.kind === 'drop' ? /.*\n?/y : /\S+/y;
  pattern.lastIndex = edit.kind === 'drop' ? text.lastIndexOf('\n', offset) + 1 : offset;
  const found = pattern.exec(text)?.[0] ?? '';
  const start = edit.kind === 'drop' ? text.lastIndexOf('\n', offset) + 1 : offset;
  return text.slice(0, start) + edit.text + text.slice(start + found.length);
}

/** The fast parser knows no comments of keys. */
function bareKeys(node: YamlNode): YamlNode {
  const keys = node.keys.map((key) =>
    typeof key === 'object' && key.tag === tag.string && key.style === style.plain ? key.value : key,
  );
  return { ...node, keys, items: node.items.map(bareKeys) };
}

/** A tree that notes which files are read. */
function watched(tree: FileTree, read: Set<string>): FileTree {
  return {
    entry(path): TreeEntry | undefined {
      const entry = tree.entry(path);
      if (entry?.kind !== 'file') return entry;
      return {
        ...entry,
        read: () => {
          read.add(path);
          return entry.read();
        },
      };
    },
  };
}

const cache = createBuildCache();

/** Builds within its limit of time, and tells the output or the error, and what was read of what it may not read. */
async function buildWatched(
  files: Parameters<typeof memoryTree>[0],
  withCache?: typeof cache,
): Promise<{ readonly outcome: string; readonly outside: readonly string[] }> {
  const read = new Set<string>();
  const startedMs = performance.now();
  let outcome: string;
  try {
    const tree = watched(memoryTree(files), read);
    const shared = withCache === undefined ? {} : { cache: withCache };
    outcome = renderBuild(await kustomizeBuild({ tree, directory: 'app', ...shared }));
  } catch (error) {
    expect(error).toBeInstanceOf(LocatedError);
    outcome = String(error);
  }
  expect(performance.now() - startedMs).toBeLessThan(5000);
  return { outcome, outside: [...read].filter((path) => path.startsWith('outside/')) };
}

describe('any change to a kustomization', () => {
  it('builds or fails with an error of ours, soon, and without a look at what is outside', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const files: Record<string, string> = {
          ...FILES,
          'outside/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n',
        };
        for (const each of changes) files[each.file] = applyChange(files[each.file] ?? '', each);
        const { outcome, outside } = await buildWatched(files);
        expect(outside).toEqual([]);
        // What other builds have left behind makes no difference.
        expect((await buildWatched(files, cache)).outcome).toBe(outcome);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  it('reads nothing outside through links', async () => {
    const link = fc.record({
      at: fc.constantFrom('app/extra.yaml', 'app/patch.yaml', 'app/settings.env', 'app/more', 'base/all.yaml', 'base'),
      target: fc.constantFrom(
        '../outside/secret.yaml',
        '/outside/secret.yaml',
        '/etc/passwd',
        '../../..',
        '../outside',
        '.',
        'x',
      ),
    });
    const resource = fc.constantFrom(
      'more',
      'more/secret.yaml',
      '../outside/secret.yaml',
      '/outside/secret.yaml',
      'more/..',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(link, { minLength: 1, maxLength: 3 }), resource, async (links, named) => {
        const files: Record<string, string | { readonly symlink: string }> = {
          ...FILES,
          'app/kustomization.yaml': (FILES['app/kustomization.yaml'] ?? '').replace(
            'extra.yaml',
            `extra.yaml, ${named}`,
          ),
          'outside/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n',
        };
        for (const { at, target } of links) files[at] = { symlink: target };
        // A link has nothing below it.
        if ('base' in files) for (const name of ['all', 'kustomization']) delete files[`base/${name}.yaml`];
        expect((await buildWatched(files)).outside).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is read the same by the fast parser as by the other, where the fast one reads it', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        for (const each of changes) {
          const text = changes.reduce(applyChange, FILES[each.file] ?? '').replaceAll('---\n', '');
          const simple = parseSimpleYaml(text);
          if (simple === undefined || simple === null) continue;
          const full = fromYamlNodes(parseYamlNodes(text).root, { nodes: 10_000 });
          if (!sameNode(simple, bareKeys(full))) throw new Error(`read differently: ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
