import type { Command, CommandContext } from '../../cli/command.js';
import { createHelmReleaseCommand, createKustomizationCommand } from './applier-commands.js';
import { boolFlag, listFlag, textFlag } from './command-flags.js';
import { createImageCommand } from './image-commands.js';
import { createAlertCommand, createAlertProviderCommand, createReceiverCommand } from './notification-commands.js';
import { createSecretCommand } from './secret-commands.js';
import { createSourceCommand } from './source-commands.js';

const NAME = /^[a-z0-9]([a-z0-9-]){0,61}[a-z0-9]$/;

function requireName({ args }: CommandContext): void {
  const [name] = args;
  if (name === undefined) throw new Error('name is required');
  if (NAME.test(name)) return;
  throw new Error(
    `name '${name}' is invalid, it should adhere to standard defined in RFC 1123, the name can only contain alphanumeric characters or '-'`,
  );
}

const tenant: Command = {
  name: 'tenant',
  short: 'Create or update a tenant',
  flags: [
    listFlag('with-namespace', 'namespaces of the tenant'),
    { ...textFlag('cluster-role', 'ClusterRole that the tenant has in them'), default: 'cluster-admin' },
    textFlag('with-service-account', 'ServiceAccount of the tenant, default: its name'),
    boolFlag('skip-namespace', 'do not create the namespaces'),
  ],
  load: async () => (await import('./run-create-tenant.js')).runCreateTenant,
};

/** `flux create`. */
export const createCommand: Command = {
  name: 'create',
  short: 'Create or update sources and resources',
  long: 'The create sub-commands generate sources and resources.',
  persistentFlags: [
    { name: 'interval', type: 'duration', usage: 'source sync interval', default: '1m0s' },
    { name: 'export', type: 'bool', usage: 'export in YAML format to stdout' },
    {
      name: 'label',
      type: 'strings',
      usage: 'set labels on the resource (can specify multiple labels with commas: label1=value1,label2=value2)',
    },
  ],
  before: requireName,
  commands: [
    createAlertCommand,
    createAlertProviderCommand,
    createHelmReleaseCommand,
    createImageCommand,
    createKustomizationCommand,
    createReceiverCommand,
    createSecretCommand,
    createSourceCommand,
    tenant,
  ],
};
