import type { Scenario, ScenarioFile } from '../scenario.js';
import { chartFiles } from './charts.js';

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n';
const EVERYTHING = ['template demo bad', 'lint bad', 'package bad', 'show chart bad', 'dependency list bad'];

/** A mistake in one template. */
function inTemplate(name: string, template: string, more: Readonly<Record<string, ScenarioFile>> = {}): Scenario {
  const files = chartFiles('bad', { 'templates/x.yaml': template, ...more });
  return { name: `mistake: ${name}`, files, run: ['template demo bad', 'lint bad'] };
}

/** A mistake in the files that say what the chart is. */
function inChart(
  name: string,
  files: Readonly<Record<string, ScenarioFile>>,
  run: readonly string[] = EVERYTHING,
): Scenario {
  return { name: `mistake: ${name}`, files: chartFiles('bad', files), run };
}

const HELPERS =
  '{{- define "bad.name" -}}\n{{ .Values.name.first }}\n{{- end -}}\n{{- define "bad.labels" -}}\napp: {{ include "bad.name" . }}\n{{- end -}}\n';

const TEMPLATES: readonly Scenario[] = [
  inTemplate('a misspelt function', `${CONFIG}  a: {{ .Values.a | qoute }}\n`),
  inTemplate('a field of nothing', `${CONFIG}  a: {{ .Values.image.tag }}\n`),
  inTemplate('a field of nothing, two includes down', `${CONFIG}  {{- include "bad.labels" . | nindent 2 }}\n`, {
    'templates/_helpers.tpl': HELPERS,
  }),
  inTemplate('a wrong indent', `${CONFIG}  a: 1\n {{- toYaml .Values.more | nindent 1 }}\n`, {
    'values.yaml': 'more:\n  b: 2\n',
  }),
  inTemplate(
    'a required value that is missing',
    `${CONFIG}  a: {{ required "a password is needed" .Values.password }}\n`,
  ),
  inTemplate('an unknown include', `${CONFIG}  a: {{ include "bad.nmae" . }}\n`, { 'templates/_helpers.tpl': HELPERS }),
  inTemplate('an unknown template', `${CONFIG}  a: {{ template "bad.nmae" . }}\n`),
  inTemplate('an action that is not closed', `${CONFIG}  a: {{ .Values.a\n  b: 1\n`),
  inTemplate('an if without end', `${CONFIG}{{- if .Values.a }}\n  a: 1\n`),
  inTemplate('an end too many', `${CONFIG}  a: 1\n{{- end }}\n`),
  inTemplate('a range over text', `${CONFIG}{{- range .Values.hosts }}\n  a: {{ . }}\n{{- end }}\n`, {
    'values.yaml': 'hosts: example.com\n',
  }),
  inTemplate(
    'a field of the element of a range',
    `${CONFIG}{{- range .Values.hosts }}\n  a: {{ .Values.b }}\n{{- end }}\n`,
    {
      'values.yaml': 'hosts: [example.com]\n',
    },
  ),
  inTemplate('a variable out of scope', `${CONFIG}{{- if true }}{{ $a := 1 }}{{ end }}\n  a: {{ $a }}\n`),
  inTemplate('a comparison of two types', `${CONFIG}  a: {{ gt .Values.replicas 1 }}\n`, {
    'values.yaml': 'replicas: "2"\n',
  }),
  inTemplate('too few arguments', `${CONFIG}  a: {{ default }}\n  b: {{ trimSuffix "a" }}\n`),
  inTemplate('an index beyond the end', `${CONFIG}  a: {{ index .Values.hosts 3 }}\n`, {
    'values.yaml': 'hosts: [a]\n',
  }),
  inTemplate('a value with a colon and no quotes', `${CONFIG}  a: {{ .Values.url }}\n`, {
    'values.yaml': 'url: "x: y: z"\n',
  }),
  inTemplate('a tab for an indent', `${CONFIG}\ta: 1\n`),
  inTemplate('no kind', 'apiVersion: v1\nmetadata:\n  name: a\n'),
  inTemplate('no metadata', 'apiVersion: v1\nkind: ConfigMap\n'),
  inTemplate('a name that is none', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: My_Config\n'),
  inTemplate('YAML in a template that fails in another file', `${CONFIG}  a: 1\n`, {
    'templates/y.yaml': `${CONFIG}  b: {{ fail "no b" }}\n`,
  }),
  inTemplate(
    'a function that fails',
    `${CONFIG}  a: {{ semverCompare "nope" "1.0.0" }}\n  b: {{ mustToDate "x" "y" }}\n`,
  ),
  inTemplate('a file that is not there', `${CONFIG}  a: {{ .Files.Get "nope.txt" | quote }}\n  b: {{ .Files.Nope }}\n`),
];

const CHARTS: readonly Scenario[] = [
  inChart('an unknown apiVersion', { 'Chart.yaml': 'apiVersion: v9\nname: bad\nversion: 1.0.0\n' }),
  inChart('no apiVersion', { 'Chart.yaml': 'name: bad\nversion: 1.0.0\n' }),
  inChart('a version that is none', { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: one\n' }),
  inChart('no version', { 'Chart.yaml': 'apiVersion: v2\nname: bad\n' }),
  inChart('no name', { 'Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' }),
  inChart('a Chart.yaml that is no YAML', { 'Chart.yaml': 'apiVersion: v2\nname: "bad\nversion: 1.0.0\n' }),
  inChart('an unknown type', { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\ntype: app\n' }),
  inChart('a dependency that is missing', {
    'Chart.yaml':
      'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.x\n  repository: https://example.com\n',
  }),
  inChart(
    'a dependency of a bad URL',
    {
      'Chart.yaml':
        'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.x\n  repository: htp://example.com\n',
    },
    ['dependency update bad', 'dependency build bad', 'dependency list bad'],
  ),
  inChart(
    'a dependency of an alias that is none known',
    {
      'Chart.yaml':
        'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.x\n  repository: "@nope"\n',
    },
    ['dependency update bad', 'dependency build bad'],
  ),
  inChart(
    'a dependency in a folder that is not there',
    {
      'Chart.yaml':
        'apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.x\n  repository: file://../db\n',
    },
    ['dependency update bad', 'template demo bad --dependency-update'],
  ),
  inChart('values that are no YAML', { 'values.yaml': 'a: [1\nb: 2\n' }),
  inChart('values that are a list', { 'values.yaml': '- a\n- b\n' }),
  {
    ...inChart('a schema that is violated', {
      'values.yaml': 'replicas: "two"\nport: 70000\n',
      'values.schema.json':
        '{"type":"object","required":["image"],"properties":{"replicas":{"type":"integer"},"port":{"maximum":65535}},"additionalProperties":false}',
    }),
    unordered: true,
  },
  inChart('a schema that is no JSON', { 'values.schema.json': '{"type": "object",}' }),
  inChart('a schema of an unknown type', { 'values.schema.json': '{"type": "objekt"}' }),
  inChart('a template beside templates', {
    'x.yaml': `${CONFIG}  a: {{ .Values.a }}\n`,
    'template/y.yaml': '{{ nope }}\n',
  }),
  inChart('no templates', {}, ['lint bad', 'template demo bad']),
  inChart(
    'crds that are templates',
    { 'crds/a.yaml': 'apiVersion: {{ .Values.a }}\nkind: CustomResourceDefinition\n' },
    ['template demo bad --include-crds', 'lint bad'],
  ),
];

const LINES: readonly Scenario[] = [
  {
    name: 'mistake: flags and operands',
    files: {
      ...chartFiles('good', { 'templates/x.yaml': `${CONFIG}  a: {{ .Values.a }}\n` }),
      'notes.txt': 'no values',
      'broken.tgz': 'x',
    },
    run: [
      ...[
        'template demo good --set a',
        'template demo good --set a.b.[0]=1',
        'template demo good --set a[0=1',
        'template demo good --set a[0]bc=1',
      ],
      ...[
        'template demo good --set a=1 --set a.b=2',
        'template demo good --set-json a={b',
        'template demo good -f notes.txt',
      ],
      ...[
        'template demo good -f nope.yaml',
        'template demo broken.tgz',
        'template demo notes.txt',
        'template demo gone',
      ],
      ...[
        'template demo good --repo example.com/charts',
        'template demo good --kube-version x',
        'template Demo_1 good',
      ],
      ...['template demo good -s templates/nope.yaml', 'template demo good --valeus x', 'lint gone', 'lint notes.txt'],
      ...['package gone', 'package good --version one', 'package good -d gone/deep', 'show values gone'],
      ...[
        'dependency update gone',
        'dependency build good',
        'dependency list broken.tgz',
        'lint good --set a',
        'lint broken.tgz',
      ],
      ...[
        'show chart broken.tgz',
        'package good --sign --key k --keyring gone.gpg',
        'template demo good --set-file a=gone.txt',
      ],
    ],
  },
];

/** What chart authors get wrong, and what they are then told. */
export const mistakeScenarios: readonly Scenario[] = [...TEMPLATES, ...CHARTS, ...LINES];
