import type { Flag } from '../../cli/flag.js';

/** Where values come from. */
export const valueFlags: readonly Flag[] = [
  { name: 'values', shorthand: 'f', type: 'strings', usage: 'files with values, the later ones over the earlier' },
  { name: 'set', type: 'stringArray', usage: 'values on the command line: key=value,key.inner[0]=value' },
  { name: 'set-string', type: 'stringArray', usage: 'like --set, but every value is text' },
  { name: 'set-json', type: 'stringArray', usage: 'like --set, but every value is JSON; or one JSON object' },
  { name: 'set-file', type: 'stringArray', usage: 'like --set, but every value names a file with the text' },
  { name: 'set-literal', type: 'stringArray', usage: 'one key, whose value is taken as it stands' },
];

/** How a chart that is not a local folder or archive is found. */
export const chartSourceFlags: readonly Flag[] = [
  { name: 'repo', type: 'string', usage: 'URL of the chart repository in which to look for the chart' },
  { name: 'version', type: 'string', usage: 'version of the chart, or a range of versions. Default: the latest' },
  { name: 'devel', type: 'bool', usage: 'take development versions too' },
  { name: 'username', type: 'string', usage: 'user name for the chart repository' },
  { name: 'password', type: 'string', usage: 'password for the chart repository' },
  { name: 'pass-credentials', type: 'bool', usage: 'send user name and password to other hosts too' },
  { name: 'plain-http', type: 'bool', usage: 'speak HTTP with the registry of an oci:// chart' },
];

/** What a rendering says of the release and of the cluster. */
export const releaseFlags: readonly Flag[] = [
  { name: 'name-template', type: 'string', usage: 'template from which the name of the release is made' },
  { name: 'generate-name', shorthand: 'g', type: 'bool', usage: 'make a name for the release from that of the chart' },
  { name: 'is-upgrade', type: 'bool', usage: 'set .Release.IsUpgrade instead of .Release.IsInstall' },
  { name: 'kube-version', type: 'string', usage: 'version of Kubernetes that .Capabilities shows' },
  {
    name: 'api-versions',
    shorthand: 'a',
    type: 'strings',
    usage: 'further versions that .Capabilities.APIVersions has',
  },
  { name: 'skip-schema-validation', type: 'bool', usage: 'do not check the values against the schema of the chart' },
  { name: 'enable-dns', type: 'bool', usage: 'let templates look up host names' },
  { name: 'helm-version', type: 'string', usage: 'whose behaviour: 4.2 or 3.22', default: '4.2' },
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
  { name: 'debug', type: 'bool', usage: 'print what was rendered even when it is not valid YAML' },
];
