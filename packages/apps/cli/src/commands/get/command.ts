import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

const SOURCES: readonly FluxKind[] = [
  'OCIRepository',
  'Bucket',
  'GitRepository',
  'HelmRepository',
  'HelmChart',
  'ExternalArtifact',
];
const IMAGES: readonly FluxKind[] = ['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation'];
const ALL: readonly FluxKind[] = [
  ...SOURCES,
  ...IMAGES,
  'HelmRelease',
  'Kustomization',
  'Receiver',
  'Provider',
  'Alert',
];

function getKind(kind: FluxKind, command: Omit<Command, 'load'>): Command {
  return {
    long: `Prints the status of ${kind} objects.`,
    completes: kind,
    ...command,
    load: async () => (await import('./run-get.js')).runGet(kind),
  };
}

function getAll(kinds: readonly FluxKind[], command: Omit<Command, 'load' | 'name'>): Command {
  return { ...command, name: 'all', load: async () => (await import('./run-get-all.js')).runGetAll(kinds) };
}

const showSource = (what: string): Command['flags'] => [
  { name: 'show-source', type: 'bool', usage: `show the source reference for each ${what}` },
];

const sources: Command = {
  name: 'sources',
  aliases: ['source'],
  short: 'Get source statuses',
  long: 'The get source sub-commands print the statuses of the sources.',
  commands: [
    getAll(SOURCES, {
      short: 'Get all source statuses',
      long: withPreviewNote('The get sources all command print the statuses of all sources.'),
    }),
    getKind('Bucket', { name: 'bucket', short: 'Get Bucket source statuses' }),
    getKind('HelmChart', { name: 'chart', short: 'Get HelmChart statuses' }),
    getKind('ExternalArtifact', { name: 'external', short: 'Get ExternalArtifact source statuses' }),
    getKind('GitRepository', { name: 'git', short: 'Get GitRepository source statuses' }),
    getKind('HelmRepository', { name: 'helm', short: 'Get HelmRepository source statuses' }),
    getKind('OCIRepository', { name: 'oci', short: 'Get OCIRepository status' }),
  ],
};

const images: Command = {
  name: 'images',
  aliases: ['image'],
  short: 'Get image automation object status',
  long: 'The get image sub-commands print the status of image automation objects.',
  commands: [
    getAll(IMAGES, {
      short: 'Get all image statuses',
      long: 'The get image sub-commands print the statuses of all image objects.',
    }),
    getKind('ImagePolicy', { name: 'policy', short: 'Get ImagePolicy status' }),
    getKind('ImageRepository', { name: 'repository', short: 'Get ImageRepository status' }),
    getKind('ImageUpdateAutomation', { name: 'update', short: 'Get ImageUpdateAutomation status' }),
  ],
};

const artifacts: Command = {
  name: 'artifacts',
  aliases: ['artifact'],
  short: 'Get artifact object status',
  long: 'The get artifact sub-commands print the status of artifact objects.',
  commands: [
    getKind('ArtifactGenerator', {
      name: 'generators',
      aliases: ['generator'],
      short: 'Get artifact generator statuses',
    }),
  ],
};

/** `flux get`. */
export const getCommand: Command = {
  name: 'get',
  short: 'Get the resources and their status',
  long: 'The get sub-commands print the statuses of Flux resources.',
  persistentFlags: [
    {
      name: 'all-namespaces',
      shorthand: 'A',
      type: 'bool',
      usage: 'list the requested object(s) across all namespaces',
    },
    { name: 'no-header', type: 'bool', usage: 'skip the header when printing the results' },
    {
      name: 'watch',
      shorthand: 'w',
      type: 'bool',
      usage: 'After listing/getting the requested object, watch for changes.',
    },
    {
      name: 'status-selector',
      type: 'string',
      usage:
        'specify the status condition name and the desired state to filter the get result, e.g. ready=false or ready!=true',
    },
    { name: 'label-selector', shorthand: 'l', type: 'string', usage: 'filter objects by label selector' },
  ],
  commands: [
    getKind('Provider', { name: 'alert-providers', aliases: ['alert-provider'], short: 'Get Provider statuses' }),
    getKind('Alert', { name: 'alerts', aliases: ['alert'], short: 'Get Alert statuses' }),
    getAll(ALL, {
      short: 'Get all resources and statuses',
      long: withPreviewNote('The get all command print the statuses of all resources.'),
    }),
    artifacts,
    getKind('HelmRelease', {
      name: 'helmreleases',
      aliases: ['hr', 'helmrelease'],
      short: 'Get HelmRelease statuses',
      flags: showSource('helmrelease') ?? [],
    }),
    images,
    getKind('Kustomization', {
      name: 'kustomizations',
      aliases: ['ks', 'kustomization'],
      short: 'Get Kustomization statuses',
      flags: showSource('kustomization') ?? [],
    }),
    getKind('Receiver', { name: 'receivers', aliases: ['receiver'], short: 'Get Receiver statuses' }),
    sources,
  ],
};
