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
    examples: [
      '  # Run the repository in the working directory as a cluster on this machine, and follow it',
      '  flux up --path clusters/staging',
      '',
      '  # Everything that Flux has in a cluster, and how it is',
      '  flux get all -A',
      '',
      '  # Fetch a source anew and apply what it holds',
      '  flux reconcile kustomization apps --with-source',
      '',
      '  # Where an object comes from',
      '  flux trace -n apps deployment web',
      '',
      '  # What a folder would change in the cluster',
      '  flux diff kustomization apps --path ./apps/staging',
      '',
      '  # Manifests of a source and of what applies it',
      '  flux create source git apps --url=https://example.com/org/apps --branch=main --export',
      '  flux create kustomization apps --source=GitRepository/apps --path=./staging --prune --export',
    ].join('\n'),
    flags: [{ name: 'version', shorthand: 'v', type: 'bool', usage: 'version for flux' }],
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
