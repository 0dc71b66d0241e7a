import type { KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.js';

const REVISION = 'main@sha1:473fb30c1111111111111111111111111111aaaa';
const ready = (message: string, status: 'True' | 'False' = 'True') => [
  {
    type: 'Ready',
    status,
    reason: 'Succeeded',
    message,
    lastTransitionTime: '2024-05-06T07:08:09Z',
    observedGeneration: 1,
  },
];

const source: KubeObject = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'app', namespace: 'flux-system' },
  spec: { interval: '1h', url: 'https://example.com/app.git', ref: { branch: 'main' }, suspend: false },
  status: {
    observedGeneration: 1,
    conditions: ready(`stored artifact for revision '${REVISION}'`),
    artifact: {
      revision: REVISION,
      digest: `sha256:${'a'.repeat(64)}`,
      path: 'a.tar.gz',
      url: 'http://x/a.tar.gz',
      lastUpdateTime: '2024-05-06T07:08:09Z',
      size: 1_363_149,
    },
  },
};

const kustomization = (name: string, more: object = {}): KubeObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  spec: { interval: '10m', prune: true, path: './deploy', sourceRef: { kind: 'GitRepository', name: 'app' } },
  status: {
    observedGeneration: 1,
    lastAppliedRevision: REVISION,
    conditions: ready(`Applied revision: ${REVISION}`),
    ...more,
  },
});

const configMap: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'settings',
    namespace: 'flux-system',
    labels: {
      'kustomize.toolkit.fluxcd.io/name': 'child',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    },
  },
};

let cluster: TestCluster;
const cells = (table: string): string[][] =>
  table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/\t$/, '')
        .split('\t')
        .map((cell) => cell.trim()),
    );

beforeAll(async () => {
  cluster = await startTestCluster();
  await cluster.create(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } },
    source,
    kustomization('parent', {
      inventory: { entries: [{ id: 'flux-system_child_kustomize.toolkit.fluxcd.io_Kustomization', v: 'v1' }] },
    }),
    kustomization('child', { inventory: { entries: [{ id: 'flux-system_settings__ConfigMap', v: 'v1' }] } }),
    { ...kustomization('broken'), status: { observedGeneration: 1, conditions: ready('no such path', 'False') } },
    configMap,
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
      kind: 'Alert',
      metadata: { name: 'chat', namespace: 'other' },
      spec: { providerRef: { name: 'slack' }, eventSources: [{ kind: 'Kustomization', name: '*' }] },
    },
  );
});

afterAll(() => cluster.close());

describe('flux get', () => {
  const rows: readonly [args: string, expected: string[][]][] = [
    [
      'get sources git',
      [
        ['NAME', 'REVISION', 'SUSPENDED', 'READY', 'MESSAGE'],
        ['app', 'main@sha1:473fb30c', 'False', 'True', "stored artifact for revision 'main@sha1:473fb30c'"],
      ],
    ],
    ['get ks broken --no-header', [['broken', '', 'False', 'False', 'no such path']]],
    [
      'get ks child --no-header --show-source',
      [
        [
          'child',
          'GitRepository/flux-system/app',
          'main@sha1:473fb30c',
          'False',
          'True',
          'Applied revision: main@sha1:473fb30c',
        ],
      ],
    ],
    ['get ks --no-header --status-selector ready=false', [['broken', '', 'False', 'False', 'no such path']]],
    ['get ks --no-header --status-selector READY!=True', [['broken', '', 'False', 'False', 'no such path']]],
    ['get alerts -A --no-header', [['other', 'chat', 'False', 'True', 'Alert is Ready']]],
    ['get all -n other --no-header', [['alert/chat', 'False', 'True', 'Alert is Ready']]],
    ['get ks --status-selector ready=unknown', [['NAME', 'REVISION', 'SUSPENDED', 'READY', 'MESSAGE']]],
  ];
  it.each(rows)('%s', async (args, expected) => {
    const run = await cluster.flux(args.split(' '));
    expect(run.stderr).toBe('');
    expect(cells(run.stdout)).toEqual(expected);
  });

  const failures: readonly [args: string, stderr: string, exitCode: number][] = [
    ['get ks nope', `✗ Kustomization object 'nope' not found in "flux-system" namespace\n`, 1],
    ['get ks -n other', `✗ no Kustomization objects found in "other" namespace\n`, 1],
    ['get hr -A', '✗ no HelmRelease objects found in any namespace\n', 1],
    ['get ks -l a=b', `✗ no Kustomization objects found in "flux-system" namespace\n`, 1],
    [
      'get ks --status-selector ready',
      '✗ expected status selector in type=status or type!=status format, but found: ready\n',
      1,
    ],
    ['get sources all -n empty', '', 0],
    ['get all --watch', '✗ expected a single resource type, but found all\n', 1],
  ];
  it.each(failures)('%s', async (args, stderr, exitCode) => {
    expect(await cluster.flux(args.split(' '))).toEqual({ stdout: '', stderr, exitCode });
  });

  it('watches', async () => {
    const stop = new AbortController();
    let seen = '';
    const done = cluster.flux(['get', 'ks', 'child', '--watch'], {
      signal: stop.signal,
      stdout: (text) => {
        seen += text;
        stop.abort(new Error('enough'));
      },
    });
    await done;
    expect(cells(seen)[0]).toEqual(['NAME', 'REVISION', 'SUSPENDED', 'READY', 'MESSAGE']);
    expect(cells(seen)[1]?.[0]).toBe('child');
  });
});

describe('flux tree, trace, stats, export and events', () => {
  it('prints a tree', async () => {
    const { stdout } = await cluster.flux(['tree', 'ks', 'parent']);
    expect(stdout).toBe(
      'Kustomization/flux-system/parent\n└── Kustomization/flux-system/child\n    └── ConfigMap/flux-system/settings\n\n',
    );
    const compact = await cluster.flux(['tree', 'ks', 'parent', '--compact', '-o', 'json']);
    expect(JSON.parse(compact.stdout)).toEqual({
      resource: {
        Namespace: 'flux-system',
        Name: 'parent',
        GroupKind: { Group: 'kustomize.toolkit.fluxcd.io', Kind: 'Kustomization' },
      },
      resources: [
        {
          resource: {
            Namespace: 'flux-system',
            Name: 'child',
            GroupKind: { Group: 'kustomize.toolkit.fluxcd.io', Kind: 'Kustomization' },
          },
        },
      ],
    });
  });

  it('traces an object', async () => {
    const { stdout, stderr } = await cluster.flux(['trace', 'configmap', 'settings']);
    expect(stderr).toBe('');
    expect(stdout).toBe(`
Object:          ConfigMap/settings
Namespace:       flux-system
Status:          Managed by Flux
---
Kustomization:   child
Namespace:       flux-system
Path:            ./deploy
Revision:        ${REVISION}
Status:          Last reconciled at 2024-05-06 07:08:09 +0000 UTC
Message:         Applied revision: ${REVISION}
---
GitRepository:   app
Namespace:       flux-system
URL:             https://example.com/app.git
Branch:          main
Revision:        ${REVISION}
Status:          Last reconciled at 2024-05-06 07:08:09 +0000 UTC
Message:         stored artifact for revision '${REVISION}'
`);
  });

  const traces: readonly [args: string[], stderr: RegExp, exitCode: number][] = [
    [
      ['trace', 'nothing', '--kind', 'ConfigMap', '--api-version', 'v1'],
      /^✗ failed to find object: configmaps "nothing" not found\n$/,
      1,
    ],
    [['trace'], /^✗ either `<resource>\/<name>` or `<resource> <name>` is required/, 1],
    [['trace', 'nothing'], /^✗ resource\(s\) were provided, but no name was specified\n$/, 1],
    [['trace', 'configmap', 'nothing'], /^✗ x: configmaps "nothing" not found\n$/, 1],
    [['trace', 'a/b/c'], /^✗ arguments in resource\/name form may not have more than one slash\n$/, 1],
    [['trace', 'configmap', 'configmap/x'], /^✗ there is no need to specify a resource type as a separate argument/, 1],
    [['tree', 'artifact', 'generator'], /^✗ accepts 1 arg\(s\), received 0\n$/, 1],
    [
      ['get', 'ks', '-l', 'a==='],
      /^✗ unable to parse label selector: couldn't parse the selector string "a===": unable to parse requirement: /,
      1,
    ],
    [['trace', 'gadget', 'x'], /^✗ the server doesn't have a resource type "gadget"\n$/, 1],
    [
      ['trace', 'gitrepo/app'],
      /^failed to trace GitRepository\/app in namespace flux-system: object not managed by Flux$/,
      0,
    ],
  ];
  it.each(traces)('%j', async (args, stderr, exitCode) => {
    const run = await cluster.flux(args);
    expect(run.stderr).toMatch(stderr);
    expect(run.exitCode).toBe(exitCode);
  });

  it('counts', async () => {
    const rows = cells((await cluster.flux(['stats'])).stdout);
    expect(rows[0]).toEqual(['RECONCILERS', 'RUNNING', 'FAILING', 'SUSPENDED', 'STORAGE']);
    expect(rows).toContainEqual(['GitRepository', '1', '0', '0', '1.3 MiB']);
    expect(rows).toContainEqual(['Kustomization', '3', '1', '0', '-']);
  });

  it('exports', async () => {
    expect((await cluster.flux(['export', 'source', 'git', 'app'])).stdout).toBe(`---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: app
  namespace: flux-system
spec:
  interval: 1h0m0s
  ref:
    branch: main
  timeout: 1m0s
  url: https://example.com/app.git
`);
    const none = await cluster.flux(['export', 'ks', '--all', '-n', 'empty']);
    expect(none).toMatchObject({ stderr: '✗ no objects found in empty namespace\n', exitCode: 1 });
  });

  it('lists events of an object and of its source', async () => {
    const event = (kind: string, name: string, seconds: number): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${seconds}`, namespace: 'flux-system' },
      involvedObject: { kind, name, namespace: 'flux-system' },
      type: 'Normal',
      reason: 'Told',
      message: `about ${name}`,
      firstTimestamp: new Date(1_700_000_000_000 - seconds * 1000).toISOString(),
      lastTimestamp: new Date(1_700_000_000_000 - seconds * 1000).toISOString(),
      count: 1,
    });
    await cluster.create(event('Kustomization', 'child', 5), event('GitRepository', 'app', 65), event('Pod', 'app', 1));
    const run = await cluster.flux(['events', '--for', 'kustomization/child'], { nowMs: () => 1_700_000_000_000 });
    expect(cells(run.stdout)).toEqual([
      ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
      ['65s', 'Normal', 'Told', 'GitRepository/app', 'about app'],
      ['5s', 'Normal', 'Told', 'Kustomization/child', 'about child'],
    ]);
    const all = await cluster.flux(['events', '-A'], { nowMs: () => 1_700_000_000_000 });
    expect(cells(all.stdout).map(([namespace]) => namespace)).toEqual(['NAMESPACE', 'flux-system', 'flux-system']);
    const none = await cluster.flux(['events', '-n', 'other']);
    expect(none).toMatchObject({ stderr: '✗ No events found in other namespace.\n', exitCode: 0 });
  });
});

describe('flux suspend, resume, reconcile and delete', () => {
  const key = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: 'child',
  };

  it('suspends, refuses to reconcile, and resumes', async () => {
    expect(await cluster.flux(['suspend', 'ks', 'child', 'nope'])).toEqual({
      stdout: '',
      stderr:
        '► suspending kustomization child in flux-system namespace\n✔ kustomization suspended\n✗ Kustomization nope not found in flux-system namespace\n',
      exitCode: 0,
    });
    expect(await cluster.flux(['reconcile', 'ks', 'child'])).toMatchObject({
      stderr: '✗ resource is suspended\n',
      exitCode: 1,
    });
    expect(await cluster.flux(['resume', 'ks', 'child', '--wait=false'])).toMatchObject({
      stderr: '► resuming kustomization child in flux-system namespace\n✔ kustomization resumed\n',
      exitCode: 0,
    });
    expect((await cluster.client.get(key))['spec']).not.toHaveProperty('suspend');
  });

  it('waits for the reconciliation it asks for', async () => {
    const answer = async (): Promise<void> => {
      const events = cluster.client.watch(key, { namespace: 'flux-system' }, AbortSignal.timeout(10_000));
      for await (const event of events) {
        if (event.type === 'BOOKMARK' || event.object.metadata.name !== 'child') continue;
        const token = event.object.metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
        if (token === undefined) continue;
        const generation = event.object.metadata.generation ?? 0;
        const conditions = ready('done').map((each) => ({ ...each, observedGeneration: generation }));
        const body = { status: { lastHandledReconcileAt: token, observedGeneration: generation, conditions } };
        await cluster.client.patch(key, { type: 'merge', body }, { subresource: 'status' });
        return;
      }
    };
    const [run] = await Promise.all([cluster.flux(['reconcile', 'ks', 'child']), answer()]);
    expect(run).toEqual({
      stdout: '',
      stderr: `► annotating Kustomization child in flux-system namespace
✔ Kustomization annotated
◎ waiting for Kustomization reconciliation
✔ applied revision ${REVISION}
`,
      exitCode: 0,
    });
  });

  it('tells what is missing', async () => {
    const notFound = '✗ kustomizations.kustomize.toolkit.fluxcd.io "nope" not found\n';
    for (const verb of ['reconcile', 'export', 'delete', 'tree']) {
      expect(await cluster.flux([verb, 'kustomization', 'nope'])).toMatchObject({ stderr: notFound, exitCode: 1 });
    }
    expect(await cluster.flux(['resume', 'ks', '--all', '-n', 'empty'])).toMatchObject({
      stderr: '✗ no Kustomization objects found in empty namespace\n',
      exitCode: 0,
    });
  });

  it('asks before it deletes', async () => {
    const no = await cluster.flux(['delete', 'alert', 'chat', '-n', 'other'], { readLine: async () => 'n' });
    expect(no).toMatchObject({ exitCode: 1 });
    expect(no.stderr).toMatch(/Are you sure you want to delete this alert.*✗ aborting\n$/s);
    expect(await cluster.flux(['delete', 'alert', 'chat', '-n', 'other', '--silent'])).toMatchObject({
      stderr: '► deleting alert chat in other namespace\n✔ alert deleted\n',
      exitCode: 0,
    });
  });
});
