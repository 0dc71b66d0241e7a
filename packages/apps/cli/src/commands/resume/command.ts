import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { kindCommands, withArticle } from '../kind-commands.js';
import { SUSPENDABLE } from '../suspend/command.js';

const NAMED_AS_OBJECT: ReadonlySet<FluxKind> = new Set(['ImagePolicy', 'ImageUpdateAutomation']);

/** `flux resume`. */
export const resumeCommand: Command = {
  name: 'resume',
  short: 'Resume suspended resources',
  long: 'The resume sub-commands resume a suspended resource.',
  persistentFlags: [
    { name: 'all', type: 'bool', usage: 'resume all resources in that namespace' },
    { name: 'wait', type: 'bool', usage: 'waits for one resource to reconcile before moving to the next one' },
  ],
  commands: kindCommands({
    kinds: SUSPENDABLE,
    groups: {
      image: {
        name: 'image',
        short: 'Resume image automation objects',
        long: 'The resume image sub-commands resume suspended image automation objects.',
      },
      source: { name: 'source', short: 'Resume sources', long: 'The resume sub-commands resume a suspended source.' },
    },
    command: ({ kind }) => ({
      short: NAMED_AS_OBJECT.has(kind) ? `Resume ${withArticle(kind)}` : `Resume a suspended ${kind}`,
      long: `Lets the reconciliation of one or more ${kind} objects go on.`,
      load: async () => (await import('./run-resume.js')).runResume(kind),
    }),
  }),
};
