import type { Command } from '../../cli/command.js';
import { diffArtifactCommand } from '../artifact/command.js';
import { localBuildFlags } from '../build/local-build-flags.js';

/** `flux diff`. */
export const diffCommand: Command = {
  name: 'diff',
  short: 'Diff a flux resource',
  long: 'The diff command is used to do a server-side dry-run on flux resources, then prints the diff.',
  commands: [
    diffArtifactCommand,
    {
      name: 'kustomization',
      aliases: ['ks'],
      short: 'Diff Kustomization',
      long: [
        'Builds the manifests in a local folder, asks the cluster what applying them would change, and prints the difference.',
        'Exit status: 0 No differences were found. 1 Differences were found. >1 diff failed with an error.',
      ].join('\n'),
      examples: [
        '  # Preview local changes as they were applied on the cluster',
        '  flux diff kustomization my-app --path ./apps/my-app',
      ].join('\n'),
      completes: 'Kustomization',
      flags: localBuildFlags({
        path: 'Path to a local directory that matches the specified Kustomization.spec.path.',
        recursive: 'Recursively diff Kustomizations',
        more: [
          {
            name: 'progress-bar',
            type: 'bool',
            default: 'true',
            usage: 'Boolean to set the progress bar. The default value is true.',
          },
          {
            name: 'ignore-not-found',
            type: 'bool',
            usage: 'Ignore Kustomization not found errors on the cluster when diffing.',
          },
        ],
      }),
      load: async () => (await import('./run-diff-kustomization.js')).runDiffKustomization,
    },
  ],
};
