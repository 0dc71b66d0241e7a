import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';
import { type RunningCluster, startUp } from '../harness/running-cluster.js';

const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
/** Groups whose kinds have controllers. */
const GROUPS = /\.(source|kustomize|helm)\.(toolkit|extensions)\.fluxcd\.io$/;

function configMap(value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\ndata:\n  value: "${value}"\n`;
}

/** What an API server with a laxer schema, or an older one, may hold. */
const specs: readonly unknown[] = [
  undefined,
  'text',
  [],
  {},
  { interval: 5 },
  { interval: 'soon', url: 7, path: [], sourceRef: 'x', chart: 'x', prune: 'yes' },
  { interval: '1m', url: '::', sourceRef: null, chart: { spec: null }, artifacts: 'x', sources: [1] },
  { interval: '1m', url: 'https://127.0.0.1:1/', ref: 'x', timeout: {}, sourceRef: { kind: 5 }, include: {} },
  {
    interval: '-1h',
    url: 'oci://',
    ignore: 5,
    secretRef: 'x',
    sourceRef: { kind: 'Nothing', name: '' },
    dependsOn: 'a',
  },
  {
    interval: '1m',
    __proto__: null,
    constructor: 'x',
    postBuild: [],
    values: 'x',
    valuesFrom: {},
    patches: 5,
    verify: [],
  },
];

describe('malformed objects', { timeout: 120_000 }, () => {
  let repository: GitRepository;
  let dataDir = '';
  let running: RunningCluster;
  let client: KubeClient;

  beforeAll(async () => {
    repository = createGitRepository({ 'cluster/settings.yaml': configMap('one') });
    dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-malformed-'));
    running = await startUp(repository.folder, '--path', 'cluster', '--data-dir', dataDir);
    client = running.client;
    await arrives('one');
  }, 60_000);
  afterAll(async () => {
    await running.kill();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const arrives = (value: string): Promise<boolean> =>
    eventually(`the value ${value}`, async () => {
      const object = await client.find({ ...CONFIG_MAP, namespace: 'default', name: 'settings' });
      return fieldOf(object, 'data', 'value') === value;
    });

  /** Takes the schema out of a definition, so that anything can be stored. */
  async function loosen(crd: KubeObject): Promise<void> {
    const versions = (fieldOf(crd, 'spec', 'versions') ?? []) as readonly { readonly name: string }[];
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const body = { spec: { versions: versions.map((version) => ({ ...version, schema })) } };
    await client.patch({ ...CRD, name: crd.metadata.name ?? '' }, { type: 'merge', body });
  }

  it('of every kind, ten each, stop nothing but themselves', async () => {
    const crds = (await client.list(CRD)).items.filter(({ metadata }) => GROUPS.test(metadata.name ?? ''));
    expect(crds.length).toBeGreaterThan(7);
    for (const crd of crds) {
      await loosen(crd);
      const group = String(fieldOf(crd, 'spec', 'group'));
      const kind = String(fieldOf(crd, 'spec', 'names', 'kind'));
      const version = String(fieldOf(crd, 'spec', 'versions', '0', 'name'));
      for (const [index, spec] of specs.entries()) {
        const metadata = { name: `malformed-${index}`, namespace: 'default' };
        const object = { apiVersion: `${group}/${version}`, kind, metadata, spec };
        await eventually(`a malformed ${kind}`, async () => client.create(object as KubeObject));
      }
    }
    repository.commit('go on', { 'cluster/settings.yaml': configMap('two') });
    await arrives('two');
    const key = { ...CONFIG_MAP, namespace: 'default', name: 'settings' };
    await client.delete(key);
    await arrives('two');
    expect(running.flux.child.exitCode).toBeNull();
  });

  it('say what is wrong with them', async () => {
    const kind = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' };
    await eventually('conditions', async () => {
      const { items } = await client.list(kind, { namespace: 'default' });
      return items.every((item) => JSON.stringify(fieldOf(item, 'status', 'conditions') ?? '').includes('"False"'));
    });
  });
});
