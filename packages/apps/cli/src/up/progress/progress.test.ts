import { memoryTree } from '@gotk/file-tree';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { noPaint } from '../view/paint.js';
import { renderTreeLines } from '../view/render-tree-lines.js';
import { advanceTimers } from './advance-timers.js';
import { buildProgress, type ClusterView } from './build-progress.js';
import { describeCycle } from './describe-cycle.js';
import { findDependencyCycle } from './find-cycle.js';
import { findDeclaration } from './find-declaration.js';
import { nodeId, type ProgressNode } from './progress-node.js';
import { settlementOf } from './settle.js';

const NEW = 'main@sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
const OLD = 'main@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

interface Facts {
  readonly ready?: readonly ['True' | 'False' | 'Unknown', reason: string, message: string];
  readonly revision?: string;
  readonly attempted?: string;
  readonly inventory?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly reconciling?: string;
  readonly stalled?: boolean;
  readonly healthy?: 'True' | 'False' | 'Unknown';
  readonly suspend?: boolean;
  readonly observedGeneration?: number;
  readonly readyGeneration?: number;
  readonly diagnostics?: readonly object[];
}

function conditionsOf({ ready, reconciling, stalled, healthy, readyGeneration }: Facts): readonly object[] {
  const [status, reason, message] = ready ?? [];
  return [
    ...(ready === undefined ? [] : [{ type: 'Ready', status, reason, message, observedGeneration: readyGeneration }]),
    ...(reconciling === undefined ? [] : [{ type: 'Reconciling', status: 'True', reason: reconciling, message: '' }]),
    ...(healthy === undefined ? [] : [{ type: 'Healthy', status: healthy, reason: 'Progressing', message: '' }]),
    ...(stalled ? [{ type: 'Stalled', status: 'True', reason: 'Bad', message: 'bad' }] : []),
  ];
}

function git(facts: Facts): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: 'flux-system', generation: 1 },
    spec: { suspend: facts.suspend },
    status: {
      observedGeneration: facts.observedGeneration ?? 1,
      conditions: conditionsOf(facts),
      artifact: { revision: facts.revision },
    },
  };
}

function ks(name: string, facts: Facts): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system', generation: 1 },
    spec: {
      suspend: facts.suspend,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      dependsOn: facts.dependsOn?.map((each) => ({ name: each })),
    },
    status: {
      observedGeneration: facts.observedGeneration ?? 1,
      conditions: conditionsOf(facts),
      lastAppliedRevision: facts.revision,
      lastAttemptedRevision: facts.attempted ?? facts.revision,
      inventory: { entries: (facts.inventory ?? []).map((id) => ({ id, v: 'v1' })) },
      diagnostics: facts.diagnostics,
    },
  };
}

const OK = ['True', 'Succeeded', 'fine'] as const;
const deployment = (ready: boolean): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', generation: 1 },
  spec: { replicas: 1 },
  status: ready
    ? {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
        conditions: [{ type: 'Available', status: 'True' }],
      }
    : { observedGeneration: 1 },
});

function view(
  flux: readonly KubeObject[],
  more: Partial<ClusterView> & { objects?: readonly KubeObject[] } = {},
): ClusterView {
  const find = (key: ObjectKey): KubeObject | undefined =>
    more.objects?.find(({ kind, metadata }) => kind === key.kind && metadata.name === key.name);
  const isHandled = (kind: string): boolean => kind === 'GitRepository' || kind === 'Kustomization';
  return { flux, find, isHandled, isPending: () => false, nowMs: 0, ...more };
}

function states(roots: readonly ProgressNode[]): readonly string[] {
  return roots.flatMap((node) => [
    `${nodeId(node)} ${node.state}`,
    ...states(node.children).map((line) => `  ${line}`),
  ]);
}

describe('buildProgress', () => {
  it('hangs Kustomizations below their source, and what they applied below them', () => {
    const roots = buildProgress(
      view(
        [
          ks('apps', { ready: OK, revision: NEW, inventory: ['shop_web_apps_Deployment'] }),
          ks('root', {
            ready: OK,
            revision: NEW,
            inventory: [
              'flux-system_apps_kustomize.toolkit.fluxcd.io_Kustomization',
              'flux-system_root_kustomize.toolkit.fluxcd.io_Kustomization',
            ],
          }),
          git({ ready: OK, revision: NEW }),
        ],
        { objects: [deployment(true)] },
      ),
    );
    expect(states(roots)).toEqual([
      'GitRepository/flux-system/fleet ready',
      '  Kustomization/flux-system/root ready',
      '    Kustomization/flux-system/apps ready',
      '      Deployment/shop/web ready',
    ]);
    expect(settlementOf(roots)).toEqual({ kind: 'ready' });
  });

  const rows: readonly [name: string, source: Facts, kustomization: Facts, expected: string][] = [
    ['ready', { ready: OK, revision: NEW }, { ready: OK, revision: NEW }, 'ready'],
    ['not reconciled yet', { ready: OK, revision: NEW }, { observedGeneration: -1 }, 'progressing'],
    [
      'behind its generation',
      { ready: OK, revision: NEW },
      { ready: OK, revision: NEW, observedGeneration: 0 },
      'progressing',
    ],
    [
      'failed before it was ever ready',
      { ready: OK, revision: NEW },
      { ready: ['False', 'BuildFailed', 'x'], readyGeneration: 1, attempted: NEW, observedGeneration: -1 },
      'failed',
    ],
    ['behind its source', { ready: OK, revision: NEW }, { ready: OK, revision: OLD }, 'progressing'],
    [
      'failed on the revision before',
      { ready: OK, revision: NEW },
      { ready: ['False', 'BuildFailed', 'x'], attempted: OLD },
      'progressing',
    ],
    [
      'failed',
      { ready: OK, revision: NEW },
      { ready: ['False', 'BuildFailed', 'x'], attempted: NEW, reconciling: 'ProgressingWithRetry' },
      'failed',
    ],
    [
      'stalled',
      { ready: OK, revision: NEW },
      { ready: ['False', 'InvalidSpec', 'x'], attempted: NEW, stalled: true },
      'failed',
    ],
    [
      'waiting for a dependency',
      { ready: OK, revision: NEW },
      { ready: ['False', 'DependencyNotReady', 'x'], attempted: NEW },
      'waiting',
    ],
    [
      'applying',
      { ready: OK, revision: NEW },
      { ready: ['Unknown', 'Progressing', 'x'], reconciling: 'Progressing' },
      'progressing',
    ],
    ['suspended', { ready: OK, revision: NEW }, { ready: OK, revision: OLD, suspend: true }, 'suspended'],
    [
      'of a failed source',
      { ready: ['False', 'GitOperationFailed', 'x'] },
      { ready: ['False', 'ArtifactFailed', 'x'] },
      'waiting',
    ],
    ['of a source at work', {}, { ready: ['False', 'ArtifactFailed', 'x'] }, 'progressing'],
    ['of a suspended source', { ready: OK, revision: NEW, suspend: true }, { ready: OK, revision: OLD }, 'ready'],
  ];
  it.each(rows)('judges a Kustomization that is %s', (_, source, kustomization, expected) => {
    const [root] = buildProgress(view([git(source), ks('apps', kustomization)]));
    expect(root?.children[0]?.state).toBe(expected);
  });

  it('counts a source that has yet to answer as at work', () => {
    const source = git({ ready: OK, revision: OLD });
    const [root] = buildProgress(view([source], { isPending: (object) => object === source }));
    expect(root?.state).toBe('progressing');
  });

  it('tells of kinds without a controller', () => {
    const release: KubeObject = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'a', namespace: 'b' },
    };
    const [root] = buildProgress(view([release]));
    expect(root).toMatchObject({ state: 'unhandled', message: 'no controller for HelmRelease runs here' });
  });

  it('counts applied objects that are not there or not ready as at work', () => {
    const facts = { ready: OK, revision: NEW, inventory: ['shop_web_apps_Deployment'] };
    for (const objects of [[], [deployment(false)]]) {
      const roots = buildProgress(view([git({ ready: OK, revision: NEW }), ks('apps', facts)], { objects }));
      expect(settlementOf(roots)).toEqual({ kind: 'working' });
    }
  });

  const release = (conditions: readonly object[], spec: object = {}): KubeObject => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace: 'shop', generation: 1 },
    ...{
      spec,
      status: { conditions, inventory: { entries: [{ id: 'shop_web_apps_Deployment', v: 'v1' }] } },
    },
  });

  it('says of an object of a release that it is gone and that nothing puts it back', () => {
    const ready = [{ type: 'Ready', status: 'True', reason: 'InstallSucceeded', message: 'done' }];
    const look = (spec: object): string | undefined =>
      buildProgress(view([release(ready, spec)], { isHandled: () => true }))[0]?.children[0]?.message;
    expect(look({})).toBe('not found, and drift detection of the HelmRelease is not enabled');
    expect(look({ driftDetection: { mode: 'enabled' } })).toBe('not found');
  });

  it('tells why a release was rolled back', () => {
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'RollbackSucceeded', message: 'Helm rollback succeeded' },
      { type: 'Released', status: 'False', reason: 'UpgradeFailed', message: 'Helm upgrade failed: too late' },
      { type: 'Remediated', status: 'True', reason: 'RollbackSucceeded', message: 'Helm rollback succeeded' },
    ];
    const [root] = buildProgress(view([release(conditions)], { isHandled: () => true }));
    expect(root?.message).toBe('Helm rollback succeeded, after: Helm upgrade failed: too late');
  });

  it('does not count health checks of kinds without a controller as work', () => {
    const checking = ['Unknown', 'Progressing', 'Reconciliation in progress'] as const;
    const bucket = { ...git({}), kind: 'Bucket', metadata: { name: 'files', namespace: 'flux-system' } };
    const inventory = ['flux-system_files_source.toolkit.fluxcd.io_Bucket', 'shop_web_apps_Deployment'];
    const look = (isWebReady: boolean): readonly string[] =>
      states(
        buildProgress(
          view([ks('apps', { ready: checking, healthy: 'Unknown', inventory }), bucket], {
            objects: [deployment(isWebReady)],
          }),
        ),
      );
    expect(look(false)[0]).toBe('Kustomization/flux-system/apps progressing');
    expect(look(true)[0]).toBe('Kustomization/flux-system/apps waiting');
  });

  it('survives Kustomizations that applied each other', () => {
    const inventory = (name: string): string[] => [`flux-system_${name}_kustomize.toolkit.fluxcd.io_Kustomization`];
    const roots = buildProgress(
      view([ks('a', { ready: OK, inventory: inventory('b') }), ks('b', { ready: OK, inventory: inventory('a') })]),
    );
    expect(roots).toEqual([]);
  });
});

describe('settlementOf', () => {
  it('has nothing to say before there is anything', () => {
    expect(settlementOf([])).toEqual({ kind: 'working' });
  });

  it('names what is stuck', () => {
    const roots = buildProgress(
      view([git({ ready: OK, revision: NEW }), ks('apps', { ready: ['False', 'BuildFailed', 'x'], attempted: NEW })]),
    );
    const settlement = settlementOf(roots);
    expect(settlement.kind === 'stuck' && settlement.nodes.map(nodeId)).toEqual(['Kustomization/flux-system/apps']);
  });
});

describe('findDependencyCycle', () => {
  const rows: readonly [name: string, edges: Record<string, string[]>, expected: string[] | undefined][] = [
    ['no edges', { a: [] }, undefined],
    ['a chain', { a: ['b'], b: ['c'], c: [] }, undefined],
    ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
    ['something missing', { a: ['nope'] }, undefined],
    ['itself', { a: ['a'] }, ['a', 'a']],
    ['two', { a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    ['a cycle behind a chain', { x: ['a'], a: ['b'], b: ['c'], c: ['a'] }, ['a', 'b', 'c', 'a']],
  ];
  it.each(rows)('%s', (_, edges, expected) => {
    const objects = Object.entries(edges).map(([name, dependsOn]) => ks(name, { dependsOn }));
    expect(findDependencyCycle(objects)?.map(({ metadata }) => metadata.name)).toEqual(expected);
  });

  it('is told with its place', async () => {
    const a = ks('a', { ready: ['False', 'DependencyNotReady', 'x'], dependsOn: ['b'] });
    const b = ks('b', { ready: ['False', 'DependencyNotReady', 'x'], dependsOn: ['a'] });
    const cluster = view([a, b]);
    const roots = buildProgress(cluster);
    const declared = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: ${a.apiVersion}\nkind: Kustomization\nmetadata:\n  name: a\nspec:\n  dependsOn:\n    - name: b\n`;
    const tree = memoryTree({ 'clusters/x/all.yaml': declared, 'README.md': 'Kustomization a' });
    const error = await describeCycle({ roots, cluster, settlement: settlementOf(roots) }, async () => tree);
    expect(error?.message).toBe('dependency cycle: Kustomization flux-system/a → flux-system/b → flux-system/a');
    expect(error?.at).toEqual({ file: 'clusters/x/all.yaml', line: 10, column: 3 });
    expect(error?.hint).toContain('dependsOn');
  });
});

describe('findDeclaration', () => {
  it('passes over files that cannot be read', () => {
    const tree = memoryTree({
      'a.yaml': 'kind: Kustomization\nname: apps\n  broken: [',
      'b.yml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\n',
    });
    expect(findDeclaration(tree, ks('apps', {}), ['metadata', 'name'])).toEqual({ file: 'b.yml', line: 4, column: 3 });
    expect(findDeclaration(tree, ks('other', {}), ['metadata'])).toBeUndefined();
  });
});

describe('advanceTimers', () => {
  it('measures the way to ready, again after each change', () => {
    const node = (state: ProgressNode['state']): readonly ProgressNode[] => [
      {
        kind: 'K',
        namespace: '',
        name: 'a',
        isFlux: true,
        isMissing: false,
        state,
        revision: '',
        message: '',
        diagnostics: [],
        children: [],
      },
    ];
    let timers = advanceTimers(new Map(), node('progressing'), 100);
    timers = advanceTimers(timers, node('failed'), 150);
    timers = advanceTimers(timers, node('ready'), 300);
    expect(timers.get('K/a')).toEqual({ state: 'ready', startedMs: 100, tookMs: 200 });
    timers = advanceTimers(timers, node('progressing'), 1000);
    timers = advanceTimers(timers, node('ready'), 1200);
    expect(timers.get('K/a')).toEqual({ state: 'ready', startedMs: 1000, tookMs: 200 });
    expect(advanceTimers(timers, [], 1300).size).toBe(0);
  });
});

describe('renderTreeLines', () => {
  const roots = buildProgress(
    view(
      [
        git({ ready: OK, revision: NEW }),
        ks('apps', {
          ready: ['False', 'BuildFailed', 'kustomize build failed: no such file'],
          attempted: NEW,
          revision: OLD,
          inventory: ['shop_web_apps_Deployment', 'shop_cache_apps_StatefulSet'],
          diagnostics: [
            { code: 'x', message: 'no such file', file: 'apps/kustomization.yaml', line: 3, hint: 'Add the file.' },
          ],
        }),
      ],
      { objects: [deployment(true), { ...deployment(true), kind: 'Service', metadata: { name: 'cache' } }] },
    ),
  );
  const timers = advanceTimers(advanceTimers(new Map(), [], 0), roots, 0);
  const render = (size: { columns?: number; rows?: number }): readonly string[] =>
    renderTreeLines(roots, { timers, nowMs: 2500, paint: noPaint, columns: 120, rows: 50, ...size });

  it('shows status, revision, time, message, place and hint', () => {
    expect(render({})).toEqual([
      '✔  GitRepository/flux-system/fleet  main@sha1:bbbbbbbb',
      '└── ✗  Kustomization/flux-system/apps  main@sha1:aaaaaaaa  2.5s  kustomize build failed: no such file',
      '    │   at apps/kustomization.yaml:3',
      '    │   hint: Add the file.',
      '    ├── ✔  Deployment/shop/web',
      '    └── ◎  StatefulSet/shop/cache  2.5s  not found',
    ]);
  });

  it('folds up what is well when the screen is small, and cuts the rest', () => {
    expect(render({ rows: 5 }).at(-1)).toBe('… 2 more lines');
    expect(render({ columns: 20 })[0]).toBe('✔  GitRepository/fl…');
    const many = buildProgress(
      view(
        [
          git({ ready: OK, revision: NEW }),
          ks('apps', { ready: OK, revision: NEW, inventory: ['shop_web_apps_Deployment', 'shop_b_apps_Deployment'] }),
        ],
        {
          find: () => deployment(true),
        },
      ),
    );
    expect(renderTreeLines(many, { timers, nowMs: 0, paint: noPaint, columns: 80, rows: 3 }).at(-1)).toBe(
      '    └── 2 objects ready',
    );
  });
});

it('puts artifacts below their generator, and charts below their release', () => {
  const object = (kind: string, name: string, status: object = {}): KubeObject => ({
    apiVersion: `${kind === 'HelmRelease' ? 'helm' : 'source'}.toolkit.fluxcd.io/${kind === 'HelmRelease' ? 'v2' : 'v1'}`,
    kind,
    metadata: { name, namespace: 'flux-system', generation: 1 },
    status: { observedGeneration: 1, conditions: conditionsOf({ ready: ['True', 'Succeeded', 'done'] }), ...status },
  });
  const inventory = [{ name: 'apps', namespace: 'flux-system', digest: 'sha256:0', filename: '0.tar.gz' }];
  const flux = [
    { ...object('ArtifactGenerator', 'all', { inventory }), apiVersion: 'source.extensions.fluxcd.io/v1beta1' },
    object('ExternalArtifact', 'apps'),
    object('HelmRelease', 'web', { helmChart: 'flux-system/web' }),
    object('HelmChart', 'web'),
  ];
  const view = { flux, find: () => undefined, isHandled: () => true, isPending: () => false, nowMs: 0 };
  const shape = buildProgress(view).map(({ kind, children }) => [kind, children.map((child) => child.kind)]);
  expect(shape).toEqual([
    ['ArtifactGenerator', ['ExternalArtifact']],
    ['HelmRelease', ['HelmChart']],
  ]);
});

it('names a file of a generated artifact as in its source', () => {
  const metadata = { name: 'apps', namespace: 'flux-system' };
  const conditions = conditionsOf({ ready: ['False', 'BuildFailed', 'no'] });
  const diagnostics = [{ code: 'x', message: 'no', file: 'st/a.yaml', line: 3 }];
  const copy = [{ from: '@repo/apps/staging/**', to: '@artifact/st/' }];
  const generator = { kind: 'ArtifactGenerator', namespace: 'flux-system', name: 'all' };
  const flux = [
    {
      apiVersion: 'source.extensions.fluxcd.io/v1beta1',
      kind: 'ArtifactGenerator',
      metadata: { name: 'all', namespace: 'flux-system' },
      spec: { artifacts: [{ name: 'apps', copy }] },
    },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'ExternalArtifact',
      metadata,
      spec: { sourceRef: generator },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { ...metadata, generation: 1 },
      spec: { sourceRef: { kind: 'ExternalArtifact', name: 'apps' } },
      status: { observedGeneration: 1, conditions, diagnostics },
    },
  ];
  const view = { flux, find: () => undefined, isHandled: () => true, isPending: () => false, nowMs: 0 };
  const below = buildProgress(view).flatMap(({ children }) => children);
  expect(below.map((node) => node.diagnostics)).toEqual([[{ ...diagnostics[0], file: 'apps/staging/a.yaml' }]]);
});
