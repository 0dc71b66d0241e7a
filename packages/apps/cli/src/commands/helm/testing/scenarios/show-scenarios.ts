import type { Scenario } from '../scenario.js';
import { chartFiles, WEB } from './charts.js';

const LINES: readonly string[] = [
  ...['all', 'chart', 'values', 'readme', 'crds'].map((part) => `show ${part} web`),
  'show all web.tgz',
  'show crds two',
  'show all two',
  'inspect values web',
  'show values web --jsonpath {.b.c}',
  'show values web --jsonpath {.nope}',
  'show values web --jsonpath {.a',
  'show values web --jsonpath {range␣.b.c[*]}{.}-{end}',
  'show chart full',
  'show all full',
  'show values nope',
  'show values ./nope',
  'show values',
  'show values a b',
  'show chart web --version 2',
  'show values web --repo $HTTP/charts',
  'show readme web --repo $HTTP/charts --version 0.9.0',
  'show chart web --repo $HTTP/charts --devel',
  'show chart oci://$OCI/charts/web --plain-http --version 0.x',
  'show all oci://$OCI/charts/db --plain-http',
  'show values $HTTP/charts/db-1.2.0.tgz',
  'show chart bad',
  'show chart noversion',
  'show values v1',
  'show chart v1',
];

/** `helm show`. */
export const showScenarios: readonly Scenario[] = LINES.map((line) => ({
  name: line,
  files: {
    ...WEB,
    'web.tgz': { chart: { 'values.yaml': 'x: y\n', readme: 'text', 'crds/a.yaml': 'kind: A\n' } },
    ...chartFiles('two', {
      'crds/a.yaml': 'kind: A\n',
      'crds/b.yaml': '---\nkind: B\n',
      'crds/sub/c.yml': 'kind: C\n',
      'crds/d.txt': 'D',
      'README.txt': 'not first',
      'readme.MD': 'first',
    }),
    ...chartFiles('full', {
      'Chart.yaml':
        'apiVersion: v2\nname: full\nversion: 1.0.0\nhome: https://x.example\nsources: [https://a, https://b]\nkeywords: [a, "b c"]\nmaintainers:\n- name: Ann\n  email: a@example.com\n- name: Bob\n  url: https://bob\nicon: https://i\nappVersion: 1.2\ndeprecated: true\nannotations:\n  z: "1"\n  a: |\n    many\n    lines\nkubeVersion: ">=1.20"\ntype: application\ncondition: c\ntags: t\ndependencies:\n- name: d\n  version: 1.x\n  repository: https://r\n  condition: d.on\n  tags: [x, y]\n  alias: e\n  import-values:\n  - data\n  - child: a\n    parent: b\n',
    }),
    ...chartFiles('bad', { 'Chart.yaml': 'a: b: c\n' }),
    ...chartFiles('noversion', { 'Chart.yaml': 'apiVersion: v2\nname: noversion\n' }),
    ...chartFiles('v1', {
      'Chart.yaml': 'name: v1\nversion: 1.0.0\n',
      'requirements.yaml': 'dependencies:\n- name: d\n  version: 1.x\n  repository: https://r\n',
      'values.yaml': '',
    }),
  },
  run: [line],
}));
