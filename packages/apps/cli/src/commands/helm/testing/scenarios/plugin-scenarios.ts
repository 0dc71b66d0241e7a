import type { Scenario, ScenarioFile } from '../scenario.js';
import { CONFIG_MAP, chartFiles } from './charts.js';

/** The form of plugin.yaml that both versions know. */
const OLD_PLUGIN =
  'name: store\nversion: 0.1.0\nusage: downloads\ndescription: downloads\ncommand: "true"\ndownloaders:\n- command: get.sh first second\n  protocols: [store, stores]\n- command: nope.sh\n  protocols: [gone]\n- command: fail.sh\n  protocols: [bad]\n';
const NEW_PLUGIN =
  'apiVersion: v1\ntype: getter/v1\nname: store\nversion: 0.1.0\nruntime: subprocess\nconfig:\n  protocols: [store, stores, gone, bad]\nruntimeConfig:\n  protocolCommands:\n  - protocols: [store, stores]\n    platformCommand:\n    - command: get.sh first\n      args: [second]\n  - protocols: [bad]\n    platformCommand:\n    - command: fail.sh\n';
/** Writes what it was given beside the chart, and the file that the URL names. */
const GET = `#!/bin/sh
{
  for arg in "$@"; do echo "arg $arg"; done
  echo "user $HELM_PLUGIN_USERNAME password $HELM_PLUGIN_PASSWORD all $HELM_PLUGIN_PASS_CREDENTIALS_ALL"
  echo "plugin $HELM_PLUGIN_NAME $HELM_PLUGIN_DIR"
  env | grep -v HELM_BIN | grep -v HELM_PLUGIN | grep ^HELM_ | sort
} >> got.txt
file="$HELM_DATA_HOME/store/\${6#*://}"
[ -f "$file" ] || { echo "no $file" >&2; exit 4; }
cat "$file"
`;
const INDEX =
  'apiVersion: v1\nentries:\n  web:\n  - apiVersion: v2\n    name: web\n    version: 1.0.0\n    urls: [web-1.0.0.tgz]\n  - apiVersion: v2\n    name: web\n    version: 1.1.0\n    urls: ["stores://bucket/charts/web-1.0.0.tgz"]\ngenerated: "2024-01-02T03:04:05Z"\n';

const STORE: Readonly<Record<string, ScenarioFile>> = {
  '~/data/plugins/store/get.sh': { script: GET },
  '~/data/plugins/store/fail.sh': { script: '#!/bin/sh\necho out\necho "sorry" >&2\nexit 3\n' },
  '~/data/store/bucket/charts/index.yaml': INDEX,
  '~/data/store/bucket/charts/web-1.0.0.tgz': {
    chart: { 'templates/cm.yaml': CONFIG_MAP, 'values.yaml': 'a: 1\n' },
  },
  '~/data/store/bucket/values.yaml': 'a: from the store\n',
  ...chartFiles('top', {
    'Chart.yaml':
      'apiVersion: v2\nname: top\nversion: 1.0.0\ndependencies:\n- {name: web, version: 1.0.0, repository: "store://bucket/charts"}\n',
  }),
  ...chartFiles('app', { 'templates/cm.yaml': CONFIG_MAP }),
};

const NAMED: Readonly<Record<string, ScenarioFile>> = {
  '~/config/repositories.yaml':
    'apiVersion: ""\nrepositories:\n- name: main\n  url: store://bucket/charts\n  username: user\n  password: pass\n',
  '~/cache/repository/main-index.yaml': INDEX,
};

const LINES: readonly string[] = [
  'template demo store://bucket/charts/web-1.0.0.tgz',
  'template demo store://bucket/charts/web-1.0.0.tgz --username user --password pass --pass-credentials',
  'template demo STORE://bucket/charts/web-1.0.0.tgz',
  'template demo web --repo store://bucket/charts',
  'template demo web --repo store://bucket/charts --version 1.0.0 --username user --password pass',
  'template demo nope --repo store://bucket/charts',
  'template demo other://bucket/web.tgz',
  'template demo unknown://bucket/web.tgz',
  'template demo web --repo unknown://bucket',
  'show values store://bucket/charts/web-1.0.0.tgz',
  'show chart web --repo store://bucket/charts --version 1.0.0',
  'pull store://bucket/charts/web-1.0.0.tgz',
  'pull web --repo store://bucket/charts --version 1.0.0 --untar',
  'dependency update top',
  'template demo top --dependency-update',
  'template demo app -f store://bucket/values.yaml',
  'template demo app --set-file a=store://bucket/values.yaml',
  'template demo app -f unknown://bucket/values.yaml',
  'lint app -f store://bucket/values.yaml',
];

/** Failures that Helm 4 words with addresses in its memory. */
const FAILING: readonly string[] = [
  'template demo web --repo store://bucket/nope',
  'pull store://bucket/charts/web-1.0.0.tgz --prov',
  'template demo bad://bucket/web.tgz',
  'template demo gone://bucket/web.tgz',
  'template demo store://bucket/nope.tgz',
  'template demo app -f store://bucket/nope.yaml',
];

function withPlugin(line: string, plugin: 'old' | 'new', more: Omit<Scenario, 'name' | 'run'> = {}): Scenario {
  const file = { '~/data/plugins/store/plugin.yaml': plugin === 'old' ? OLD_PLUGIN : NEW_PLUGIN };
  const { files, ...others } = more;
  return {
    name: `${plugin} plugin: ${line}`,
    files: { ...STORE, ...file, ...files },
    run: [line],
    ...others,
  };
}

/** Plugins that download from URLs of schemes of their own. */
export const pluginScenarios: readonly Scenario[] = [
  ...LINES.map((line) => withPlugin(line, 'old')),
  ...LINES.filter((line) => !line.includes('other://')).map((line) => withPlugin(line, 'new', { versions: ['4.2'] })),
  ...FAILING.map((line) => withPlugin(line, 'old', { versions: ['3.22'] })),
  ...['template demo main/web --version 1.0.0', 'pull main/web', 'dependency update top', 'dependency build top'].map(
    (line) => ({ ...withPlugin(line, 'old', { files: NAMED }), name: `repository of a plugin: ${line}` }),
  ),
];
