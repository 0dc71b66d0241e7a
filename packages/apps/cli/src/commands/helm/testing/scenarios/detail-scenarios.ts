import type { Scenario, ScenarioFile } from '../scenario.js';
import { CONFIG_MAP, chartFiles } from './charts.js';

const DUMP = 'v: {{ .Values | toJson }}\nd: {{ .Chart.Dependencies | toJson }}\n';
const HEAD = 'apiVersion: v2\nname: bad\nversion: 1.0.0\n';
const NAME = 'apiVersion: v1\nkind: A\nmetadata:\n';

function detail(name: string, files: Readonly<Record<string, ScenarioFile>>, run: readonly string[]): Scenario {
  return { name: `detail: ${name}`, files: chartFiles('bad', files), run };
}

/** A value of a wrong type in a field. */
function wrongType(name: string, fields: string): Scenario {
  return detail(`wrong type of ${name}`, { 'Chart.yaml': `${HEAD}${fields}` }, ['template demo bad', 'lint bad']);
}

const LOCKS: Readonly<Record<string, string>> = {
  'an empty lock': '',
  'a lock without dependencies': 'digest: 1\n',
  'a lock of no time': 'generated: nope\n',
  'a lock of a day': 'generated: 2020-01-01\n',
  'a lock that is a list': '- a\n',
};

const SUB = 'apiVersion: v2\nname: sub\nversion: 1.0.0\n';

/** What generated charts have shown to differ once. */
export const detailScenarios: readonly Scenario[] = [
  wrongType('dependencies', 'dependencies: 1\n'),
  wrongType('a dependency', 'dependencies: [a]\n'),
  wrongType('maintainers', 'maintainers: {}\n'),
  detail('a version of charts to come', { 'Chart.yaml': 'apiVersion: v3\nname: bad\nversion: 1.0.0\n' }, [
    'template demo bad',
    'package bad',
    'show chart bad',
    'lint bad',
  ]),
  ...Object.entries(LOCKS).map(([name, lock]) =>
    detail(name, { 'Chart.lock': lock }, ['template demo bad', 'package bad', 'dependency build bad']),
  ),
  detail(
    'files of version 1 in a chart of version 2',
    {
      'requirements.yaml': 'dependencies: []\n',
      'requirements.lock': 'digest: x\n',
      'templates/x.yaml': 'kind: A\n',
    },
    ['template demo bad', 'dependency list bad'],
  ),
  detail('names and annotations of wrong types', { 'templates/x.yaml': `${NAME}  name: [a]\n` }, ['template demo bad']),
  detail('annotations of wrong types', { 'templates/x.yaml': `${NAME}  annotations: {a: [b]}\n` }, [
    'template demo bad',
  ]),
  detail('metadata of a wrong type', { 'templates/x.yaml': 'apiVersion: v1\nkind: A\nmetadata: [a]\n' }, [
    'template demo bad',
  ]),
  detail('one template into a folder', { 'templates/x.yaml': CONFIG_MAP }, [
    'template demo bad --output-dir out -s templates/x.yaml',
  ]),
  {
    ...detail(
      'one template of those that failed',
      { 'templates/x.yaml': CONFIG_MAP, 'templates/y.yaml': 'a: b: c\n' },
      ['template demo bad --debug -s templates/y.yaml', 'template demo bad --debug -s templates/z.yaml'],
    ),
    versions: ['4.2'],
  },
  detail('lists in --set that end in nothing', { 'values.yaml': 'l: [1]\n', 'templates/x.yaml': DUMP }, [
    'template demo bad --set a[0][1]=',
    'template demo bad --set a[0][1]=,b=1',
    'template demo bad --set l[2]=',
    'template demo bad --set-file a=bad',
    'template demo bad -f bad',
  ]),
  detail(
    'values that do not fit together',
    {
      'Chart.yaml': `${HEAD}dependencies:\n- {name: sub, version: 1.x, repository: "", condition: sub.a, tags: [t], import-values: [x, {child: y, parent: z}]}\n`,
      'values.yaml': 'sub: {a: text, b: {c: 1}, d: 1}\nglobal: 1\ntags: {t: text}\n',
      'templates/x.yaml': DUMP,
      'charts/sub/Chart.yaml': SUB,
      'charts/sub/values.yaml': 'a: 1\nb: 2\nd: {e: 1}\n',
      'charts/sub/templates/x.yaml': DUMP,
    },
    ['template demo bad', 'lint bad', 'template demo bad --set global.a.b=1,sub.global.a=2'],
  ),
  detail(
    'nulls that lint sees',
    {
      'values.yaml': 'a: null\nb: {c: null}\n',
      'templates/x.yaml': 'kind: A\nmetadata: {name: a}\n{{ if hasKey .Values "a" }}{{ fail "a" }}{{ end }}\n',
    },
    ['lint bad', 'template demo bad'],
  ),
  detail(
    'one chart under two names, with a subchart that it does not declare',
    {
      'Chart.yaml': `${HEAD}dependencies:\n- {name: sub, version: 1.x, repository: "", alias: one}\n- {name: sub, version: 1.x, repository: "", alias: two}\n`,
      'charts/sub/Chart.yaml': SUB,
      'charts/sub/templates/x.yaml': 'kind: Sub\n',
      'charts/sub/charts/deep/Chart.yaml': 'apiVersion: v2\nname: deep\nversion: 1.0.0\n',
      'charts/sub/charts/deep/templates/x.yaml': 'kind: Deep\n',
      'charts/sub/charts/deep/crds/x.yaml': 'kind: CustomResourceDefinition\n',
    },
    ['template demo bad --include-crds'],
  ),
  detail('hooks of no kind', { 'templates/x.yaml': `${NAME}  name: a\n  annotations:\n    helm.sh/hook: nope\n` }, [
    'template demo bad',
  ]),
];
