import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux debug`. */
export const debugCommand: Command = {
  name: 'debug',
  short: 'Debug a flux resource',
  long: 'The debug command can be used to troubleshoot failing resource reconciliations.',
  commands: [
    {
      name: 'helmrelease',
      operands: '[name]',
      aliases: ['hr'],
      short: 'Debug a HelmRelease resource',
      long: withPreviewNote('Prints the status, the values or the history of a HelmRelease. Values may hold secrets.'),
      accepts: 'one',
      completes: 'HelmRelease',
      flags: [
        { name: 'show-status', type: 'bool', usage: 'print the status of the Helm release' },
        { name: 'show-values', type: 'bool', usage: 'print the final values of the Helm release' },
        { name: 'show-history', type: 'bool', usage: 'print the reconciliation history of the Helm release' },
      ],
      load: async () => (await import('./run-debug-helm-release.js')).runDebugHelmRelease,
    },
    {
      name: 'kustomization',
      operands: '[name]',
      aliases: ['ks'],
      short: 'Debug a Flux Kustomization resource',
      long: withPreviewNote(
        'Prints the status, the variables or the history of a Kustomization. Variables may hold secrets.',
      ),
      accepts: 'one',
      completes: 'Kustomization',
      flags: [
        { name: 'show-status', type: 'bool', usage: 'print the status of the Flux Kustomization' },
        { name: 'show-vars', type: 'bool', usage: 'print the final vars of the Flux Kustomization in dot env format' },
        { name: 'show-history', type: 'bool', usage: 'print the reconciliation history of the Flux Kustomization' },
      ],
      load: async () => (await import('./run-debug-kustomization.js')).runDebugKustomization,
    },
  ],
};
