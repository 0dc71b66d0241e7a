import type { ScenarioFile } from '../scenario.js';

/** Files of a chart in a folder. */
export function chartFiles(
  folder: string,
  files: Readonly<Record<string, ScenarioFile>> = {},
): Readonly<Record<string, ScenarioFile>> {
  const all: Readonly<Record<string, ScenarioFile>> = {
    'Chart.yaml': `apiVersion: v2\nname: ${folder.slice(folder.lastIndexOf('/') + 1)}\nversion: 1.0.0\n`,
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([path, file]) => [`${folder}/${path}`, file]));
}

/** A template that makes a ConfigMap. */
export const CONFIG_MAP =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  a: {{ .Values.a | quote }}\n';

/** A chart with a bit of everything. */
export const WEB: Readonly<Record<string, ScenarioFile>> = chartFiles('web', {
  'Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "3"\nicon: https://example.com/icon.png\ndescription: A "web" chart\n',
  'values.yaml': 'a: 1 # one\nb:\n  c: [1, 2]\n',
  'README.md': '# Web\n\nText.\n',
  'crds/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: foos.example.com\n',
  'templates/cm.yaml': CONFIG_MAP,
  'templates/_helpers.tpl': '{{ define "x" }}x{{ end }}',
  'templates/hook.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  annotations:\n    helm.sh/hook: test\n',
  'templates/svc.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: svc\nspec:\n  ports:\n  - port: 80\n',
  'templates/NOTES.txt': 'Thanks for {{ .Release.Name }}\n',
});

/** Helm's own files, with two repositories and their cached indexes. */
export const NAMED_REPOSITORIES: Readonly<Record<string, ScenarioFile>> = {
  '~/config/repositories.yaml':
    'apiVersion: ""\ngenerated: "0001-01-01T00:00:00Z"\nrepositories:\n- name: main\n  url: $HTTP/charts\n- name: secret\n  url: $HTTP/private\n  username: user\n  password: pass\n',
  '~/cache/repository/main-index.yaml': cachedIndex('charts'),
  '~/cache/repository/secret-index.yaml': cachedIndex('private'),
};

function cachedIndex(folder: string): string {
  const versions = ['0.9.0', '1.0.0', '1.2.0', '2.0.0-rc.1'];
  const web = versions.map(
    (version) =>
      `  - apiVersion: v2\n    name: web\n    version: ${version}\n    urls:\n    - $HTTP/${folder}/web-${version}.tgz\n`,
  );
  const nourl = '  nourl:\n  - apiVersion: v2\n    name: nourl\n    version: 1.0.0\n    urls: []\n';
  return `apiVersion: v1\nentries:\n  web:\n${web.join('')}${nourl}generated: "2024-01-02T03:04:05Z"\n`;
}
