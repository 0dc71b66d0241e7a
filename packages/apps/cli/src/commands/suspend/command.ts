import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { kindCommands, withArticle } from '../kind-commands.js';

/** Kinds that can be suspended. */
export const SUSPENDABLE: readonly FluxKind[] = [
  'Alert',
  'HelmRelease',
  'Kustomization',
  'Receiver',
  'Provider',
  'ImagePolicy',
  'ImageRepository',
  'ImageUpdateAutomation',
  'Bucket',
  'HelmChart',
  'GitRepository',
  'HelmRepository',
  'OCIRepository',
];

const NAMED_AS_OBJECT: ReadonlySet<FluxKind> = new Set(['ImagePolicy', 'ImageUpdateAutomation']);
const NAMED_WITHOUT_ARTICLE: ReadonlySet<FluxKind> = new Set([
  'Alert',
  'HelmRelease',
  'Kustomization',
  'Receiver',
  'Provider',
]);

function shortOf(kind: FluxKind): string {
  if (NAMED_AS_OBJECT.has(kind)) return `Suspend ${withArticle(kind)}`;
  return `Suspend reconciliation of ${NAMED_WITHOUT_ARTICLE.has(kind) ? kind : withArticle(kind)}`;
}

/** `flux suspend`. */
export const suspendCommand: Command = {
  name: 'suspend',
  short: 'Suspend resources',
  long: 'The suspend sub-commands suspend the reconciliation of a resource.',
  persistentFlags: [{ name: 'all', type: 'bool', usage: 'suspend all resources in that namespace' }],
  commands: kindCommands({
    kinds: SUSPENDABLE,
    groups: {
      image: {
        name: 'image',
        short: 'Suspend image automation objects',
        long: 'The suspend image sub-commands suspend the reconciliation of an image automation object.',
      },
      source: {
        name: 'source',
        short: 'Suspend sources',
        long: 'The suspend sub-commands suspend the reconciliation of a source.',
      },
    },
    command: ({ kind }) => ({
      short: shortOf(kind),
      long: `Stops the reconciliation of one or more ${kind} objects until they are resumed.`,
      load: async () => (await import('./run-suspend.js')).runSuspend(kind),
    }),
  }),
};
