import type { CommandContext } from '../../cli/command.js';
import type { FlagValues } from '../../cli/flag.js';
import { runUp } from '../../up/run-up.js';
import type { UpOptions, UpOutput, UpStorage } from '../../up/up-options.js';
import { parseControllerFlags } from './controller-flags.js';

/** Reads the flags of `flux up` and runs it. */
export async function runUpCommand(context: CommandContext): Promise<void> {
  await runUp(parseOptions(context), context);
}

function parseOptions({ args, flags, io }: CommandContext): UpOptions {
  const [target = '.', extra] = args;
  if (extra !== undefined) throw new Error(`flux up takes one PATH or URL, but got ${JSON.stringify(extra)} as well`);
  const optional = (name: string): string | undefined => flags.text(name) || undefined;
  return {
    target,
    path: optional('path'),
    branch: optional('branch'),
    once: flags.flag('once'),
    timeoutMs: flags.durationMs('timeout'),
    port: parsePort(flags),
    storage: parseStorage(flags),
    snapshot: optional('snapshot'),
    restore: optional('restore'),
    auditLog: optional('audit-log'),
    output: parseOutput(flags.text('output')),
    mirrors: flags.list('source-mirror'),
    mirrorFiles: flags.list('source-mirror-file'),
    controllers: parseControllerFlags(flags),
    cwd: io.cwd,
  };
}

function parsePort(flags: FlagValues): number {
  const port = flags.number('port');
  if (port >= 0 && port <= 65535) return port;
  throw new Error(`--port must be between 0 and 65535, not ${port}`);
}

function parseStorage(flags: FlagValues): UpStorage {
  const folder = flags.text('data-dir');
  if (!flags.flag('no-persist')) return folder === '' ? { kind: 'default' } : { kind: 'folder', folder };
  if (folder !== '') throw new Error('--data-dir and --no-persist exclude each other');
  return { kind: 'none' };
}

function parseOutput(text: string): UpOutput {
  if (text === 'text' || text === 'json') return text;
  throw new Error(`--output must be text or json, not ${text}`);
}
