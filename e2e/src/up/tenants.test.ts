import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedSources } from '@gotk/source-mirror';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareCluster, readExpectedCluster } from '../harness/expected-cluster.js';
import { isReady, readyMessage } from '../harness/ready-condition.js';
import { type RealCluster, startRealCluster } from '../harness/real-cluster.js';
import { sharedFolder } from '../harness/shared-folder.js';

const realSources = sharedFolder('real');

const URL = 'https://github.com/fluxcd/flux2-multi-tenancy';
const FLAGS = ['--no-cross-namespace-refs', '--no-remote-bases', '--default-service-account=default'];
const EXPECTED = 'expected/flux2-multi-tenancy';

if (realSources === undefined) it.skip('the example of tenants: there are no copies of its sources', () => undefined);

describe.runIf(realSources !== undefined)('Flux’s example of tenants', { timeout: 240_000 }, () => {
  const folder = realSources ?? '';
  let cluster: RealCluster;

  /** The signature of the manifests cannot be had without the registry that they are from. */
  function withoutSignature(sources: ServedSources): Promise<string> {
    const path = 'infrastructure/kyverno/source.yaml';
    const text = readFileSync(join(folder, 'flux2-multi-tenancy/migrated/main', path), 'utf8');
    const changes = [{ path, content: text.replace(/ {2}verify:[\s\S]*$/, '') }];
    return sources.commit(URL, { branch: 'main', message: 'Do not verify', changes });
  }

  beforeAll(async () => {
    const path = 'clusters/staging';
    cluster = await startRealCluster({
      folder,
      url: URL,
      path,
      variant: 'migrated',
      flags: FLAGS,
      prepare: withoutSignature,
    });
    await cluster.allReady(readExpectedCluster(folder, `${EXPECTED}/staging.migrated.json`));
  }, 240_000);
  afterAll(() => cluster.close());

  it('becomes ready with the objects that Flux would make', async () => {
    const expected = readExpectedCluster(folder, `${EXPECTED}/staging.migrated.json`);
    expect(await compareCluster(cluster.client, expected)).toEqual([]);
  });

  it('lets a tenant do nothing outside of its namespace', async () => {
    const changes = [
      {
        path: 'base/escape.yaml',
        content: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: escape\nrules: []\n',
      },
      { path: 'staging/kustomization.yaml', content: 'resources:\n  - ../base/escape.yaml\n' },
    ];
    await cluster.sources.commit(URL, { branch: 'dev-team', message: 'Escape', changes });
    const source = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      namespace: 'apps',
      name: 'dev-team',
    };
    const tenant = { ...source, apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' };
    await cluster.request(source);
    const refused = await cluster.until(
      tenant,
      'the tenant is refused',
      (object) => !isReady(object) && readyMessage(object).includes('Failed'),
    );
    expect(readyMessage(refused)).toContain('is forbidden');
    expect(readyMessage(refused)).toContain('system:serviceaccount:apps:dev-team');
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'escape' };
    expect(await cluster.client.find(role)).toBeUndefined();
  });
});
