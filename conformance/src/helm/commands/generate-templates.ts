import type { SeededRandom } from '../../seeded-random.js';
import type { ChartPlan } from './plan-chart.js';

/** The templates of a chart and its other files, by path in the chart. */
export function generateTemplates(random: SeededRandom, { metadata }: ChartPlan): Readonly<Record<string, string>> {
  const name = String(metadata['name']);
  const files: Record<string, string> = {};
  const add = (share: number, path: string, make: () => string): void => {
    if (random.chance(share)) files[path] = make();
  };
  add(0.95, 'templates/a.yaml', () => documents(random, name));
  add(0.5, 'templates/b.yaml', () => documents(random, name));
  add(0.2, 'templates/deep/er/c.yaml', () => documents(random, name));
  add(0.15, 'templates/tests/t.yaml', () => documents(random, name));
  add(0.5, 'templates/_helpers.tpl', () => helpers(random, name));
  add(0.1, 'templates/_x.yaml', () => documents(random, name));
  add(0.3, 'templates/NOTES.txt', () => random.pick(NOTES));
  add(0.1, 'templates/deep/NOTES.txt', () => random.pick(NOTES));
  add(0.15, 'crds/x.yaml', () => random.pick(CRDS));
  add(0.3, 'files/a.txt', () => random.pick(['one\ntwo\n', '', 'no end', 'é\r\nx\r\n', '{{ .Values.a }}\n']));
  add(0.2, 'files/sub/b.json', () => '{"a": [1, "x"]}\n');
  add(0.1, 'README.md', () => '# Read\n');
  add(0.12, '.helmignore', () => random.pick(IGNORED));
  add(0.05, 'templates/bad.yaml', () => random.pick(BAD));
  add(0.1, 'templates/odd.txt', () => random.pick(['x\n', 'kind: X\napiVersion: v1\nmetadata: {name: x}\n', '\n']));
  return files;
}

const NOTES: readonly [string, ...string[]] = [
  'Notes of {{ .Chart.Name }} in {{ .Release.Namespace }}\n',
  '{{ .Values.a }}',
  '',
  '{{ fail "notes" }}',
  '{{ include "shared" . }}\n',
];

const CRDS: readonly [string, ...string[]] = [
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: xs.example.com\n',
  '# {{ .Values.a }}\nkind: A\n---\nkind: B\n',
  '',
  '---\nkind: A\n---\n',
  'kind: [',
];

const IGNORED: readonly [string, ...string[]] = [
  'b.yaml\n',
  'templates/\n',
  '*.txt\n!files/a.txt\n',
  '/templates/b.yaml\n# comment\n',
  'files/**\n',
  '**/b.json\n',
  'charts/\n',
  'values.yaml\n',
  'Chart.yaml\n',
  '[\n',
  'templates/deep\nfiles/su?\n',
  '  *.md  \n',
  '!templates/a.yaml\n*.yaml\n',
];

const BAD: readonly [string, ...string[]] = [
  '{{ .Values.a',
  '{{ nope }}\n',
  '{{ end }}\n',
  '{{ template "nope" . }}\n',
  'kind: X\n  bad: [\n',
  '{{ required "a is needed" .Values.nope }}\n',
  '{{ fail (printf "no %s" .Chart.Name) }}\n',
  '{{ .Values.a.b.c.d }}\n',
  'apiVersion: v1\nkind: List\nitems: []\n',
  'just text\n',
  '- a\n- b\n',
  '{{ define "shared" }}other{{ end }}\n',
  'apiVersion: v1\nkind: X\nmetadata:\n  name: x\n  annotations:\n    a: 1\n',
];

const KINDS = [
  ...([
    'ConfigMap',
    'Secret',
    'Service',
    'Deployment',
    'Job',
    'Pod',
    'Namespace',
    'Role',
    'CronJob',
    'Ingress',
  ] as const),
  ...(['CustomResourceDefinition', 'Widget', 'ServiceAccount', 'APIService', 'PriorityClass', 'List', ''] as const),
] as const;

function documents(random: SeededRandom, chart: string): string {
  const count = random.pick([1, 1, 1, 2, 3, 0]);
  const separators = ['---\n', '---\n', '\n---\n', '--- \n', '---\n---\n', '--- # c\n', '---\r\n'] as const;
  const parts = Array.from({ length: count }, () => document(random, chart));
  const joined = parts.reduce((text, part) => `${text}${text === '' ? '' : random.pick(separators)}${part}`, '');
  if (random.chance(0.15)) return `{{- if .Values.enabled }}\n${joined}{{- end }}\n`;
  return random.pick(['', '', '', '---\n', '# comment\n']) + joined;
}

function document(random: SeededRandom, chart: string): string {
  const kind = random.pick(KINDS);
  const api = random.pick(['v1', 'v1', 'apps/v1', 'batch/v1', 'extensions/v1beta1', 'policy/v1beta1', '']);
  const annotations = random.chance(0.35) ? `  annotations:\n${hookLines(random)}` : '';
  const name = random.pick([`{{ .Release.Name }}-${chart}`, `${chart}-x`, '{{ .Values.name }}', 'Bad_Name', 'x']);
  const body = Array.from(
    { length: random.below(4) + 1 },
    (_, index) => `  k${index}: ${random.pick(EXPRESSIONS)}\n`,
  ).join('');
  return `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${annotations}data:\n${body}`;
}

function hookLines(random: SeededRandom): string {
  const hook = random.pick([
    'pre-install',
    'post-install,pre-upgrade',
    'test',
    'test-success',
    'crd-install',
    'nope',
    'pre-install, test',
    'PRE-INSTALL',
    '',
    'pre-delete,post-delete,pre-rollback',
  ]);
  const lines = [`    helm.sh/hook: "${hook}"\n`];
  if (random.chance(0.5))
    lines.push(`    helm.sh/hook-weight: "${random.pick(['1', '-5', '0', 'x', '', ' 2', '1.5', '+3'])}"\n`);
  if (random.chance(0.3)) {
    lines.push(
      `    helm.sh/hook-delete-policy: ${random.pick(['hook-succeeded', '"before-hook-creation, nope"', 'x'])}\n`,
    );
  }
  if (random.chance(0.1)) lines.push(`    helm.sh/hook-output-log-policy: ${random.pick(['hook-failed', 'nope'])}\n`);
  if (random.chance(0.1)) lines.push('    helm.sh/resource-policy: keep\n');
  return lines.join('');
}

function helpers(random: SeededRandom, chart: string): string {
  return random.pick([
    `{{- define "shared" -}}shared of ${chart}{{- end -}}\n`,
    `{{ define "${chart}.name" }}{{ .Chart.Name | trunc 63 }}{{ end }}{{ define "shared" }}{{ .Values.a }}{{ end }}\n`,
    '{{- define "shared" -}}{{ toYaml .Values.global }}{{- end -}}\n{{- define "loop" -}}{{ include "loop" . }}{{- end -}}\n',
    '{{- define "shared" }}{{ $.Template.Name }} {{ .Template.BasePath }}{{ end }}text outside\n',
  ]);
}

const EXPRESSIONS: readonly [string, ...string[]] = [
  '{{ .Values | toJson }}',
  '{{ .Values | toJson | quote }}',
  '{{ .Values.global | toJson }}',
  '{{ .Values.a | quote }}',
  '{{ .Values.a | default "d" | toJson }}',
  '{{ .Values.sub | toJson }}',
  '{{ .Values.a.b }}',
  '{{ ((.Values.a).b).c | toJson }}',
  '{{ .Chart | toJson }}',
  '{{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.Type }} {{ .Chart.IsRoot }}',
  '{{ .Release | toJson }}',
  '{{ .Template | toJson }}',
  '{{ .Subcharts | toJson }}',
  '{{ keys .Subcharts | sortAlpha | join "," }}',
  '{{ .Subcharts.sub.Values | toJson }}',
  '{{ .Subcharts.sub.Chart.Name }}',
  '{{ .Subcharts.al.Release.Name }}',
  '{{ include "shared" . | quote }}',
  '{{ include "shared" .Subcharts.sub }}',
  '{{ include "sub.name" . }}',
  '{{ template "shared" . }}',
  '{{ tpl (toString .Values.a) . | quote }}',
  '{{ tpl (.Values.b | toJson) . }}',
  '{{ tpl "{{ define \\"t\\" }}x{{ end }}{{ include \\"t\\" . }}" . }}',
  '{{ tpl "{{ include \\"t\\" . }}" . }}',
  '{{ .Files.Get "files/a.txt" | quote }}',
  '{{ .Files.Get "nope" | quote }}',
  '{{ .Files.Lines "files/a.txt" | toJson }}',
  '{{ (.Files.Glob "files/**").AsConfig | toJson }}',
  '{{ (.Files.Glob "**.txt").AsSecrets | toJson }}',
  '{{ range $p, $_ := .Files.Glob "**" }}{{ $p }},{{ end }}',
  '{{ range $p, $b := .Files }}{{ $p }}={{ len $b }},{{ end }}',
  '{{ lookup "v1" "Pod" "ns" "x" | toJson }} {{ lookup "v1" "Pod" "" "" | toJson }}',
  '{{ (lookup "v1" "Secret" "ns" "x").data.x | default "none" }}',
  '{{ required "need a" .Values.a | toJson }}',
  '{{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "batch/v1/CronJob" }}',
  '{{ .Capabilities.APIVersions.Has "example.com/v1" }}',
  '{{ with .Values.a }}{{ . | toJson }}{{ else }}none{{ end }}',
  '{{ range $k, $v := .Values }}{{ $k }}={{ $v | toJson }};{{ end }}',
  '{{ range .Values.data }}{{ . | toJson }}{{ else }}empty{{ end }}',
  '{{ $_ := set .Values "added" .Chart.Name }}{{ .Values.added }}',
  '{{ $_ := set .Values.global "seen" .Chart.Name }}{{ .Values.global | toJson }}',
  '{{ .Values.added | default "not yet" }}',
  '{{ merge (dict "a" 1) .Values | toJson }}',
  '{{ (mergeOverwrite .Values (dict "b" "over")).b }}',
  '{{ .Values.b | toYaml | nindent 4 }}',
  '{{ toToml .Values | quote }}',
  '{{ printf "%v" .Values | quote }}',
  '{{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }} {{ .Release.Service }}',
  '{{ getHostByName "localhost" | quote }}',
  '{{ kindOf .Values.a }} {{ typeOf .Values.b }} {{ typeOf .Values }} {{ typeOf .Values.sub }} {{ typeOf .Values.global }}',
  '{{ .Values.AsMap | toJson }}',
  '{{ .Values.global.a }}',
  'plain',
  '"{{ .Values.name }}"',
  '{{ .Values.nope | toJson }} {{ hasKey .Values "a" }}',
  '|\n    block {{ .Values.a }}\n    # no comment',
  '{{ fail "told to" }}',
];
