import type { Scenario, ScenarioFile } from '../scenario.js';
import { CONFIG_MAP, chartFiles, WEB } from './charts.js';

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec: {}\n';

/** Charts with one mistake each. */
const MISTAKES: Readonly<Record<string, Readonly<Record<string, ScenarioFile>>>> = {
  'nothing but a name': { 'Chart.yaml': 'name: bad\n' },
  'an empty Chart.yaml': { 'Chart.yaml': '' },
  'a Chart.yaml that is no YAML': { 'Chart.yaml': 'a: b: c\n' },
  'a Chart.yaml that is a list': { 'Chart.yaml': '- a\n' },
  'a Chart.yaml with wrong types': {
    'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1\nappVersion: 2.50\ndescription: [a]\n',
  },
  'numbers for versions': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1\nappVersion: 2.50\n' },
  'truth for versions': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: true\nappVersion: {a: b}\n' },
  'unknown fields': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\nfoo: bar\nversion: 1.0.1\n' },
  'a version that is none': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: one\n' },
  'a short version': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: "1.2"\n' },
  'a v before the version': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: v1.2.3\n' },
  'version zero': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 0.0.0\n' },
  'version zero of all': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 0.0.0-0\n' },
  'a name that is a path': { 'Chart.yaml': 'apiVersion: v2\nname: a/b\nversion: 1.0.0\n' },
  'a name of dots': { 'Chart.yaml': 'apiVersion: v2\nname: ..\nversion: 1.0.0\n' },
  'an unknown API version': { 'Chart.yaml': 'apiVersion: v7\nname: bad\nversion: 1.0.0\n' },
  'an unknown type': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\ntype: foo\n' },
  'things of version 2 in version 1': {
    'Chart.yaml':
      'apiVersion: v1\nname: bad\nversion: 1.0.0\ntype: application\ndependencies:\n- name: x\n  version: 1\n  repository: ""\n',
  },
  'maintainers without names': {
    'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\nmaintainers:\n- email: a@b.c\n',
  },
  'an empty maintainer': { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\nmaintainers:\n-\n' },
  'sources and icon that are no URLs': {
    'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\nsources: [example.com]\nicon: icon.png\n',
  },
  'no values': {},
  'values that are no YAML': { 'values.yaml': 'a: [\n' },
  'values that are a list': { 'values.yaml': '- a\n' },
  'values that do not fit the schema': {
    'values.yaml': 'a: x\n',
    'values.schema.json': '{"properties": {"a": {"type": "integer"}}, "required": ["b"]}',
    'templates/cm.yaml': CONFIG_MAP,
  },
  'a schema that is none': { 'values.yaml': 'a: x\n', 'values.schema.json': '{', 'templates/cm.yaml': CONFIG_MAP },
  'templates that are a file': { templates: 'x' },
  'templates of other kinds': { 'templates/x.json': '{}', 'templates/y': 'kind: Y\n', 'templates/z.YAML': 'kind: [\n' },
  'a template that fails': { 'templates/x.yaml': 'a: {{ fail "no" }}{{ required "needed" .Values.nope }}\n' },
  'a template that does not parse': { 'templates/x.yaml': 'a: {{ if }}\n' },
  'a template that does not run': { 'templates/x.yaml': 'a: {{ .Values.a.b.c }}\n' },
  'a template that is no YAML': { 'templates/x.yaml': 'a: b: c\n', 'templates/y.yaml': 'kind: [\n' },
  'a separator that is none': { 'templates/x.yaml': 'kind: A\n---foo\nkind: B\n' },
  'an object with wrong types': { 'templates/x.yaml': 'apiVersion: v1\nkind: [a]\nmetadata: {name: 1}\n' },
  'a list for metadata': { 'templates/x.yaml': 'apiVersion: v1\nkind: A\nmetadata: [a]\n' },
  'a text for an object': { 'templates/x.yaml': 'hello\n' },
  'indented documents': { 'templates/x.yaml': '  kind: A\n  metadata: {name: a}\n' },
  'tabs before documents': { 'templates/x.yaml': '\n\tkind: A\n' },
  'names that are none': {
    'templates/x.yaml':
      'kind: Pod\nmetadata: {name: Bad_Name}\n---\nkind: Service\nmetadata: {name: 1a}\n---\nkind: Namespace\nmetadata: {name: a.b}\n---\nkind: Role\nmetadata: {name: a/b%}\n---\nkind: CertificateSigningRequest\nmetadata: {name: "X Y"}\n---\nkind: ServiceAccount\nmetadata: {}\n',
  },
  'old kinds': {
    'templates/x.yaml':
      'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n---\napiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\n---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudgetList\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\n---\napiVersion: example.com/v1\nkind: Old\nmetadata: {name: a}\n---\napiVersion: storage.k8s.io/v1beta1\nkind: CSINodeList\nmetadata: {name: a}\n',
  },
  'no selectors': { 'templates/x.yaml': DEPLOYMENT, 'templates/y.yaml': `${DEPLOYMENT}# matchLabels\n` },
  'lists that keep resources': {
    'templates/x.yaml':
      'apiVersion: v1\nkind: List\nmetadata: {name: a}\nitems:\n- metadata:\n    annotations:\n      helm.sh/resource-policy: keep\n',
  },
  'lists with wrong annotations': {
    'templates/x.yaml': 'apiVersion: v1\nkind: List\nmetadata: {name: a}\nitems:\n- metadata:\n    annotations: [a]\n',
  },
  'what Helm 2 had': {
    'templates/x.yaml':
      'kind: A\nmetadata:\n  name: a\n  annotations:\n    "helm.sh/hook": crd-install\n# {{ .Release.Time }}\n',
  },
  'dependencies that are not there': {
    'Chart.yaml':
      'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- {name: a, version: 1.x, repository: ""}\n- {name: b, version: 1.x, repository: "", alias: c}\n',
    'charts/d/Chart.yaml': 'apiVersion: v2\nname: d\nversion: 1.0.0\n',
  },
  'dependencies of one name': {
    'Chart.yaml':
      'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- {name: a, version: 1.x, repository: ""}\n- {name: b, version: 1.x, repository: "", alias: a}\n',
  },
  'a subchart that is broken': { 'charts/d/Chart.yaml': 'a: b: c\n', 'templates/x.yaml': 'kind: A\n' },
  'definitions that are none': {
    'crds/a.yaml': 'kind: A\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
    'crds/b.yaml': '{{ no }}\n',
    'crds/c.yaml': 'kind: C\n',
  },
  'definitions that are a file': { crds: 'x' },
  'values that clash': {
    'values.yaml': 'sub: 1\n',
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
    'Chart.yaml':
      'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- {name: sub, version: 1.x, repository: ""}\n',
    'templates/x.yaml': 'kind: A\n',
  },
  'patterns to ignore that are none': { '.helmignore': 'a[\n', 'templates/x.yaml': 'kind: A\n' },
};

const ADDRESSES: readonly (readonly [field: string, values: readonly string[]])[] = [
  [
    'email',
    [
      'a@example.com',
      'a.b+c@x-y.example.org',
      'a@b',
      'a@b.c',
      '@example.com',
      'a..b@example.com',
      'a@-b.com',
      'a b@c.de',
      'ä@ö.de',
      '"q r"@example.com',
      'a@example.com.',
      'a@1.2',
      'a@b_c.de',
    ],
  ],
  [
    'url',
    [
      'https://example.com',
      'example.com',
      'localhost',
      'http://localhost:8080/x?y#z',
      'a',
      'foo',
      'foo.bar',
      '.foo',
      'https://',
      'ftp://u:p@h/x',
      'http://1.2.3.4',
      'http://300.1.1.1',
      'mailto:a@b.c',
      'http://a_b.example.com',
      'http://[::1]:80/',
      'https://exa mple.com',
      'github.com/user',
      '//x',
      'https://-a.com',
      'irc://x.y',
    ],
  ],
];

const LINES: readonly string[] = [
  'lint web',
  'lint ./web',
  'lint web/ --quiet',
  'lint web --strict',
  'lint nope',
  'lint web nope',
  'lint .',
  'lint',
  'lint warned --strict',
  'lint warned --quiet',
  'lint warned web --quiet',
  'lint parent --with-subcharts',
  'lint parent --with-subcharts --quiet',
  'lint web.tgz',
  'lint bad.tgz',
  'lint nope.tgz',
  'lint web --set a=2',
  'lint web -f nope.yaml',
  'lint web --kube-version nope',
  'lint old --kube-version 1.15',
  'lint old --kube-version 1.30',
  'lint schema --skip-schema-validation',
  'lint schema --set a=1',
  'lint schema --set a=x',
  'lint web -n apps',
];

/** `helm lint`. */
export const lintScenarios: readonly Scenario[] = [
  ...Object.entries(MISTAKES).map(([mistake, files]) => ({
    name: `lint ${mistake}`,
    files: chartFiles('bad', files),
    run: ['lint bad', 'lint bad --strict --quiet'],
  })),
  ...ADDRESSES.flatMap(([field, values]) =>
    values.map((value) => ({
      name: `lint a maintainer with the ${field} ${value}`,
      files: chartFiles('bad', {
        'Chart.yaml': `apiVersion: v2\nname: bad\nversion: 1.0.0\nicon: https://x/i\nmaintainers:\n- name: A\n  ${field}: ${JSON.stringify(value)}\n`,
      }),
      run: ['lint bad'],
      versions: ['4.2'] as const,
    })),
  ),
  ...LINES.map((line) => ({
    name: line,
    files: {
      ...WEB,
      ...chartFiles('warned', { 'templates/x.yaml': 'kind: Pod\nmetadata: {name: X}\n' }),
      ...chartFiles('parent', {
        'Chart.yaml':
          'apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n- {name: one, version: 1.x, repository: ""}\n- {name: web, version: 1.x, repository: ""}\n',
        'charts/one/Chart.yaml': 'apiVersion: v2\nname: one\nversion: 1.0.0\n',
        'charts/one/charts/deep/Chart.yaml': 'apiVersion: v2\nname: deep\n',
        'charts/web-1.0.0.tgz': {
          chart: { 'values.yaml': 'a: 1\n', 'templates/x.yaml': 'kind: A\nmetadata: {name: a}\n' },
        },
      }),
      ...chartFiles('old', { 'templates/x.yaml': 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\n' }),
      ...chartFiles('schema', {
        'values.yaml': 'a: x\n',
        'values.schema.json': '{"properties": {"a": {"type": "integer"}}}',
        'templates/cm.yaml': CONFIG_MAP,
      }),
      'web.tgz': { chart: { 'values.yaml': 'a: 1\n', 'templates/x.yaml': 'kind: A\nmetadata: {name: a}\n' } },
      'bad.tgz': 'no archive',
    },
    run: [line],
  })),
];
