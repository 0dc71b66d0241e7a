import type { Scenario, ScenarioFile } from '../scenario.js';
import { chartFiles, NAMED_REPOSITORIES } from './charts.js';

type Dependency = readonly [name: string, version: string, repository: string, more?: string];

function topChart(dependencies: readonly Dependency[], files: Readonly<Record<string, ScenarioFile>> = {}) {
  const entries = dependencies.map(
    ([name, version, repository, more = '']) =>
      `- name: ${name}\n  version: ${JSON.stringify(version)}\n  repository: ${JSON.stringify(repository)}\n${more}`,
  );
  const chart = `apiVersion: v2\nname: top\nversion: 1.0.0\ndependencies:\n${entries.join('')}`;
  return {
    ...chartFiles('top', { 'Chart.yaml': chart, ...files }),
    ...chartFiles('sub', { 'Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.3.0\n', 'values.yaml': 'a: 1\n' }),
  };
}

const LOCAL: Dependency = ['sub', '>=0.1.0', 'file://../sub'];

/** Dependencies to update, one chart each. */
const UPDATES: Readonly<Record<string, readonly Dependency[]>> = {
  'a folder': [LOCAL],
  'a folder that is not there': [['nope', '1.x', 'file://../nope']],
  'a folder of another version': [['sub', '^2', 'file://../sub']],
  'a range that is none': [['sub', 'one', 'file://../sub']],
  'a repository': [['web', '1.x', '$HTTP/charts']],
  'two charts of a repository': [
    ['web', '~1.0', '$HTTP/charts/'],
    ['db', '>1.0', '$HTTP/charts'],
  ],
  'a chart twice': [
    ['web', '1.0.0', '$HTTP/charts'],
    ['web', '1.0.0', '$HTTP/charts', '  alias: other\n'],
  ],
  'a version that is not there': [['web', '^7', '$HTTP/charts']],
  'two versions that are not there': [
    ['web', '^7', '$HTTP/charts'],
    ['db', '^8', '$HTTP/charts'],
  ],
  'a chart that is not there': [['nope', '1', '$HTTP/charts']],
  'a chart without an address': [['nourl', '1.x', '$HTTP/charts']],
  'a chart whose address is wrong': [['gone', '1.x', '$HTTP/charts']],
  'a repository that is not there': [['web', '1', '$HTTP/nope']],
  'a repository for some': [['web', '1', '$HTTP/private']],
  'a name nobody has given': [['web', '1', '@main']],
  'two names nobody has given': [
    ['web', '1', 'alias:main'],
    ['db', '1', 'stable'],
  ],
  'a subchart in charts': [['here', '1.x', '']],
  'a subchart in charts that is not there': [['away', '1.x', '']],
  'a subchart in charts of another version': [['here', '2.x', '']],
  'all kinds': [
    LOCAL,
    [
      'web',
      '1.2.x',
      '$HTTP/charts',
      '  condition: web.on\n  tags: [a]\n  import-values: [x, {child: c, parent: "p<&>"}]\n',
    ],
    ['here', '1.x', ''],
  ],
};

const HERE = { 'charts/here/Chart.yaml': 'apiVersion: v2\nname: here\nversion: 1.5.0\n' };

const LOCK_FOR_LOCAL =
  'dependencies:\n- name: sub\n  repository: file://../sub\n  version: 0.3.0\ndigest: sha256:$WRONG\ngenerated: "2024-01-02T03:04:05Z"\n';

const OTHERS: readonly Scenario[] = [
  {
    name: 'dependency update twice, then build',
    files: topChart([LOCAL]),
    run: ['dependency update top', 'dep up top', 'dep build top', 'dependency list top'],
  },
  {
    name: 'dependency update removes what is outdated',
    files: topChart([LOCAL], {
      'charts/old-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: old\nversion: 1.0.0\n' } },
      ...HERE,
    }),
    run: ['dependency update top'],
  },
  {
    name: 'dependency build out of sync',
    files: topChart([LOCAL], { 'Chart.lock': LOCK_FOR_LOCAL }),
    run: ['dependency build top'],
  },
  {
    name: 'dependency build of an unknown repository',
    files: topChart([['web', '1.x', '$HTTP/charts']]),
    run: ['dependency update top', 'dependency build top'],
  },
  {
    name: 'dependency build of a named repository',
    files: { ...topChart([['web', '1.x', '@main']]), ...NAMED_REPOSITORIES },
    run: ['dependency update top', 'dependency build top', 'dependency list top'],
    unordered: true,
  },
  {
    name: 'dependency update with cached indexes',
    files: { ...topChart([['web', '1.x', 'alias:main']]), ...NAMED_REPOSITORIES },
    run: ['dependency update top --skip-refresh'],
  },
  {
    name: 'dependency update of a repository with a password',
    files: { ...topChart([['web', '~1.0', '$HTTP/private']]), ...NAMED_REPOSITORIES },
    run: ['dependency update top --skip-refresh'],
  },
  {
    name: 'dependency update with an unknown index',
    files: topChart([['web', '1.x', '$HTTP/charts']]),
    run: ['dependency update top --skip-refresh'],
  },
  {
    name: 'dependency update of a registry',
    files: topChart([['web', '~1.2', 'oci://$OCI/charts']]),
    run: ['dependency update top --plain-http', 'dep build top --plain-http'],
  },
  {
    name: 'dependency update of a version that a registry lacks',
    files: topChart([['web', '9.9.9', 'oci://$OCI/charts']]),
    run: ['dependency update top --plain-http'],
  },
  {
    name: 'dependency update of a chart that a registry lacks',
    files: topChart([['nope', '^1', 'oci://$OCI/charts']]),
    run: ['dependency update top --plain-http'],
  },
  {
    name: 'dependency update of a chart of version 1',
    files: {
      ...chartFiles('top', {
        'Chart.yaml': 'apiVersion: v1\nname: top\nversion: 1.0.0\n',
        'requirements.yaml': 'dependencies:\n- name: sub\n  version: 0.x\n  repository: file://../sub\n',
      }),
      ...chartFiles('sub', { 'Chart.yaml': 'apiVersion: v1\nname: sub\nversion: 0.3.0\n' }),
    },
    run: ['dependency update top', 'dependency build top'],
  },
  {
    name: 'dependency build with the digest of nobody',
    files: {
      ...chartFiles('top', {
        'Chart.yaml': 'apiVersion: v1\nname: top\nversion: 1.0.0\n',
        'requirements.yaml': 'dependencies:\n- name: sub\n  version: 0.x\n  repository: file://../sub\n',
        'requirements.lock': LOCK_FOR_LOCAL,
      }),
      ...chartFiles('sub'),
    },
    run: ['dependency build top'],
  },
  {
    name: 'dependency update with a lock that is a link',
    files: { ...topChart([LOCAL], { 'Chart.lock': { link: '../lock' } }), lock: LOCK_FOR_LOCAL },
    run: ['dependency update top'],
  },
  {
    name: 'dependency update of nothing',
    files: chartFiles('top'),
    run: ['dependency update top', 'dependency build top', 'dependency list top'],
  },
  {
    name: 'dependency update of an archive',
    files: { 'top.tgz': { chart: {} } },
    run: ['dependency update top.tgz', 'dependency build top.tgz', 'dependency list top.tgz'],
  },
  {
    name: 'dependency of nowhere',
    files: {},
    run: [
      'dependency update nope',
      'dependency build nope',
      'dependency list nope',
      'dependency list',
      'dependency update',
    ],
  },
  {
    name: 'dependency of too many',
    files: {},
    run: ['dependency update a b', 'dependency build a b', 'dependency list a b'],
  },
  {
    name: 'dependency update with charts that is a file',
    files: topChart([LOCAL], { charts: 'x' }),
    run: ['dependency update top'],
  },
  {
    name: 'dependency list of everything',
    files: topChart(
      [
        ['here', '1.x', ''],
        ['packed', '1.x', 'https://example.com/charts'],
        ['wrong', '2.x', ''],
        ['many', '', ''],
        ['some', '', ''],
        ['corrupt', '1', ''],
        ['misnamed', '1', ''],
        ['range', 'one', ''],
        [
          'missing',
          '^1',
          'https://example.com/a/very/long/address/of/a/repository/that/does/not/fit/into/a/column/of/eighty',
        ],
      ],
      {
        ...HERE,
        'charts/packed-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: packed\nversion: 1.0.0\n' } },
        'charts/wrong-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: wrong\nversion: 1.0.0\n' } },
        'charts/many-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: many\nversion: 1.0.0\n' } },
        'charts/many-2.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: many\nversion: 2.0.0\n' } },
        'charts/some-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: some\nversion: 1.0.0\n' } },
        'charts/some-thing-1.0.0.tgz': {
          chart: { 'Chart.yaml': 'apiVersion: v2\nname: some-thing\nversion: 1.0.0\n' },
        },
        'charts/misnamed-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n' } },
        'charts/range-1.0.0.tgz': { chart: { 'Chart.yaml': 'apiVersion: v2\nname: range\nversion: 1.0.0\n' } },
        'charts/extra/Chart.yaml': 'apiVersion: v2\nname: extra\nversion: 1.0.0\n',
      },
    ),
    run: ['dependency list top', 'dep ls ./top --max-col-width 20', 'dependencies list top/'],
  },
];

/** `helm dependency`. */
export const dependencyScenarios: readonly Scenario[] = [
  ...Object.entries(UPDATES).map(([what, dependencies]) => ({
    name: `dependency update of ${what}`,
    files: topChart(dependencies, HERE),
    run: ['dependency update top'],
    ...(what === 'two charts of a repository' && { unordered: true as const }),
  })),
  ...OTHERS,
];
