import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { compareCluster, readExpectedCluster } from '../harness/expected-cluster.js';
import { runFlux } from '../harness/flux-process.js';
import { isReady, readyMessage } from '../harness/ready-condition.js';
import { type RealCluster, startRealCluster } from '../harness/real-cluster.js';
import { sharedFolder } from '../harness/shared-folder.js';

const realSources = sharedFolder('real');

const URL = 'https://github.com/fluxcd/flux2-kustomize-helm-example';
const EXPECTED = 'expected/flux2-kustomize-helm-example';
const NEWEST = ['6.14.1', 'v1.21.1', 'v1.9.0'];

const source = (kind: string, namespace: string, name: string) =>
  ({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind, namespace, name }) as const;
const entry = source('GitRepository', 'flux-system', 'flux-system');
const podinfo = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'podinfo', name: 'podinfo' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'podinfo', name: 'podinfo' };

/** A field of the latest release of a HelmRelease. */
function latestOf(object: KubeObject, field: string): unknown {
  const history = fieldOf(object, 'status', 'history');
  return Array.isArray(history) ? fieldOf(history[0], field) : undefined;
}

if (realSources === undefined) it.skip('Flux’s own example: there are no copies of its sources', () => undefined);

describe.runIf(realSources !== undefined)('Flux’s own example', { timeout: 240_000 }, () => {
  const folder = realSources ?? '';
  let cluster: RealCluster;
  let commits = 0;

  beforeAll(async () => {
    const offers = (_url: string, version: string): boolean => !NEWEST.includes(version);
    cluster = await startRealCluster({ folder, url: URL, path: 'clusters/staging', offers });
    await cluster.allReady(readExpectedCluster(folder, `${EXPECTED}/staging.previous.json`));
  }, 240_000);
  afterAll(() => cluster.close());

  /** Commits a file to the repository and lets its source look. */
  async function commit(path: string, content: string): Promise<void> {
    const message = `Change ${++commits}`;
    const hash = await cluster.sources.commit(URL, { branch: 'main', message, changes: [{ path, content }] });
    await cluster.request(entry);
    await cluster.until(entry, 'the commit is seen', (object) =>
      String(fieldOf(object, 'status', 'artifact', 'revision')).endsWith(hash),
    );
  }

  const values = (lines: readonly string[], version = '>=1.0.0-alpha', spec: readonly string[] = []): string =>
    [
      'apiVersion: helm.toolkit.fluxcd.io/v2',
      'kind: HelmRelease',
      'metadata:',
      '  name: podinfo',
      '  namespace: podinfo',
      'spec:',
      '  chart:',
      '    spec:',
      `      version: ${JSON.stringify(version)}`,
      ...spec.map((line) => `  ${line}`),
      '  values:',
      ...lines.map((line) => `    ${line}`),
      '',
    ].join('\n');
  const VALUES = 'apps/staging/podinfo-values.yaml';

  it('becomes ready with the objects that Flux would make', async () => {
    const expected = readExpectedCluster(folder, `${EXPECTED}/staging.previous.json`);
    expect(await compareCluster(cluster.client, expected)).toEqual([]);
  });

  it('upgrades charts as soon as newer ones are found', async () => {
    await cluster.sources.publish(() => true);
    await cluster.request(source('OCIRepository', 'cert-manager', 'cert-manager'));
    await cluster.request(source('OCIRepository', 'envoy-gateway-system', 'gateway-helm'));
    await cluster.request(source('HelmRepository', 'podinfo', 'podinfo'));
    const { releases } = readExpectedCluster(folder, `${EXPECTED}/staging.json`);
    for (const { release: name, namespace, version } of releases) {
      const release = { ...podinfo, namespace, name };
      await cluster.until(release, `${name} is upgraded`, (object) => {
        return isReady(object) && latestOf(object, 'chartVersion') === version;
      });
    }
  });

  it('reports a broken commit and nothing else stops; the fix is picked up', async () => {
    await commit(VALUES, values(['replicaCount: [', '']));
    const kustomization = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'apps',
    };
    const broken = await cluster.until(kustomization, 'the commit is refused', (object) =>
      readyMessage(object).includes('BuildFailed'),
    );
    expect(JSON.stringify(fieldOf(broken, 'status', 'diagnostics'))).toContain('podinfo-values.yaml');
    const release = await cluster.client.get(podinfo);
    expect(isReady(release)).toBe(true);
    await commit(VALUES, values(['replicaCount: 2', 'hpa: {enabled: false}']));
    await cluster.until(deployment, 'the fix is there', (object) => fieldOf(object, 'spec', 'replicas') === 2);
    await cluster.until(kustomization, 'all is well again', isReady);
  });

  it('rolls a failing upgrade back where remediation says so', async () => {
    const remediation = [
      'timeout: 5s',
      'upgrade:',
      '  strategy: {name: RemediateOnFailure}',
      '  remediation: {retries: 1, strategy: rollback}',
    ];
    const before = Number(latestOf(await cluster.client.get(podinfo), 'version'));
    await commit(
      VALUES,
      values(
        ['podAnnotations: {simulation.gotk.dev/outcome: pending}', 'hpa: {enabled: false}'],
        '>=1.0.0-alpha',
        remediation,
      ),
    );
    const failed = await cluster.until(podinfo, 'the upgrade is rolled back', (object) => {
      const remediated = (fieldOf(object, 'status', 'conditions') as readonly KubeObject[] | undefined)?.find(
        (each) => each['type'] === 'Remediated',
      );
      return fieldOf(remediated, 'status') === 'True';
    });
    expect(Number(latestOf(failed, 'version'))).toBeGreaterThan(before);
    const running = await cluster.client.get(deployment);
    expect(JSON.stringify(fieldOf(running, 'spec', 'template'))).not.toContain('pending');
    await commit(VALUES, values(['hpa: {enabled: false}']));
    await cluster.until(podinfo, 'the fix is there', isReady);
  });

  it('sees drift and corrects it where asked to', async () => {
    await commit(
      VALUES,
      values(['replicaCount: 2', 'hpa: {enabled: false}'], '>=1.0.0-alpha', ['driftDetection: {mode: enabled}']),
    );
    await cluster.until(
      podinfo,
      'it is ready',
      (object) => isReady(object) && fieldOf(object, 'spec', 'driftDetection', 'mode') === 'enabled',
    );
    await cluster.until(deployment, 'two replicas', (object) => fieldOf(object, 'spec', 'replicas') === 2);
    await cluster.client.patch(
      deployment,
      { type: 'merge', body: { spec: { replicas: 5 } } },
      { fieldManager: 'kubectl-edit' },
    );
    await cluster.until(deployment, 'the drift is corrected', (object) => fieldOf(object, 'spec', 'replicas') === 2);
  });

  it('stands still while suspended, and goes on when resumed', async () => {
    const env = { KUBECONFIG: cluster.kubeconfig };
    const suspended = await runFlux(['suspend', 'helmrelease', 'podinfo', '-n', 'podinfo'], { env });
    expect(suspended.exitCode, suspended.stderr).toBe(0);
    await cluster.client.patch(
      deployment,
      { type: 'merge', body: { spec: { replicas: 4 } } },
      { fieldManager: 'kubectl-edit' },
    );
    await cluster.request(podinfo);
    expect(fieldOf(await cluster.client.get(deployment), 'spec', 'replicas')).toBe(4);
    const resumed = await runFlux(['resume', 'helmrelease', 'podinfo', '-n', 'podinfo'], { env });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    await cluster.until(deployment, 'it goes on', (object) => fieldOf(object, 'spec', 'replicas') === 2);
  });

  it('shows where things come from', async () => {
    const env = { KUBECONFIG: cluster.kubeconfig };
    const trace = await runFlux(['trace', 'deployment', 'podinfo', '-n', 'podinfo'], { env });
    expect(trace.stdout, trace.stderr).toMatch(/HelmRelease: +podinfo[\s\S]*HelmChart[\s\S]*HelmRepository/);
    const tree = await runFlux(['tree', 'kustomization', 'apps'], { env });
    expect(tree.stdout, tree.stderr).toContain('Deployment/podinfo/podinfo');
    const generator = await runFlux(['tree', 'artifact', 'generator', 'flux-system'], { env });
    expect(generator.stdout, generator.stderr).toContain('ExternalArtifact/flux-system/apps');
    const all = await runFlux(['get', 'all', '-A'], { env });
    for (const kind of ['externalartifact', 'helmchart', 'helmrelease', 'ocirepository']) {
      expect(all.stdout, all.stderr).toContain(`${kind}/`);
    }
    const generators = await runFlux(['get', 'artifacts', 'generators'], { env });
    expect(generators.stdout, generators.stderr).toMatch(
      /flux-system\s+False\s+True\s+reconciliation succeeded, generated 2/,
    );
    const reconciled = await runFlux(['reconcile', 'helmrelease', 'podinfo', '-n', 'podinfo', '--with-source'], {
      env,
    });
    expect(reconciled.exitCode, reconciled.stderr).toBe(0);
  });

  it('reconciles a Kustomization from the repository on, over what is generated', async () => {
    const env = { KUBECONFIG: cluster.kubeconfig };
    const { stderr, exitCode } = await runFlux(['reconcile', 'kustomization', 'apps', '--with-source'], { env });
    expect(exitCode, stderr).toBe(0);
    const asked = stderr.split('\n').flatMap((line) => /^► annotating (\S+ \S+)/.exec(line)?.[1] ?? []);
    expect(asked).toEqual(['GitRepository flux-system', 'ArtifactGenerator flux-system', 'Kustomization apps']);
  });

  it('uninstalls what is taken out of the repository, and keeps definitions that a chart brought along', async () => {
    await commit(
      'apps/staging/kustomization.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    );
    await eventually('the app is gone', async () => (await cluster.client.find(deployment)) === undefined, {
      timeoutMs: 120_000,
    });
    await eventually('the release is gone', async () => (await cluster.client.find(podinfo)) === undefined, {
      timeoutMs: 120_000,
    });
    const release = { ...podinfo, namespace: 'envoy-gateway-system', name: 'envoy-gateway' };
    const gone = ['controllers', 'configs'].map((name) => ({
      path: `infrastructure/${name}/kustomization.yaml`,
      content: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    }));
    await cluster.sources.commit(URL, { branch: 'main', message: 'Remove it', changes: gone });
    await cluster.request(entry);
    await eventually('the gateway is gone', async () => (await cluster.client.find(release)) === undefined, {
      timeoutMs: 120_000,
    });
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'gateways.gateway.networking.k8s.io',
    };
    expect(await cluster.client.find(crd)).toBeDefined();
  });
});

describe.runIf(realSources !== undefined)('Flux’s own example in production', { timeout: 240_000 }, () => {
  it('becomes ready with the objects that Flux would make', async () => {
    const folder = realSources ?? '';
    const cluster = await startRealCluster({ folder, url: URL, path: 'clusters/production' });
    try {
      const expected = readExpectedCluster(folder, `${EXPECTED}/production.json`);
      await cluster.allReady(expected);
      expect(await compareCluster(cluster.client, expected)).toEqual([]);
    } finally {
      await cluster.close();
    }
  });
});
