import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { kindCommands, withArticle } from '../kind-commands.js';
import { SUSPENDABLE } from '../suspend/command.js';

const AS_RESOURCE: ReadonlySet<FluxKind> = new Set(['Alert', 'Provider', 'HelmRelease', 'Kustomization', 'Receiver']);

function shortOf(kind: FluxKind): string {
  if (AS_RESOURCE.has(kind)) return `Delete a ${kind} resource`;
  return `Delete ${withArticle(kind)} ${kind.startsWith('Image') ? 'object' : 'source'}`;
}

/** `flux delete`. */
export const deleteCommand: Command = {
  name: 'delete',
  short: 'Delete sources and resources',
  long: 'The delete sub-commands delete sources and resources.',
  persistentFlags: [
    { name: 'silent', shorthand: 's', type: 'bool', usage: 'delete resource without asking for confirmation' },
  ],
  commands: kindCommands({
    kinds: SUSPENDABLE,
    groups: {
      image: {
        name: 'image',
        short: 'Delete image automation objects',
        long: 'The delete image sub-commands delete image automation objects.',
      },
      source: { name: 'source', short: 'Delete sources', long: 'The delete source sub-commands delete sources.' },
    },
    command: ({ kind }) => ({
      short: shortOf(kind),
      long: `Removes one ${kind} from the cluster.`,
      load: async () => (await import('./run-delete.js')).runDelete(kind),
    }),
  }),
};
