import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { kindCommands } from '../kind-commands.js';

const KINDS: readonly FluxKind[] = [
  'Alert',
  'Provider',
  'HelmRelease',
  'Kustomization',
  'Receiver',
  'ArtifactGenerator',
  'ImagePolicy',
  'ImageRepository',
  'ImageUpdateAutomation',
  'Bucket',
  'HelmChart',
  'ExternalArtifact',
  'GitRepository',
  'HelmRepository',
  'OCIRepository',
];

const SOURCES: ReadonlySet<FluxKind> = new Set([
  'Bucket',
  'HelmChart',
  'ExternalArtifact',
  'GitRepository',
  'HelmRepository',
  'OCIRepository',
]);

/** `flux export`. */
export const exportCommand: Command = {
  name: 'export',
  short: 'Export resources in YAML format',
  long: 'The export sub-commands export resources in YAML format.',
  persistentFlags: [{ name: 'all', type: 'bool', usage: 'select all resources' }],
  commands: kindCommands({
    kinds: KINDS,
    groups: {
      artifact: {
        name: 'artifact',
        short: 'Export artifact objects',
        long: 'The export artifact sub-commands export artifacts objects in YAML format.',
      },
      image: {
        name: 'image',
        short: 'Export image automation objects',
        long: 'The export image sub-commands export image automation objects in YAML format.',
      },
      source: {
        name: 'source',
        short: 'Export sources',
        long: 'The export source sub-commands export sources in YAML format.',
        persistentFlags: [{ name: 'with-credentials', type: 'bool', usage: 'include credential secrets' }],
      },
    },
    command: ({ kind }) => ({
      short: `Export ${kind} ${SOURCES.has(kind) ? 'sources' : 'resources'} in YAML format`,
      long: `Prints one or all ${kind} objects of a namespace as YAML.`,
      load: async () => (await import('./run-export.js')).runExport(kind),
    }),
  }),
};
