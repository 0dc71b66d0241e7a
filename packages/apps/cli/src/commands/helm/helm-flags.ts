import type { Flag } from '../../cli/flag.js';

const COMPATIBLE = 'taken for compatibility';

/** Flags that the help leaves out. */
function hidden(type: Flag['type'], usages: Readonly<Record<string, string>>): readonly Flag[] {
  return Object.entries(usages).map(([name, usage]) => ({ name, type, usage, hidden: true }));
}

const schemaFlag: Flag = {
  name: 'skip-schema-validation',
  type: 'bool',
  usage: 'do not check the values against the schema of the chart',
};

/** Flags of every helm command. */
export const helmFlags: readonly Flag[] = [
  { name: 'debug', type: 'bool', usage: 'print what was rendered even when it is not valid YAML' },
  { name: 'helm-version', type: 'string', usage: 'whose behaviour: 4.2 or 3.22', default: '4.2' },
  { name: 'repository-config', type: 'string', usage: "file with the names and URLs of repositories: Helm's own" },
  { name: 'repository-cache', type: 'string', usage: 'folder with cached indexes of repositories' },
  { name: 'registry-config', type: 'string', usage: 'file with credentials for registries' },
  { name: 'content-cache', type: 'string', usage: 'folder with cached charts' },
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
  {
    name: 'values',
    shorthand: 'f',
    type: 'strings',
    usage: 'files or URLs with values, the later ones over the earlier',
  },
  { name: 'set', type: 'stringArray', usage: 'values on the command line: key=value,key.inner[0]=value' },
  { name: 'set-string', type: 'stringArray', usage: 'like --set, but every value is text' },
  { name: 'set-json', type: 'stringArray', usage: 'like --set, but every value is JSON; or one JSON object' },
  { name: 'set-file', type: 'stringArray', usage: 'like --set, but every value names a file with the text' },
  { name: 'set-literal', type: 'stringArray', usage: 'one key, whose value is taken as it stands' },
];

/** How to talk to the repository or registry that a chart is in. */
export const accessFlags: readonly Flag[] = [
  { name: 'username', type: 'string', usage: 'user name for the chart repository' },
  { name: 'password', type: 'string', usage: 'password for the chart repository' },
  { name: 'cert-file', type: 'string', usage: 'certificate to identify with to HTTPS servers' },
  { name: 'key-file', type: 'string', usage: 'key of that certificate' },
  { name: 'ca-file', type: 'string', usage: 'certificate authorities that HTTPS servers are checked by' },
  { name: 'insecure-skip-tls-verify', type: 'bool', usage: 'do not check the certificates of HTTPS servers' },
  { name: 'plain-http', type: 'bool', usage: 'speak HTTP with the registry of an oci:// chart' },
];

const keyringFlag: Flag = {
  name: 'keyring',
  type: 'string',
  usage: 'file with public keys. Default: pubring.gpg in $GNUPGHOME or ~/.gnupg',
};

/** How a chart that is not a local folder or archive is found. */
export const chartSourceFlags: readonly Flag[] = [
  { name: 'repo', type: 'string', usage: 'URL of the chart repository in which to look for the chart' },
  { name: 'version', type: 'string', usage: 'version of the chart, or a range of versions. Default: the latest' },
  { name: 'devel', type: 'bool', usage: "take development versions too, as --version '>0.0.0-0' does" },
  { name: 'pass-credentials', type: 'bool', usage: 'send user name and password to other hosts too' },
  { name: 'verify', type: 'bool', usage: 'check the signature of the chart' },
  keyringFlag,
  ...accessFlags,
];

/** What a rendering says of the release and of the cluster. */
export const releaseFlags: readonly Flag[] = [
  { name: 'name-template', type: 'string', usage: 'template from which the name of the release is made' },
  { name: 'generate-name', shorthand: 'g', type: 'bool', usage: 'make a name for the release' },
  { name: 'description', type: 'string', usage: COMPATIBLE },
  { name: 'is-upgrade', type: 'bool', usage: 'set .Release.IsUpgrade instead of .Release.IsInstall' },
  { name: 'kube-version', type: 'string', usage: 'version of Kubernetes that .Capabilities shows' },
  {
    name: 'api-versions',
    shorthand: 'a',
    type: 'strings',
    usage: 'further versions that .Capabilities.APIVersions has',
  },
  schemaFlag,
  { name: 'enable-dns', type: 'bool', usage: 'let templates look up host names' },
  { name: 'dependency-update', type: 'bool', usage: 'fetch the dependencies of the chart when some are missing' },
  {
    name: 'dry-run',
    type: 'string',
    usage: 'client: without a cluster; server: capabilities, lookups and validation are those of the cluster',
    default: 'client',
    bareValue: 'unset',
  },
  { name: 'validate', type: 'bool', usage: 'ask the cluster: --dry-run=server', hidden: true },
  { name: 'disable-openapi-validation', type: 'bool', usage: 'with --dry-run=server: do not check the manifests' },
  { name: 'post-renderer', type: 'string', usage: 'plugin (Helm 3: program) that changes what was rendered' },
  { name: 'post-renderer-args', type: 'stringArray', usage: 'argument for the post-renderer' },
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
  { name: 'show-only', shorthand: 's', type: 'stringArray', usage: 'only what these templates make; may be patterns' },
  { name: 'output-dir', type: 'string', usage: 'write one file a template into this folder' },
  { name: 'release-name', type: 'bool', usage: 'put the files of --output-dir into a folder named after the release' },
  { name: 'include-crds', type: 'bool', usage: 'print the custom resource definitions too' },
  {
    name: 'skip-crds',
    type: 'bool',
    usage: 'taken for compatibility: definitions are only printed with --include-crds',
  },
  { name: 'skip-tests', type: 'bool', usage: 'leave out the tests' },
  { name: 'no-hooks', type: 'bool', usage: 'leave out all hooks' },
];

/** What `flux helm lint` looks at. */
export const lintFlags: readonly Flag[] = [
  { name: 'strict', type: 'bool', usage: 'fail at warnings' },
  { name: 'with-subcharts', type: 'bool', usage: 'look at the charts below charts/ too' },
  { name: 'quiet', type: 'bool', usage: 'print only warnings and errors' },
  schemaFlag,
  { name: 'kube-version', type: 'string', usage: 'version of Kubernetes for which deprecations count' },
];

/** Where `flux helm pull` puts a chart. */
export const pullFlags: readonly Flag[] = [
  { name: 'untar', type: 'bool', usage: 'unpack the chart' },
  {
    name: 'untardir',
    type: 'string',
    usage: 'folder, below --destination, in which to unpack the chart',
    default: '.',
  },
  { name: 'prov', type: 'bool', usage: 'get the provenance file too, and do not check it' },
  { name: 'destination', shorthand: 'd', type: 'string', usage: 'folder to write to', default: '.' },
];

/** How `flux helm package` packs a chart. */
export const packageFlags: readonly Flag[] = [
  { name: 'version', type: 'string', usage: 'version that the packaged chart gets' },
  { name: 'app-version', type: 'string', usage: 'appVersion that the packaged chart gets' },
  { name: 'destination', shorthand: 'd', type: 'string', usage: 'folder to write to', default: '.' },
  { name: 'dependency-update', shorthand: 'u', type: 'bool', usage: 'fetch the dependencies of the chart before' },
  { name: 'sign', type: 'bool', usage: 'sign the package with a private key' },
  { name: 'key', type: 'string', usage: 'name of the key to sign with' },
  { name: 'passphrase-file', type: 'string', usage: 'file with the passphrase of the key; - is standard input' },
  keyringFlag,
  ...accessFlags,
];

/** How dependencies are fetched. */
export const dependencyFlags: readonly Flag[] = [
  { name: 'verify', type: 'bool', usage: 'check the signatures of the charts' },
  { name: 'skip-refresh', type: 'bool', usage: 'do not fetch the indexes of repositories anew' },
  keyringFlag,
  ...accessFlags,
];
