import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, type FinishedRun, type RunningCommand, startCommand } from './running-command.js';

/** The command as it is installed. */
export const fluxProgram = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');

/** Starts `flux` with these arguments. */
export function startFlux(
  args: readonly string[],
  { env, stdin = '', ...options }: CommandOptions = {},
): RunningCommand {
  return startCommand(process.execPath, [fluxProgram, ...args], {
    ...options,
    stdin,
    env: { NO_COLOR: '1', KUBECONFIG: '', ...env },
  });
}

/** Runs `flux` to its end. */
export function runFlux(args: readonly string[], options: CommandOptions = {}): Promise<FinishedRun> {
  return startFlux(args, options).finished;
}
