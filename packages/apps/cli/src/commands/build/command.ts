import type { Command } from '../../cli/command.js';
import { buildArtifactCommand } from '../artifact/command.js';
import { localBuildFlags } from './local-build-flags.js';

/** `flux build`. */
export const buildCommand: Command = {
  name: 'build',
  short: 'Build a flux resource',
  long: 'The build command is used to build flux resources.',
  commands: [
    buildArtifactCommand,
    {
      name: 'kustomization',
      aliases: ['ks'],
      short: 'Build Kustomization',
      long: [
        'Builds the manifests in a local folder as the Kustomization of this name in the cluster would, and prints them.',
        'With --kustomization-file the Kustomization is read from a file; with --dry-run no cluster is needed.',
      ].join('\n'),
      examples: [
        '  # Build local manifests as they are built in the cluster',
        '  flux build kustomization my-app --path ./apps/my-app',
        '',
        '  # Build without a cluster; variables of ConfigMaps and Secrets are left out',
        '  flux build kustomization my-app --path ./apps/my-app --kustomization-file ./my-app.yaml --dry-run',
      ].join('\n'),
      completes: 'Kustomization',
      flags: localBuildFlags({
        path: 'Path to the manifests location.',
        recursive: 'Recursively build Kustomizations',
        more: [{ name: 'dry-run', type: 'bool', usage: 'Dry run mode.' }],
      }),
      load: async () => (await import('./run-build-kustomization.js')).runBuildKustomization,
    },
  ],
};
