import type { Command } from '../../cli/command.js';
import { controllerFlags } from './controller-flags.js';

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
    ...controllerFlags,
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: "how to show progress, can be 'text' or 'json'",
      default: 'text',
    },
  ],
  ignoresTimeout: true,
  endsWithInterrupt: true,
  explainsErrors: true,
  load: async () => (await import('./run-up-command.js')).runUpCommand,
};
