import type { HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';

/** What a cluster is asked. */
export interface ServerQuestions {
  /** Which version it has, what it serves, and whether the kinds of the chart are among that. */
  readonly validates: boolean;
  /** What templates look up. */
  readonly looksUp: boolean;
}

/** What the cluster is asked: with Helm 4 all or nothing. @throws Error in Helm's words for a value of `--dry-run` that is none */
export function serverQuestions(
  { flags }: CommandContext,
  { helmVersion }: HelmSettings,
  log: HelmLog,
): ServerQuestions {
  const strategy = flags.text('dry-run');
  const validates = flags.flag('validate');
  if (helmVersion === '3.22') return { validates, looksUp: looksUpInHelm3(strategy) };
  if (validates && flags.isSet('dry-run')) throw new Error(GROUP);
  const asks = validates || asksHelm4(strategy, log);
  return { validates: asks, looksUp: asks };
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

function looksUpInHelm3(strategy: string): boolean {
  if (!['false', 'true', 'none', 'client', 'server', 'unset'].includes(strategy)) {
    throw new Error('Invalid dry-run flag. Flag must one of the following: false, true, none, client, server');
  }
  return ['false', 'none', 'server'].includes(strategy);
}
