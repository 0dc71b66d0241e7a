import type { Flag } from '../../cli/flag.js';

const COMPATIBLE = 'taken for compatibility';

/** Flags of one type, by their names. */
function flagsOf(type: Flag['type'], usages: Readonly<Record<string, string>>): readonly Flag[] {
  return Object.entries(usages).map(([name, usage]) => ({ name, type, usage }));
}

/** Flags that the help leaves out. */
function hidden(type: Flag['type'], usages: Readonly<Record<string, string>>): readonly Flag[] {
  return flagsOf(type, usages).map((flag) => ({ ...flag, hidden: true }));
}

const schemaFlag: Flag = {
  name: 'skip-schema-validation',
  type: 'bool',
  usage: 'do not check the values against the schema of the chart',
};

/** Flags of every helm command. */
export const helmFlags: readonly Flag[] = [
  { name: 'debug', type: 'bool', usage: 'print what was rendered even when it is not valid YAML' },
  ...flagsOf('string', {
    'repository-config': "file with the names and URLs of repositories: Helm's own",
    'repository-cache': 'folder with cached indexes of repositories',
    'registry-config': 'file with credentials for registries',
    'content-cache': 'folder with cached charts',
  }),
  { name: 'helm-version', type: 'string', usage: 'whose behaviour: 4.2 or 3.22', default: '4.2' },
  ...hidden('string', {
    'kube-context': 'name of the kubeconfig context to use',
    'kube-apiserver': 'address of the Kubernetes API server',
    'kube-token': 'token to identify with to the cluster',
    'kube-as-user': 'user to act as',
    'kube-ca-file': 'certificate authorities that the API server is checked by',
    'kube-tls-server-name': 'name in the certificate of the API server',
    color: COMPATIBLE,
    colour: COMPATIBLE,
  }),
  ...hidden('stringArray', { 'kube-as-group': 'groups to act as' }),
  ...hidden('bool', { 'kube-insecure-skip-tls-verify': 'do not check the certificate of the API server' }),
  ...hidden('int', { 'burst-limit': COMPATIBLE }),
  ...hidden('float32', { qps: COMPATIBLE }),
];

/** Where values come from. */
export const valueFlags: readonly Flag[] = [
  ...flagsOf('stringArray', {
    set: 'values on the command line: key=value,key.inner[0]=value',
    'set-string': 'like --set, but every value is text',
    'set-json': 'like --set, but every value is JSON; or one JSON object',
    'set-file': 'like --set, but every value names a file with the text',
    'set-literal': 'one key, whose value is taken as it stands',
  }),
  {
    name: 'values',
    shorthand: 'f',
    type: 'strings',
    usage: 'files or URLs with values, the later ones over the earlier',
  },
];

/** How to talk to the repository or registry that a chart is in. */
export const accessFlags: readonly Flag[] = [
  ...flagsOf('string', {
    username: 'user name for the chart repository',
    password: 'password for the chart repository',
    'cert-file': 'certificate to identify with to HTTPS servers',
    'key-file': 'key of that certificate',
    'ca-file': 'certificate authorities that HTTPS servers are checked by',
  }),
  ...flagsOf('bool', {
    'insecure-skip-tls-verify': 'do not check the certificates of HTTPS servers',
    'plain-http': 'speak HTTP with the registry of an oci:// chart',
  }),
];

const keyringFlag: Flag = {
  name: 'keyring',
  type: 'string',
  usage: 'file with public keys. Default: pubring.gpg in $GNUPGHOME or ~/.gnupg',
};

/** How a chart that is not a local folder or archive is found. */
export const chartSourceFlags: readonly Flag[] = [
  ...flagsOf('string', {
    repo: 'URL of the chart repository in which to look for the chart',
    version: 'version of the chart, or a range of versions. Default: the latest',
  }),
  ...flagsOf('bool', {
    devel: "take development versions too, as --version '>0.0.0-0' does",
    'pass-credentials': 'send user name and password to other hosts too',
    verify: 'check the signature of the chart',
  }),
  keyringFlag,
  ...accessFlags,
];

/** What a rendering says of the release and of the cluster. */
export const releaseFlags: readonly Flag[] = [
  ...flagsOf('string', {
    'name-template': 'template from which the name of the release is made',
    description: COMPATIBLE,
    'kube-version': 'version of Kubernetes that .Capabilities shows',
    'post-renderer': 'plugin (Helm 3: program) that changes what was rendered',
  }),
  ...flagsOf('bool', {
    'is-upgrade': 'set .Release.IsUpgrade instead of .Release.IsInstall',
    'enable-dns': 'let templates look up host names',
    'dependency-update': 'fetch the dependencies of the chart when some are missing',
    'disable-openapi-validation': 'with --dry-run=server: do not check the manifests',
  }),
  { name: 'post-renderer-args', type: 'stringArray', usage: 'argument for the post-renderer' },
  { name: 'generate-name', shorthand: 'g', type: 'bool', usage: 'make a name for the release' },
  {
    name: 'api-versions',
    shorthand: 'a',
    type: 'strings',
    usage: 'further versions that .Capabilities.APIVersions has',
  },
  schemaFlag,
  {
    name: 'dry-run',
    type: 'string',
    usage: 'client: without a cluster; server: capabilities, lookups and validation are those of the cluster',
    default: 'client',
    bareValue: 'unset',
  },
  { name: 'validate', type: 'bool', usage: 'ask the cluster: --dry-run=server', hidden: true },
];

/** Flags of `helm install` that `helm template` takes, and that mean nothing to it. */
export const installFlags: readonly Flag[] = [
  ...hidden(
    'bool',
    Object.fromEntries(
      [
        ...['create-namespace', 'force', 'force-replace', 'force-conflicts', 'server-side', 'replace', 'wait-for-jobs'],
        ...['atomic', 'rollback-on-failure', 'hide-notes', 'render-subchart-notes', 'take-ownership'],
      ].map((name) => [name, COMPATIBLE]),
    ),
  ),
  { name: 'labels', shorthand: 'l', type: 'strings', usage: COMPATIBLE, hidden: true },
  { name: 'wait', type: 'string', usage: COMPATIBLE, hidden: true, bareValue: 'watcher' },
];

/** What `flux helm template` prints, and where. */
export const templateFlags: readonly Flag[] = [
  { name: 'output-dir', type: 'string', usage: 'write one file a template into this folder' },
  ...flagsOf('bool', {
    'release-name': 'put the files of --output-dir into a folder named after the release',
    'include-crds': 'print the custom resource definitions too',
    'skip-tests': 'leave out the tests',
    'no-hooks': 'leave out all hooks',
  }),
  { name: 'show-only', shorthand: 's', type: 'stringArray', usage: 'only what these templates make; may be patterns' },
  {
    name: 'skip-crds',
    type: 'bool',
    usage: 'taken for compatibility: definitions are only printed with --include-crds',
  },
];

/** What `flux helm lint` looks at. */
export const lintFlags: readonly Flag[] = [
  ...flagsOf('bool', {
    strict: 'fail at warnings',
    'with-subcharts': 'look at the charts below charts/ too',
    quiet: 'print only warnings and errors',
  }),
  { name: 'kube-version', type: 'string', usage: 'version of Kubernetes for which deprecations count' },
  schemaFlag,
];

/** Where `flux helm pull` puts a chart. */
export const pullFlags: readonly Flag[] = [
  ...flagsOf('bool', {
    untar: 'unpack the chart',
    prov: 'get the provenance file too, and do not check it',
  }),
  {
    name: 'untardir',
    type: 'string',
    usage: 'folder, below --destination, in which to unpack the chart',
    default: '.',
  },
  { name: 'destination', shorthand: 'd', type: 'string', usage: 'folder to write to', default: '.' },
];

/** How `flux helm package` packs a chart. */
export const packageFlags: readonly Flag[] = [
  ...flagsOf('string', {
    version: 'version that the packaged chart gets',
    'app-version': 'appVersion that the packaged chart gets',
    key: 'name of the key to sign with',
    'passphrase-file': 'file with the passphrase of the key; - is standard input',
  }),
  { name: 'sign', type: 'bool', usage: 'sign the package with a private key' },
  { name: 'destination', shorthand: 'd', type: 'string', usage: 'folder to write to', default: '.' },
  { name: 'dependency-update', shorthand: 'u', type: 'bool', usage: 'fetch the dependencies of the chart before' },
  keyringFlag,
  ...accessFlags,
];

/** How dependencies are fetched. */
export const dependencyFlags: readonly Flag[] = [
  ...flagsOf('bool', {
    verify: 'check the signatures of the charts',
    'skip-refresh': 'do not fetch the indexes of repositories anew',
  }),
  keyringFlag,
  ...accessFlags,
];
