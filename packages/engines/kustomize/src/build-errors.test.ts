import { memoryTree } from '@gotk/file-tree';
import { findLocation, LocatedError } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { type KustomizeBuildOptions, kustomizeBuild } from './index.js';

type Files = Parameters<typeof memoryTree>[0];

async function failure(files: Files, options: Partial<KustomizeBuildOptions> = {}): Promise<Error> {
  try {
    await kustomizeBuild({ tree: memoryTree(files), rootPath: '/repo', ...options });
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the build did not fail');
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

describe('an error of an edited kustomization', () => {
  it('names the line that people wrote', async () => {
    const written = '# ours\nresources:\n- a.yaml\n- b.yaml\n';
    const edited = 'kind: Kustomization\nnamePrefix: x\nresources: [a.yaml, b.yaml]\n';
    const options = { overrides: { 'kustomization.yaml': edited } };
    const error = await failure({ 'kustomization.yaml': written, 'a.yaml': SERVICE }, options);
    expect(findLocation(error)).toMatchObject({ file: 'kustomization.yaml', line: 4 });
  });
});

describe('the advice on a path at which nothing is', () => {
  it.each([
    ['../bass', 'Did you mean base instead of bass?'],
    ['../other', 'Correct the path, or add other.'],
    ['confg.yaml', 'Did you mean config.yaml instead of confg.yaml?'],
    ['../nowhere/base', 'Correct the path, or add nowhere.'],
  ])('%s', async (path, hint) => {
    const files = {
      'base/kustomization.yaml': 'resources: []\n',
      'a/config.yaml': SERVICE,
      'a/kustomization.yaml': `resources:\n- ${path}\n`,
    };
    expect(await failure(files, { directory: 'a' })).toMatchObject({ hint });
  });
});

describe('an error', () => {
  const rows: readonly [what: string, files: Files, message: RegExp, place: string][] = [
    [
      'names the line of an unknown field',
      { 'kustomization.yaml': 'resources: []\nnamspace: x\n' },
      /^invalid Kustomization: json: unknown field "namspace"$/,
      'kustomization.yaml:2',
    ],
    [
      'names the line of a value of the wrong type',
      { 'kustomization.yaml': 'resources:\n- a.yaml\nimages:\n- name: [1]\n' },
      /cannot unmarshal array into Go struct field Image\.images\.name of type string$/,
      'kustomization.yaml:4',
    ],
    [
      'names the entry of an absent file',
      { 'kustomization.yaml': 'resources:\n- a.yaml\n- b.yaml\n', 'a.yaml': SERVICE },
      /evalsymlink failure on '\/repo\/b\.yaml' : lstat \/repo\/b\.yaml: no such file or directory$/,
      'kustomization.yaml:3',
    ],
    [
      'tells the first of several mistakes',
      {
        'kustomization.yaml':
          'resources:\n- a.yaml\npatches:\n- patch: nonsense\nlabels:\n- pairs: {a: b}\n  includeSelectors: true\n  fields: [{path: spec/selector, create: false}]\n',
        'a.yaml': SERVICE,
      },
      /unable to parse SM or JSON patch from \[patch: "nonsense"\]$/,
      'kustomization.yaml:4',
    ],
    [
      'names the line of bad YAML',
      { 'kustomization.yaml': 'resources:\n- a.yaml\n', 'a.yaml': `${SERVICE}spec: [\n` },
      /^accumulating resources: accumulating resources from 'a\.yaml': MalformedYAMLError: yaml: line 5: .* in File: a\.yaml$/,
      'a.yaml:6',
    ],
    [
      'names the patch of an object that has a field without a name',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: p.yaml\n',
        'a.yaml': `${SERVICE}spec: {"": 1}\n`,
        'p.yaml': SERVICE,
      },
      /^wrong node kind: expected ScalarNode but got MappingNode: node contents:\n\{"": 1\}\n$/,
      'kustomization.yaml:4',
    ],
    [
      'names the second of two objects with one id',
      { 'kustomization.yaml': 'resources:\n- a.yaml\n- b.yaml\n', 'a.yaml': SERVICE, 'b.yaml': `# again\n${SERVICE}` },
      /may not add resource with an already registered id: Service\.v1\.\[noGrp\]\/web\.\[noNs\]/,
      'b.yaml:2',
    ],
    [
      'names the line of bad YAML in the file of a patch',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: p.yaml\n  target: {kind: Service}\n',
        'a.yaml': SERVICE,
        'p.yaml': `${SERVICE}spec: [\n`,
      },
      /unable to parse SM or JSON patch from \[path: "p\.yaml"\]$/,
      'p.yaml:6',
    ],
    [
      'names the patch without a target',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: p.yaml\n',
        'a.yaml': SERVICE,
        'p.yaml': SERVICE.replace('web', 'wbe'),
      },
      /^no resource matches strategic merge patch "Service\.v1\.\[noGrp\]\/wbe\.\[noNs\]": no matches for Id/,
      'kustomization.yaml:4',
    ],
    [
      'names the layer below',
      {
        'kustomization.yaml': 'resources: [base]',
        'base/kustomization.yaml': 'namePrefix: x\nreplicas:\n- name: web\n  count: 2\nresources: []\n',
      },
      /recursed accumulation of path '\/repo\/base': resource with name web does not match a config/,
      'base/kustomization.yaml:3',
    ],
  ];
  it.each(rows)('%s', async (_, files, message, place) => {
    const error = await failure(files);
    expect(error).toBeInstanceOf(LocatedError);
    expect(error.message).toMatch(message);
    const at = findLocation(error);
    expect(`${at?.file}:${at?.line}`).toBe(place);
  });

  it('tells what to do', async () => {
    const error = await failure({
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]',
      'a.yaml': SERVICE,
      'b.yaml': SERVICE,
    });
    expect(error).toMatchObject({ hint: expect.stringContaining('It is also in a.yaml:1') });
  });
});

describe('nothing outside is read', () => {
  const outside = { 'secret.yaml': SERVICE, 'base/s.yaml': SERVICE };
  const rows: readonly [what: string, files: Files][] = [
    ['by ..', { 'app/kustomization.yaml': 'resources: [../secret.yaml]' }],
    ['by an absolute path', { 'app/kustomization.yaml': 'resources: [/repo/secret.yaml]' }],
    [
      'through a link',
      { 'app/kustomization.yaml': 'resources: [s.yaml]', 'app/s.yaml': { symlink: '../secret.yaml' } },
    ],
    [
      'through a link to a folder',
      { 'app/kustomization.yaml': 'resources: [b/s.yaml]', 'app/b': { symlink: '../base' } },
    ],
    ['by a generator', { 'app/kustomization.yaml': 'configMapGenerator: [{name: x, files: [../secret.yaml]}]' }],
  ];
  it.each(rows)('%s', async (_, files) => {
    const error = await failure({ ...outside, ...files }, { directory: 'app' });
    expect(error.message).toMatch(/security; file '.*' is not in or below '\/repo\/app'/);
  });

  it.each([
    ['above the tree', '../../etc/passwd'],
    ['beside the tree', '/etc/passwd'],
  ])('%s, even without the restriction', async (_, path) => {
    const files = { 'app/kustomization.yaml': `resources: [${path}]` };
    const error = await failure(files, { directory: 'app', loadRestrictor: 'LoadRestrictionsNone' });
    expect(error.message).toContain('no such file or directory');
  });
});

describe('a path that cannot be opened', () => {
  const rows: readonly [what: string, path: string, problem: string][] = [
    ['has a name that is too long', 'é'.repeat(128), 'file name too long'],
    ['has a name that is just short enough', 'a'.repeat(255), 'no such file or directory'],
    ['is too long as a whole', 'some/long/way/'.repeat(300), 'file name too long'],
    ['goes through a file', 'service.yaml/inside', 'not a directory'],
    ['goes around in links', 'around/inside', 'too many levels of symbolic links'],
  ];
  it.each(rows)('%s', async (_, path, problem) => {
    const around = { symlink: 'around' };
    const files = { 'kustomization.yaml': `resources: [${path}]`, 'service.yaml': SERVICE, around };
    const { message } = await failure(files, { loadRestrictor: 'LoadRestrictionsNone' });
    expect(message).toContain(`open /repo/${path.replace(/\/$/, '')}: ${problem}'`);
  });
});

describe('a build comes to an end', () => {
  const deep = Object.fromEntries(
    Array.from({ length: 70 }, (_, index) => [`d${index}/kustomization.yaml`, `resources: [../d${index + 1}]`]),
  );
  const rows: readonly [what: string, files: Files, options: Partial<KustomizeBuildOptions>, message: RegExp][] = [
    [
      'with a cycle',
      { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' },
      { directory: 'a' },
      /cycle detected/,
    ],
    ['with too many layers', deep, { directory: 'd0' }, /nested more than 64 deep/],
    [
      'with too large a file',
      { 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': SERVICE },
      { limits: { fileSizeBytes: 10 } },
      /larger than 10 bytes/,
    ],
    [
      'with too many files',
      { 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': SERVICE },
      { limits: { files: 3 } },
      /more than 3 files/,
    ],
    [
      'with too many objects',
      { 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': `${SERVICE}---\n${SERVICE}` },
      { limits: { objects: 1 } },
      /more than 1 objects/,
    ],
    [
      'with too much time',
      { 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': SERVICE },
      { limits: { timeMs: 2000 }, nowMs: clock(1000) },
      /takes longer than 2000 ms/,
    ],
    [
      'with lists that would take too long to merge',
      {
        'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: a.yaml}]',
        'a.yaml': `${SERVICE}spec:\n  ports:\n${Array.from({ length: 8000 }, (_, n) => `  - port: ${n}\n`).join('')}`,
      },
      {},
      /the lists to be merged are too long/,
    ],
    [
      'with aliases that explode',
      { 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': bomb() },
      {},
      /excessive aliasing/,
    ],
    [
      'with an external plugin',
      { 'kustomization.yaml': 'transformers: ["{apiVersion: x/v1, kind: Exec, metadata: {name: x}}"]' },
      {},
      /external plugins disabled/,
    ],
  ];
  it.each(rows)('%s', async (_, files, options, message) => {
    expect((await failure(files, options)).message).toMatch(message);
  });
});

/** A clock that goes on by so much whenever it is looked at. */
function clock(stepMs: number): () => number {
  let now = 0;
  return () => {
    now += stepMs;
    return now;
  };
}

function bomb(): string {
  const lines = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: bomb}', 'data:', '  a0: &a0 x'];
  for (let index = 1; index < 9; index++) {
    const alias = `*a${index - 1}`;
    lines.push(`  a${index}: &a${index} [${Array.from({ length: 9 }, () => alias).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}
