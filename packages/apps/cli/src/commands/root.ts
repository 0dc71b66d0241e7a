import type { CliIo } from '../cli/cli-io.js';
import type { Command } from '../cli/command.js';
import type { Logger } from '../output/logger.js';
import { globalFlags } from './global-flags.js';
import { commands } from './registry.js';

const DEFAULT_NAMESPACE = 'flux-system';
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The whole command, as the environment shapes its defaults. */
export function createRootCommand(io: Pick<CliIo, 'env'>, log: Logger): Command {
  return {
    name: 'flux',
    short: 'Command line utility for assembling Kubernetes CD pipelines',
    long: 'Command line utility for assembling Kubernetes CD pipelines the GitOps way.',
    persistentFlags: globalFlags({ namespace: defaultNamespace(io, log), home: io.env['HOME'] ?? '' }),
    commands,
    before: ({ namespace }) => {
      if (!DNS_LABEL.test(namespace))
        throw new Error(`namespace must be a valid DNS label: ${JSON.stringify(namespace)}`);
    },
  };
}

function defaultNamespace({ env }: Pick<CliIo, 'env'>, log: Logger): string {
  const name = env['FLUX_SYSTEM_NAMESPACE'] ?? '';
  if (name === '') return DEFAULT_NAMESPACE;
  if (DNS_LABEL.test(name)) return name;
  log.warning(` ignoring invalid FLUX_SYSTEM_NAMESPACE: ${JSON.stringify(name)}`);
  return DEFAULT_NAMESPACE;
}
