import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { kindCommands, withArticle } from '../kind-commands.js';

const KINDS: readonly FluxKind[] = [
  'HelmRelease',
  'Kustomization',
  'Receiver',
  'ImagePolicy',
  'ImageRepository',
  'ImageUpdateAutomation',
  'Bucket',
  'HelmChart',
  'GitRepository',
  'HelmRepository',
  'OCIRepository',
];

const SHORT: Readonly<Partial<Record<FluxKind, string>>> = {
  HelmRelease: 'Reconcile a HelmRelease resource',
  Kustomization: 'Reconcile a Kustomization resource',
  Bucket: 'Reconcile a Bucket source',
  HelmChart: 'Reconcile a HelmChart source',
  GitRepository: 'Reconcile a GitRepository source',
  HelmRepository: 'Reconcile a HelmRepository source',
};

const withSource = (kind: FluxKind) => ({
  name: 'with-source',
  type: 'bool' as const,
  usage: `reconcile ${kind} source`,
});

const FLAGS: Readonly<Partial<Record<FluxKind, Command['flags']>>> = {
  Kustomization: [withSource('Kustomization')],
  HelmChart: [withSource('HelmChart')],
  HelmRelease: [
    withSource('HelmRelease'),
    { name: 'force', type: 'bool', usage: 'force a one-off install or upgrade of the HelmRelease resource' },
    { name: 'reset', type: 'bool', usage: 'reset the failure count for this HelmRelease resource' },
  ],
};

/** `flux reconcile`. */
export const reconcileCommand: Command = {
  name: 'reconcile',
  short: 'Reconcile sources and resources',
  long: 'The reconcile sub-commands trigger a reconciliation of sources and resources.',
  commands: kindCommands({
    kinds: KINDS,
    groups: {
      image: {
        name: 'image',
        short: 'Reconcile image automation objects',
        long: 'The reconcile sub-commands trigger a reconciliation of image automation objects.',
      },
      source: {
        name: 'source',
        short: 'Reconcile sources',
        long: 'The reconcile source sub-commands trigger a reconciliation of sources.',
      },
    },
    command: ({ kind }) => ({
      short: SHORT[kind] ?? `Reconcile ${withArticle(kind)}`,
      long: `Asks for a reconciliation of ${withArticle(kind)} and waits for its end.`,
      flags: FLAGS[kind] ?? [],
      load: async () => (await import('./run-reconcile.js')).runReconcile(kind),
    }),
  }),
};
