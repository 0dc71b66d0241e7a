import type { Command } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';

/** As Flux's source-controller has them. */
const HELM_SOURCES: readonly Flag[] = [
  {
    name: 'helm-index-max-size',
    type: 'int',
    usage: 'largest index of a Helm repository, in bytes',
    default: '52428800',
  },
  { name: 'helm-chart-max-size', type: 'int', usage: 'largest packaged Helm chart, in bytes', default: '10485760' },
  {
    name: 'helm-chart-file-max-size',
    type: 'int',
    usage: 'largest file of a Helm chart that stands in a folder of a source, in bytes',
    default: '5242880',
  },
  { name: 'helm-cache-max-size', type: 'int', usage: 'indexes of Helm repositories that are kept in memory' },
  {
    name: 'helm-cache-ttl',
    type: 'duration',
    usage: 'for how long after its last use an index is kept',
    default: '15m0s',
  },
  {
    name: 'helm-cache-purge-interval',
    type: 'duration',
    usage: 'how often indexes that are over are looked for',
    default: '1m0s',
  },
];

/** `flux up`. */
export const upCommand: Command = {
  name: 'up',
  operands: '[PATH|URL]',
  short: 'Run a Git repository as a cluster on this machine',
  long: `Starts a Kubernetes API and the Flux controllers in this process and lets them apply a Git repository,
as if it had been bootstrapped onto a cluster. PATH is a local repository or any folder (default: the working
directory), URL a remote one. A commit shows in the cluster at once; kubectl works with the printed KUBECONFIG.`,
  examples: [
    '  # Run the staging cluster of the repository in the working directory',
    '  flux up --path clusters/staging',
    '',
    '  # Check it in CI: exit with 1 unless everything becomes ready',
    '  flux up --path clusters/staging --once --timeout 5m --no-persist',
    '',
    '  # Take charts and repositories from servers on this machine',
    '  flux up --source-mirror oci://ghcr.io=oci://127.0.0.1:5000 --source-mirror https://github.com/org=http://127.0.0.1:3000/org',
  ].join('\n'),
  flags: [
    { name: 'path', type: 'string', usage: 'folder in the source to apply, default: its root' },
    { name: 'branch', type: 'string', usage: 'branch to follow, default: the one that is checked out' },
    { name: 'once', type: 'bool', usage: 'end when everything is ready or has failed, within --timeout' },
    { name: 'port', type: 'int', usage: 'port of the Kubernetes API, default: any free one' },
    {
      name: 'data-dir',
      type: 'string',
      usage: "folder that keeps the cluster, default: one in the user's state folder",
    },
    { name: 'no-persist', type: 'bool', usage: 'keep nothing after the end' },
    { name: 'snapshot', type: 'string', usage: 'file to write the objects of the cluster into at the end' },
    { name: 'restore', type: 'string', usage: 'file of such a snapshot to begin with, in a new cluster' },
    {
      name: 'audit-log',
      type: 'string',
      usage: 'file to add a line to for every request to the Kubernetes API: who did what, and how it ended',
    },
    {
      name: 'source-mirror',
      type: 'stringArray',
      usage: 'ask for sources below an address at another place, as PREFIX=TARGET, can be repeated',
    },
    { name: 'source-mirror-file', type: 'stringArray', usage: 'file of source mirrors, one in each line' },
    {
      name: 'no-cross-namespace-refs',
      type: 'bool',
      usage: 'refuse references to objects in other namespaces, as on a cluster of several tenants',
    },
    { name: 'no-remote-bases', type: 'bool', usage: 'refuse remote bases in kustomizations' },
    {
      name: 'default-service-account',
      type: 'string',
      usage: 'ServiceAccount that is impersonated where an object names none',
    },
    ...HELM_SOURCES,
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: "how to show progress, can be 'text' or 'json'",
      default: 'text',
    },
  ],
  ignoresTimeout: true,
  explainsErrors: true,
  load: async () => (await import('./run-up-command.js')).runUpCommand,
};
