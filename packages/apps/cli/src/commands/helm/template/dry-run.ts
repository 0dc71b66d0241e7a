import type { HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';

/** Whether the cluster is asked: `--dry-run=server`. @throws Error in Helm's words for a value that is none */
export function asksServer({ flags }: CommandContext, { helmVersion }: HelmSettings, log: HelmLog): boolean {
  const strategy = flags.text('dry-run');
  if (flags.flag('validate')) {
    if (flags.isSet('dry-run') && helmVersion === '4.2') throw new Error(GROUP);
    return true;
  }
  return helmVersion === '4.2' ? asksHelm4(strategy, log) : asksHelm3(strategy);
}

const GROUP =
  'if any flags in the group [validate dry-run] are set none of the others can be; [dry-run validate] were all set';

function asksHelm4(strategy: string, log: HelmLog): boolean {
  switch (strategy) {
    case 'server':
      return true;
    case 'client':
      return false;
    case 'unset':
      log({
        level: 'WARN',
        message: "--dry-run is deprecated and should be replaced with '--dry-run=client'",
        attributes: [],
      });
      return false;
    case 'true':
    case 'false': {
      const instead = strategy === 'true' ? 'client' : 'none';
      const message = `boolean '--dry-run=${strategy}' flag is deprecated and should be replaced with '--dry-run=${instead}'`;
      log({ level: 'WARN', message, attributes: [] });
      if (strategy === 'true') return false;
      throw new Error('invalid dry-run value ("none"). Must be "server" or "client"');
    }
    case 'none':
      throw new Error('invalid dry-run value ("none"). Must be "server" or "client"');
    default:
      throw new Error(`invalid dry-run value (${JSON.stringify(strategy)}). Must be "none", "server", or "client"`);
  }
}

function asksHelm3(strategy: string): boolean {
  if (!['false', 'true', 'none', 'client', 'server', 'unset'].includes(strategy)) {
    throw new Error('Invalid dry-run flag. Flag must one of the following: false, true, none, client, server');
  }
  return strategy === 'server';
}
