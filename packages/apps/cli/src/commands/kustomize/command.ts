import type { Command } from '../../cli/command.js';
import type { CheckedText, Flag } from '../../cli/flag.js';

const restrictor: CheckedText = {
  name: 'string',
  parse: (value) => oneOf(value, '--load-restrictor', ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone']),
};

const reorder: CheckedText = { name: 'string', parse: (value) => oneOf(value, '--reorder', ['legacy', 'none']) };

function oneOf(value: string, flag: string, legal: readonly string[]): string {
  if (legal.includes(value)) return value;
  throw new Error(`illegal flag value ${flag} ${value}; legal values: [${legal.join(' ')}]`);
}

/** Flags of kustomize for functions in containers and the like, and for a Helm that is a program. */
const IGNORED_FLAGS: readonly Flag[] = [
  ...['as-current-user', 'enable-alpha-plugins', 'enable-exec', 'network', 'helm-debug', 'stack-trace'].map(
    (name): Flag => ({ name, type: 'bool', usage: 'taken for compatibility: nothing is run', hidden: true }),
  ),
  { name: 'env', shorthand: 'e', type: 'stringArray', usage: 'taken for compatibility: nothing is run', hidden: true },
  { name: 'mount', type: 'stringArray', usage: 'taken for compatibility: nothing is run', hidden: true },
  { name: 'network-name', type: 'string', usage: 'taken for compatibility: nothing is run', hidden: true },
];

const kustomizeBuildCommand: Command = {
  name: 'build',
  operands: 'DIR',
  short: 'Build a kustomization',
  long: [
    "Builds the kustomization in a folder, as 'kustomize build' does, and prints the objects.",
    'DIR may also be the URL of a Git repository, with a path in it. If it is omitted, the current folder is built.',
  ].join('\n'),
  examples: [
    '  # Build the current folder',
    '  flux kustomize build',
    '',
    '  # Show which file each object comes from, and what changed it',
    '  flux kustomize build ./apps/production --explain',
  ].join('\n'),
  flags: [
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: 'write to this file, or one file an object to this folder',
    },
    {
      name: 'load-restrictor',
      type: restrictor,
      usage: "with 'LoadRestrictionsNone', kustomizations may load files from outside their own folder",
      default: 'LoadRestrictionsRootOnly',
    },
    { name: 'enable-helm', type: 'bool', usage: 'render the Helm charts of kustomizations' },
    { name: 'helm-kube-version', type: 'string', usage: 'version of Kubernetes that charts see' },
    { name: 'helm-api-versions', type: 'stringArray', usage: 'further API versions that charts see' },
    {
      name: 'helm-command',
      type: 'string',
      usage: 'taken for compatibility: charts are rendered by flux itself',
      hidden: true,
    },
    { name: 'explain', type: 'bool', usage: 'print for each object where it comes from and what changed it' },
    ...IGNORED_FLAGS,
    {
      name: 'reorder',
      type: reorder,
      usage: "order of the objects: 'legacy' or 'none'",
      default: 'legacy',
      deprecated: "use the new 'sortOptions' field in kustomization.yaml instead.",
    },
    {
      name: 'enable-managedby-label',
      type: 'bool',
      usage: 'add the label app.kubernetes.io/managed-by',
      deprecated:
        'The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.',
    },
  ],
  explainsErrors: true,
  load: async () => (await import('./run-kustomize-build.js')).runKustomizeBuild,
};

/** `flux kustomize`: work with kustomizations, without a cluster. */
export const kustomizeCommand: Command = {
  name: 'kustomize',
  accepts: 'none',
  short: 'Build kustomizations',
  long: 'The kustomize sub-commands build kustomizations, as kustomize does.',
  commands: [kustomizeBuildCommand],
};
