import type { Command } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';
import { withPreviewNote } from '../preview-note.js';

const output: Flag = {
  name: 'output',
  shorthand: 'o',
  type: 'string',
  usage: "the format in which the tree should be printed. can be 'json' or 'yaml'",
};

/** `flux tree`. */
export const treeCommand: Command = {
  name: 'tree',
  short: 'Print the resources reconciled by Flux',
  long: withPreviewNote('The tree command shows the list of resources reconciled by a Flux object.'),
  commands: [
    {
      name: 'artifact',
      short: 'Print artifact objects reconciled by Flux',
      long: 'The tree artifact sub-commands print the artifacts made by Flux objects.',
      commands: [
        {
          name: 'generator',
          operands: '[name]',
          short: 'Print the inventory of an ArtifactGenerator',
          accepts: 'one',
          completes: 'ArtifactGenerator',
          flags: [output],
          load: async () => (await import('./run-tree.js')).runTreeGenerator,
        },
      ],
    },
    {
      name: 'kustomization',
      operands: '[name]',
      aliases: ['ks', 'kustomization'],
      short: 'Print the resource inventory of a Kustomization',
      long: withPreviewNote(
        'Prints what a Kustomization applied, with what the Flux objects among it applied in turn.',
      ),
      examples:
        '  # Everything below the root Kustomization\n  flux tree kustomization flux-system\n\n  # Only the Flux objects below it\n  flux tree kustomization flux-system --compact',
      completes: 'Kustomization',
      flags: [{ name: 'compact', type: 'bool', usage: 'list Flux resources only.' }, output],
      load: async () => (await import('./run-tree.js')).runTreeKustomization,
    },
  ],
};
