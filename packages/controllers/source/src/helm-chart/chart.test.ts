import { artifactOf } from '@gotk/flux-types';
import type { Chart } from '@gotk/helm';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HELM_REPOSITORY } from '../helm-repository/helm-repository-kind.js';
import { chartPackage } from '../testing/chart-package.js';
import { pushArtifact } from '../testing/push-artifact.js';
import { type FileServer, serveFiles } from '../testing/serve-files.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { HELM_CHART } from './helm-chart-kind.js';
import { loadPackage } from './steps/package-chart.js';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

describe('a HelmChart', () => {
  let cluster: TestCluster;
  let charts: ObjectsOfKind;
  let repositories: ObjectsOfKind;
  let web: FileServer;
  beforeAll(async () => {
    cluster = await startTestCluster();
    charts = cluster.of(HELM_CHART);
    repositories = cluster.of(HELM_REPOSITORY);
    web = await serveFiles();
  });
  afterAll(async () => {
    await cluster.close();
    await web.close();
  });
  beforeEach(() => cluster.events.splice(0));

  const told = (): readonly string[] =>
    cluster.events
      .filter(({ object, reason }) => object.kind === 'HelmChart' && reason !== 'GarbageCollectionSucceeded')
      .map(({ severity, reason, message }) => `${severity} ${reason} ${message}`);
  const load = async (object: KubeObject): Promise<Chart> => {
    const artifact = artifactOf(object);
    if (artifact === undefined) throw new Error(`there is no artifact: ${conditionsOf(object).join('\n')}`);
    return loadPackage(await cluster.store.read(artifact, AbortSignal.timeout(5000)));
  };
  const valuesOf = async (object: KubeObject): Promise<string> => {
    const file = (await load(object)).raw.find(({ name }) => name === 'values.yaml');
    return Buffer.from(file?.data ?? []).toString();
  };
  /** Serves charts named `web` below a path, with an index. */
  const serve = (path: string, versions: readonly string[], files?: Readonly<Record<string, string>>): void => {
    for (const version of versions) web.files.set(`${path}/web-${version}.tgz`, chartPackage('web', version, files));
    const rows = versions.map((version) => `  - {name: web, version: ${version}, urls: [web-${version}.tgz]}\n`);
    web.files.set(`${path}/index.yaml`, `apiVersion: v1\nentries:\n  web:\n${rows.join('')}`);
  };
  const fromRepository = (name: string, rest: object = {}) => ({
    interval: '1h',
    chart: 'web',
    sourceRef: { kind: 'HelmRepository', name },
    ...rest,
  });
  const fromGit = (name: string, rest: object = {}) => ({
    interval: '1h',
    chart: './charts/web',
    sourceRef: { kind: 'GitRepository', name },
    ...rest,
  });

  test('is woken by its repository, and follows the range of its versions', async () => {
    await charts.apply('early', fromRepository('ranges'));
    expect(conditionsOf(await charts.settled('early'))).toContain(
      'Ready False SourceUnavailable failed to get source: HelmRepository.source.toolkit.fluxcd.io "ranges" not found',
    );
    serve('/ranges', ['1.0.0', '1.1.0', '2.0.0-beta.1']);
    await repositories.apply('ranges', { url: `${web.url}/ranges` });
    const isStored = (object: KubeObject): boolean => artifactOf(object) !== undefined;
    const stored = await charts.until('early', isStored);
    expect(fieldOf(stored, 'status')).toMatchObject({
      observedChartName: 'web',
      url: 'http://source-controller/helmchart/test/early/latest.tar.gz',
      artifact: { revision: '1.1.0', path: 'helmchart/test/early/web-1.1.0.tgz' },
    });
    serve('/ranges', ['1.0.0', '1.1.0', '1.2.0', '2.0.0-beta.1']);
    await repositories.request('ranges', 'new');
    await charts.until('early', (object) => artifactOf(object)?.revision === '1.2.0');
    for (const [version, revision] of [
      ['1.0.x', '1.0.0'],
      ['>0.0.0-0', '2.0.0-beta.1'],
      ['1.1.0', '1.1.0'],
    ]) {
      await charts.apply('early', fromRepository('ranges', { version }));
      expect(artifactOf(await charts.settled('early'))?.revision).toBe(revision);
    }
    await charts.request('early', 'same');
    await charts.settled('early', 'same');
    expect(told().slice(-2)).toEqual([
      "info ChartPullSucceeded pulled 'web' chart with version '1.1.0'",
      "trace ArtifactUpToDate artifact up-to-date with remote revision: '1.1.0'",
    ]);
  });

  test.each([
    { name: 'a range that is none', rest: { version: 'what?' }, why: 'improper constraint: "what?"' },
    {
      name: 'a range without a match',
      rest: { version: '>=3' },
      why: "no 'web' chart with version matching '>=3' found",
    },
    { name: 'an unknown chart', rest: { chart: 'none' }, why: 'no chart name found' },
  ])('is stalled by $name', async ({ rest, why }) => {
    serve('/stalled', ['1.0.0']);
    await repositories.apply('stalled', { url: `${web.url}/stalled` });
    await repositories.settled('stalled');
    await charts.apply('stalled', fromRepository('stalled', rest));
    const message = `InvalidChartReference invalid chart reference: failed to get chart version for remote reference: ${why}`;
    const conditions = conditionsOf(await charts.settled('stalled'));
    expect(conditions).toContain(`Stalled True ${message}`);
    expect(conditions).toContain(`FetchFailed True ${message}`);
  });

  test('has its default values replaced by those of other files', async () => {
    serve('/values', ['1.0.0'], { 'values.yaml': 'a: {b: 1, c: 2}\n', 'prod.yaml': 'a: {c: 3}\nd: [4]\n' });
    await repositories.apply('values', { url: `${web.url}/values` });
    await repositories.settled('values');
    const valuesFiles = ['values.yaml', 'prod.yaml'];
    await charts.apply('values', fromRepository('values', { valuesFiles }));
    const merged = await charts.settled('values');
    expect(artifactOf(merged)?.revision).toBe('1.0.0+1');
    expect((await load(merged)).metadata.version).toBe('1.0.0+1');
    expect(await valuesOf(merged)).toBe('a:\n  b: 1\n  c: 3\nd:\n- 4\n');
    expect(told()).toContain(
      "info ChartPackageSucceeded packaged 'web' chart with version '1.0.0+1' and merged values files [values.yaml prod.yaml]",
    );
    await charts.request('values', 'same');
    await charts.settled('values', 'same');
    expect(told().at(-1)).toBe("trace ArtifactUpToDate artifact up-to-date with remote revision: '1.0.0+1'");
    await charts.apply('values', fromRepository('values', { valuesFiles: ['none.yaml'] }));
    expect(conditionsOf(await charts.settled('values'))).toContain(
      "BuildFailed True ValuesFilesError values files merge error: failed to merge chart values: no values file found at path 'none.yaml'",
    );
    const ignoring = { valuesFiles: ['prod.yaml', 'none.yaml'], ignoreMissingValuesFiles: true };
    await charts.apply('values', fromRepository('values', ignoring));
    const ignored = await charts.settled('values');
    expect(fieldOf(ignored, 'status', 'observedValuesFiles')).toEqual(['prod.yaml']);
    expect(conditionsOf(ignored)[0]).toMatch(/^Ready True ChartPackageSucceeded/);
  });

  test('comes from a registry, too', async () => {
    const push = (version: string): string =>
      pushArtifact(cluster.registry, {
        repository: 'charts/web',
        tags: [version.replace('+', '_')],
        layers: [{ mediaType: CHART_LAYER, bytes: chartPackage('web', version) }],
      });
    push('1.0.0');
    push('1.1.0+build.1');
    await repositories.apply('registry', {
      type: 'oci',
      insecure: true,
      url: `oci://${cluster.registry.address}/charts`,
    });
    await charts.apply('registry', fromRepository('registry', { version: '1.x' }));
    expect(artifactOf(await charts.settled('registry'))?.revision).toBe('1.1.0+build.1');
    await charts.apply('registry', fromRepository('registry', { version: '1.0.0' }));
    expect(artifactOf(await charts.settled('registry'))?.revision).toBe('1.0.0');
    await charts.apply('registry', fromRepository('registry', { version: '2.x' }));
    expect(conditionsOf(await charts.settled('registry'))).toContain(
      'Ready False ChartPullError chart pull error: failed to get chart version for remote reference: could not locate a version matching provided version string 2.x',
    );
  });

  test('is packed from a repository of files, with its dependencies', async () => {
    serve('/deps', ['0.1.0', '0.2.0']);
    const dependencies = [
      '- {name: local, version: 1.x, repository: "file://../local"}',
      `- {name: web, alias: remote, version: 0.1.x, repository: ${web.url}/deps}`,
    ];
    const files = {
      'charts/web/Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n${dependencies.join('\n')}\n`,
      'charts/web/values.yaml': 'a: 1\n',
      'charts/web/templates/cm.yaml': '{{ .Values.a }}\n',
      'charts/local/Chart.yaml': 'apiVersion: v2\nname: local\nversion: 1.2.0\n',
      'env/prod.yaml': 'a: 2\n',
    };
    const hash = await cluster.commit('files', { files });
    await cluster.applyRepository('files', { interval: '1h', url: cluster.urlOf('files'), ref: { branch: 'main' } });
    await cluster.settled('files');
    await charts.apply('files', fromGit('files'));
    const chart = await load(await charts.settled('files'));
    expect(chart.metadata.version).toBe('1.0.0');
    expect(chart.dependencies.map(({ metadata }) => `${metadata.name} ${metadata.version}`)).toEqual([
      'local 1.2.0',
      'remote 0.1.0',
    ]);
    expect(told()).toEqual([
      'trace ResolvedDependencies resolved 2 chart dependencies',
      "info ChartPackageSucceeded packaged 'app' chart with version '1.0.0'",
    ]);
    const spec = fromGit('files', { reconcileStrategy: 'Revision', valuesFiles: ['env/prod.yaml'] });
    await charts.apply('files', spec);
    const object = await charts.settled('files');
    expect(artifactOf(object)?.revision).toBe(`1.0.0+${hash.slice(0, 12)}.2`);
    expect(await valuesOf(object)).toBe('a: 2\n');
  });

  describe('from a repository of files', () => {
    const chartOf = (lines: string): string => `apiVersion: v2\nname: app\nversion: 1.0.0\n${lines}`;
    const place = '/tmp/helmchart-test-files-0/source';
    beforeAll(async () => {
      serve('/deps', ['0.1.0']);
      const files = {
        'empty/values.yaml': '',
        'unnamed/Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n',
        'version/Chart.yaml': 'apiVersion: v2\nname: app\nversion: one\n',
        'yaml/Chart.yaml': 'name: [\n',
        'packed.bin': 'no archive',
        'local/Chart.yaml': chartOf('dependencies: [{name: x, version: 1.x, repository: "file://../x"}]\n'),
        'range/Chart.yaml': chartOf(`dependencies: [{name: web, version: 9.x, repository: "${web.url}/deps"}]\n`),
        'alias/Chart.yaml': chartOf('dependencies: [{name: x, version: 1.x, repository: "@x"}]\n'),
        'locked/Chart.yaml': chartOf(`dependencies: [{name: web, version: 9.x, repository: "${web.url}/deps"}]\n`),
        'locked/Chart.lock': `dependencies: [{name: web, version: 0.1.0, repository: "${web.url}/deps"}]\n`,
        'values/Chart.yaml': chartOf(''),
        'values/values.yaml': '',
        'env/broken.yaml': 'a: [\n',
        'env/list.yaml': '- a\n',
      };
      await cluster.commit('broken', { files });
      await cluster.applyRepository('broken', {
        interval: '1h',
        url: cluster.urlOf('broken'),
        ref: { branch: 'main' },
      });
      await cluster.settled('broken');
    });

    test.each([
      ['none', `invalid chart reference: stat ${place}/none: no such file or directory`],
      ['../../../etc', `invalid chart reference: stat ${place}/etc: no such file or directory`],
      ['/absolute', 'invalid chart reference: local chart reference path is expected to be relative'],
      ['./empty', `invalid chart reference: open ${place}/empty/Chart.yaml: no such file or directory`],
      ['unnamed', 'invalid chart reference: validation: chart.metadata.name is required'],
      ['version', 'invalid chart reference: validation: chart.metadata.version "one" is invalid'],
      ['yaml', "invalid chart reference: cannot load 'Chart.yaml': error converting YAML to JSON: yaml: "],
      ['packed.bin', 'invalid chart reference: gzip: invalid header'],
    ])('is stalled where there is none: %s', async (chart, problem) => {
      await charts.apply('files', fromGit('broken', { chart }));
      const conditions = conditionsOf(await charts.settled('files')).join('\n');
      expect(conditions).toContain(`Stalled True InvalidChartReference ${problem}`);
      expect(conditions).toContain(`FetchFailed True InvalidChartReference ${problem}`);
    });

    test.each([
      ['local', "failed to add local dependency 'x': no chart found at '/x' (reference 'file://../x')"],
      [
        'range',
        "failed to add remote dependency 'web': failed to get chart 'web' version '9.x' from '<WEB>/deps': no 'web' chart with version matching '9.x' found",
      ],
      ['alias', "failed to add remote dependency 'x': aliased repository dependency is not supported: @x"],
    ])('is not built without its dependency: %s', async (chart, problem) => {
      await charts.apply('files', fromGit('broken', { chart }));
      const conditions = conditionsOf(await charts.settled('files'))
        .join('\n')
        .replaceAll(web.url, '<WEB>');
      expect(conditions).toContain(`BuildFailed True DependencyBuildError dependency build error: ${problem}`);
      expect(conditions).toContain(`Ready False DependencyBuildError dependency build error: ${problem}`);
    });

    test('takes the dependencies of its lock', async () => {
      await charts.apply('files', fromGit('broken', { chart: 'locked' }));
      const { dependencies } = await load(await charts.settled('files'));
      expect(dependencies.map(({ metadata }) => metadata.version)).toEqual(['0.1.0']);
    });

    test.each([
      ['env/none.yaml', "no values file found at path '/env/none.yaml' (reference 'env/none.yaml')"],
      ['env', "no values file found at path '/env' (reference 'env')"],
      ['env/broken.yaml', "unmarshaling values from 'env/broken.yaml' failed: error converting YAML to JSON: yaml: "],
      [
        'env/list.yaml',
        "unmarshaling values from 'env/list.yaml' failed: error unmarshaling JSON: while decoding JSON: json: ",
      ],
    ])('is stalled by the values file %s', async (file, problem) => {
      await charts.apply('files', fromGit('broken', { chart: 'values', valuesFiles: [file] }));
      const conditions = conditionsOf(await charts.settled('files')).join('\n');
      expect(conditions).toContain(`BuildFailed True ValuesFilesError values files merge error: ${problem}`);
    });
  });
});
