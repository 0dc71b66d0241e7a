import type { Command } from '../../cli/command.js';

/** `flux migrate`. */
export const migrateCommand: Command = {
  name: 'migrate',
  short: 'Migrate the Flux custom resources to their latest API version',
  long: [
    'The migrate command must be run before a Flux minor version upgrade.',
    '',
    'Without --path the custom resources of Flux in the cluster are stored anew in their latest API version.',
    'With --path the apiVersion of the custom resources in manifests is edited in place.',
  ].join('\n'),
  examples: [
    '  # Migrate all the Flux custom resources in the cluster',
    '  flux migrate',
    '',
    '  # Migrate the manifests in the working directory',
    '  flux migrate -f .',
    '',
    '  # Show what would be edited',
    '  flux migrate -f . --dry-run',
  ].join('\n'),
  accepts: 'none',
  flags: [
    {
      name: 'path',
      shorthand: 'f',
      type: 'string',
      usage: 'the path to the directory containing the manifests to migrate',
    },
    {
      name: 'extensions',
      shorthand: 'e',
      type: 'strings',
      default: '.yaml,.yml',
      usage: 'the file extensions to consider when migrating manifests, only applicable with --path',
    },
    {
      name: 'version',
      shorthand: 'v',
      type: 'string',
      usage:
        'the target Flux minor version to migrate manifests to, only applicable with --path (defaults to the version of the CLI)',
    },
    {
      name: 'yes',
      shorthand: 'y',
      type: 'bool',
      usage: 'skip confirmation prompts when migrating manifests, only applicable with --path',
    },
    {
      name: 'dry-run',
      type: 'bool',
      usage: 'simulate the migration of manifests without making any changes, only applicable with --path',
    },
  ],
  load: async () => (await import('./run-migrate.js')).runMigrate,
};
