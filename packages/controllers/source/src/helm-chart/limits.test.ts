import { artifactOf } from '@gotk/flux-types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HELM_REPOSITORY } from '../helm-repository/helm-repository-kind.js';
import { chartPackage } from '../testing/chart-package.js';
import { type FileServer, serveFiles } from '../testing/serve-files.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { HELM_CHART } from './helm-chart-kind.js';

let cluster: TestCluster;
let charts: ObjectsOfKind;
let web: FileServer;
beforeAll(async () => {
  cluster = await startTestCluster({
    helmLimits: { indexMaxBytes: 400, chartMaxBytes: 1000, chartFileMaxBytes: 100 },
  });
  charts = cluster.of(HELM_CHART);
  web = await serveFiles();
});
afterAll(async () => {
  await cluster.close();
  await web.close();
});

/** Text that does not become small in a package. */
const noise = Array.from({ length: 2000 }, (_, at) => ((at * 7919) % 1009).toString(36)).join('');
const index = 'apiVersion: v1\nentries:\n  web:\n  - {name: web, version: 1.0.0, urls: [web.tgz]}\n';

it('an index that is too large is not taken', async () => {
  web.files.set('/large/index.yaml', `${index}#${noise}\n`);
  const repositories = cluster.of(HELM_REPOSITORY);
  await repositories.apply('large', { url: `${web.url}/large` });
  const object = await repositories.settled('large');
  expect(conditionsOf(object).join()).toContain('index exceeds the maximum index file size of 400 bytes');
  expect(artifactOf(object)).toBeUndefined();
});

it('a package that is too large is not taken', async () => {
  web.files.set('/repository/index.yaml', index);
  web.files.set('/repository/web.tgz', chartPackage('web', '1.0.0', { 'values.yaml': `# ${noise}\n` }));
  await cluster.of(HELM_REPOSITORY).apply('repository', { url: `${web.url}/repository` });
  await cluster.of(HELM_REPOSITORY).settled('repository');
  const sourceRef = { kind: 'HelmRepository', name: 'repository' };
  await charts.apply('package', { interval: '1h', chart: 'web', sourceRef });
  const object = await charts.settled('package');
  expect(conditionsOf(object).join()).toContain('Ready False ChartPullError chart pull error: ');
  expect(artifactOf(object)).toBeUndefined();
});

it.each([
  ['folder', './web', 'ChartPackageError chart package error: cannot load file values.yaml as file size'],
  [
    'packed',
    './web.tgz',
    "InvalidChartReference invalid chart reference: size of chart 'web.tgz' exceeds '1000' bytes",
  ],
])('a chart of a repository of files that is too large is not taken: %s', async (name, chart, problem) => {
  const files = {
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/values.yaml': `# ${noise}\n`,
    '.sourceignore': '!*.tgz\n',
  };
  const content = chartPackage('web', '1.0.0', { 'values.yaml': `# ${noise}\n` });
  await cluster.commit('files', { files, changes: [{ path: 'web.tgz', content }] });
  await cluster.applyRepository('files', { interval: '1h', url: cluster.urlOf('files'), ref: { branch: 'main' } });
  await cluster.settled('files');
  await charts.apply(name, { interval: '1h', chart, sourceRef: { kind: 'GitRepository', name: 'files' } });
  const object = await charts.settled(name);
  expect(conditionsOf(object).join('\n')).toContain(`Ready False ${problem}`);
  expect(artifactOf(object)).toBeUndefined();
});
